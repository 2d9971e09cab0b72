namespace SmartInventory.Forecasting.Accuracy;

/// <summary>The answer to what most ask, over all series; it changes only when forecasts are scored.</summary>
internal sealed class AccuracyReport
{
    public int Days { get; init; }

    /// <summary>A <see cref="Contracts.Forecasting.ForecastAccuracy"/>.</summary>
    public required string Document { get; init; }
}
