using SmartInventory.Contracts.Forecasting;
using SmartInventory.Dashboard.Web.Gateway;

namespace SmartInventory.Dashboard.Web.Shared;

/// <summary>What forecasts were worth, of all series or of one product.</summary>
/// <param name="OfOne">Of one product: its own signal is told instead of a list of the worst.</param>
public sealed record AccuracyTile(string Title, Loaded<ForecastAccuracy> Accuracy, bool OfOne)
{
    /// <summary>"12% less loss than ..." in words; null when there is nothing to compare.</summary>
    public static string? AgainstNaive(AccuracyScores scores) =>
        scores.BetterThanNaive switch
        {
            null => null,
            >= 0 and var better => T($"{Show.Percent(better)} better"),
            var worse => T($"{Show.Percent(-worse)} worse"),
        };
}
