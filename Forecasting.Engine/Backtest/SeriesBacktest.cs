namespace SmartInventory.Forecasting.Engine.Backtest;

/// <summary>The backtest of one series.</summary>
/// <param name="Horizon">Steps ahead that were scored; 0 when the history is too short.</param>
/// <param name="Scores">One entry per method that could forecast at all origins.</param>
/// <param name="Losses">[score][origin]: the scaled pinball loss at each origin, oldest first.</param>
/// <param name="Spreads">How much wider or narrower than its errors say each method's futures should have been:
/// <see cref="OwnSpread"/>.</param>
internal sealed record SeriesBacktest(
    int Horizon,
    IReadOnlyList<MethodScore> Scores,
    IReadOnlyList<double[]> Losses,
    IReadOnlyList<double> Spreads
)
{
    /// <summary>Whether one method was better than another every single time.</summary>
    public bool IsAlwaysBetter(int score, int other) => Losses[score].Zip(Losses[other]).All(p => p.First < p.Second);
}
