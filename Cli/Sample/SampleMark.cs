using System.Globalization;
using System.Text.RegularExpressions;

namespace SmartInventory.Cli.Sample;

/// <summary>
/// What is known of a sample that was loaded before, kept in the notes of its first supplier: so that loading it again
/// on
/// another day is still the same sample, and one that was interrupted is finished.
/// </summary>
internal sealed partial record SampleMark(SampleOptions Options, bool Finished)
{
    public string Notes =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"Sample data: seed {Options.Seed}, {Options.Products} products, "
                + $"{Options.Days} days until {Options.End:yyyy-MM-dd}, {(Finished ? "complete" : "loading")}."
        );

    /// <summary>The mark in a supplier's notes; null when there is none.</summary>
    public static SampleMark? Parse(string? notes)
    {
        if (Pattern().Match(notes ?? "") is not { Success: true } match)
            return null;
        return new SampleMark(
            new SampleOptions(
                Number("products"),
                Number("days"),
                Number("seed"),
                DateOnly.ParseExact(match.Groups["end"].Value, "yyyy-MM-dd", CultureInfo.InvariantCulture)
            ),
            match.Groups["state"].Value == "complete"
        );

        int Number(string group) => int.Parse(match.Groups[group].Value, CultureInfo.InvariantCulture);
    }

    [GeneratedRegex(
        @"^Sample data: seed (?<seed>\d{1,9}), (?<products>\d{1,6}) products, "
            + @"(?<days>\d{1,5}) days until (?<end>\d{4}-\d\d-\d\d), (?<state>complete|loading)\.$"
    )]
    private static partial Regex Pattern();
}
