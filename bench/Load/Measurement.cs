using System.Globalization;

namespace SmartInventory.Load;

/// <summary>What a work shall reach: in words, and whether it does.</summary>
public sealed record Aim(string Text, Func<Measurement, bool> IsReached);

/// <summary>One line of the closing tables.</summary>
/// <param name="Unit">What <paramref name="Rate"/> counts.</param>
/// <param name="Rate">A second.</param>
/// <param name="Median">Seconds of one request.</param>
/// <param name="P99">Seconds of one request.</param>
/// <param name="Processor">Milliseconds of each part for one of the unit, less what the part uses at rest.</param>
/// <param name="Limit">What the rate is held against.</param>
public sealed record Measurement(
    string Work,
    string Unit,
    double Rate,
    double Median,
    double P99,
    IReadOnlyDictionary<string, double> Processor,
    Measurement? Limit = null,
    Aim? Aim = null
)
{
    /// <summary>Of all parts of the system; neither the generator nor Aspire's dashboard are any.</summary>
    public double Total =>
        Processor.Count == 0 ? double.NaN : Processor.Where(p => !Machine.Watching.Contains(p.Key)).Sum(p => p.Value);

    /// <summary>Of processes that are no part of the system: the limits' own.</summary>
    public double Others => Math.Max(0, Total - Machine.Parts.Sum(Of));

    public double Ratio => Limit is null ? double.NaN : Rate / Limit.Rate;

    public string Line() =>
        Text.Of(
            $"{Work}: {Text.Rate(Rate)} {Unit}/s, p50 {Text.Milliseconds(Median)} ms, p99 {Text.Milliseconds(P99)} ms, "
        )
        + Text.Of($"{Text.Figure(Total)} ms of processor time each (generator {Text.Figure(Of(Machine.Generator))})")
        + (Limit is null ? "" : Text.Of($", {100 * Ratio:0.0}% of {Limit.Work}"));

    public double Of(string part) => Processor.GetValueOrDefault(part);
}

/// <summary>Figures as people read them.</summary>
public static class Text
{
    public static string Of(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    public static string Rate(double rate) => Of($"{(rate < 10 ? $"{rate:0.0}" : $"{rate:#,0}")}");

    public static string Milliseconds(double seconds) =>
        double.IsNaN(seconds) ? "-" : Of($"{(seconds < .01 ? $"{1000 * seconds:0.0}" : $"{1000 * seconds:0}")}");

    public static string Figure(double milliseconds) =>
        double.IsNaN(milliseconds) ? "-"
        : milliseconds < .0995 ? Of($"{milliseconds:0.000}")
        : Of($"{milliseconds:0.00}");
}
