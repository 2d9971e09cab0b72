namespace SmartInventory.Forecasting.Engine.Smooth;

/// <summary>Where a kernel writes its answer. Lengths: history, horizon, horizon.</summary>
internal readonly ref struct ForecastOutput
{
    /// <summary>One-step-ahead fit per value of the history, NaN where the method had nothing to say yet.</summary>
    public required Span<double> Fitted { get; init; }

    /// <summary>Expected value per step ahead.</summary>
    public required Span<double> Point { get; init; }

    /// <summary>
    /// How much of a surprise at one step is still there k + 1 steps later (the moving-average weights of the
    /// method): all zero for a fixed pattern, alpha throughout for simple smoothing. Drives the spread of the paths.
    /// </summary>
    public required Span<double> Response { get; init; }
}
