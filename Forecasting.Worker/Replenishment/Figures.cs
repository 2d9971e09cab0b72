using System.Globalization;
using SmartInventory.Contracts.Forecasting;

namespace SmartInventory.Forecasting.Replenishment;

/// <summary>How the arithmetic of a suggestion writes its numbers.</summary>
internal static class Figures
{
    public static string N(decimal value) => value.ToString("0.####", CultureInfo.InvariantCulture);

    public static string Percent(double value) => value.ToString("0.##%", CultureInfo.InvariantCulture);

    public static string Iso(DateOnly day) => day.ToString("O", CultureInfo.InvariantCulture);

    public static string Days(int days) => days == 1 ? "1 day" : $"{days} days";

    /// <summary>
    /// Into the decimals of quantities; with whole units upwards, because half a unit protects nobody.
    /// </summary>
    public static decimal Units(double value, bool whole = false)
    {
        var units = decimal.Round((decimal)Math.Clamp(value, 0, 1e15), 4);
        return whole ? decimal.Ceiling(units) : units;
    }
}

/// <summary>The arithmetic of a suggestion, step by step.</summary>
/// <param name="unit">The product's.</param>
internal sealed class StepLog(string unit)
{
    public List<ExplanationStep> Steps { get; } = [];

    public void Add(string what, string arithmetic, decimal result, string? of = null) =>
        Steps.Add(new(what, arithmetic, result, of ?? unit));
}
