using System.Globalization;
using SmartInventory.Contracts.Forecasting;
using SmartInventory.Contracts.Localization;

namespace SmartInventory.Forecasting.Replenishment;

/// <summary>How the arithmetic of a suggestion writes its numbers. They are said when they are read.</summary>
internal static class Figures
{
    // Divides away the zeros at the end, which a decimal would be written with.
    private const decimal One = 1.0000000000000000000000000000m;

    /// <summary>A number that somebody typed or counted.</summary>
    public static decimal N(decimal value) => decimal.Round(value, 4) / One;

    /// <summary>
    /// What was computed and not counted, and what comes of it: digits that it does not have are not shown to people.
    /// </summary>
    public static decimal About(decimal value) =>
        decimal.Round(
            value,
            Math.Abs(value) switch
            {
                >= 100 => 1,
                >= 1 => 2,
                _ => 4,
            }
        ) / One;

    public static Sentence Percent(double share) => S($"{decimal.Round((decimal)share * 100, 2) / One}%");

    /// <summary>A day for machines.</summary>
    public static string Iso(DateOnly day) => day.ToString("O", CultureInfo.InvariantCulture);

    /// <summary>A day for people.</summary>
    public static Sentence On(DateOnly day) => S($"{day:d MMM yyyy}");

    public static Sentence Days(int days) => days == 1 ? S($"1 day") : S($"{days} days");

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

    public void Add(Sentence what, Sentence arithmetic, decimal result, string? of = null) =>
        Steps.Add(new(what, arithmetic, result, of ?? unit));
}
