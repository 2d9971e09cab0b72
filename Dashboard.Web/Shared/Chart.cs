using System.Buffers;
using System.Globalization;
using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Mvc;
using SmartInventory.Contracts.Csv;
using SmartInventory.Contracts.Localization;

namespace SmartInventory.Dashboard.Web.Shared;

/// <summary>A picture of numbers with what belongs to it: the same numbers as a table and as a file.</summary>
/// <param name="Key">Its name in the page, and in the address of its file: <c>?csv=KEY</c>.</param>
/// <param name="Label">What is to be seen, for who does not see it.</param>
/// <param name="AsOf">Up to when the numbers go.</param>
public sealed record Chart(
    string Key,
    string Title,
    string Label,
    ChartPlot Plot,
    ChartTable Table,
    IHtmlContent AsOf,
    bool Tall = false
)
{
    /// <summary>The table as a file; numbers and days as machines read them.</summary>
    public FileContentResult File()
    {
        var bytes = new ArrayBufferWriter<byte>();
        var csv = new CsvWriter(bytes);
        foreach (var column in Table.Columns)
            csv.Text(column.Key);
        csv.EndRow();
        foreach (var row in Table.Rows)
        {
            foreach (var cell in row)
                Write(csv, cell);
            csv.EndRow();
        }

        return new(bytes.WrittenSpan.ToArray(), "text/csv; charset=utf-8") { FileDownloadName = $"{Key}.csv" };
    }

    private static void Write(CsvWriter csv, object? cell)
    {
        switch (cell)
        {
            case null:
                csv.Nothing();
                break;
            case decimal number:
                csv.Number(number);
                break;
            case DateOnly day:
                csv.Text(day.ToString("O", CultureInfo.InvariantCulture));
                break;
            default:
                csv.Text(cell.ToString());
                break;
        }
    }
}

/// <param name="Columns">The first names the row.</param>
/// <param name="Rows">A cell per column: a day, a number, a text, links, or nothing.</param>
public sealed record ChartTable(string Caption, IReadOnlyList<ChartColumn> Columns, IReadOnlyList<object?[]> Rows)
{
    /// <summary>A cell for an estimate; an estimate that is no number is nothing.</summary>
    public static decimal? Number(double? value) =>
        value is { } v && double.IsFinite(v) ? (decimal)Math.Round(v, 6) : null;
}

/// <param name="Key">Its name in the file.</param>
/// <param name="Name">Its heading.</param>
/// <param name="Number">How its numbers are shown; null for a column of days or texts.</param>
public sealed record ChartColumn(string Key, string Name, Func<decimal, string>? Number = null);

/// <summary>A cell with links, several where several things are of one row.</summary>
public sealed record ChartLinks(IReadOnlyList<(string Text, string? Url)> Links)
{
    public override string ToString() => string.Join("; ", Links.Select(link => link.Text));
}

/// <summary>What is drawn: panels, one above the other, over days or over <see cref="Numbers"/>.</summary>
public sealed record ChartPlot
{
    /// <summary>The places of all values, ascending; null over numbers.</summary>
    public IReadOnlyList<DateOnly>? Days { get; init; }

    /// <summary>The places of all values, ascending; null over days.</summary>
    public IReadOnlyList<double>? Numbers { get; init; }

    /// <summary>The unit of <see cref="Numbers"/>.</summary>
    public string? Across { get; init; }

    public required IReadOnlyList<ChartPanel> Panels { get; init; }

    /// <summary>Stretches of days, [first, day after the last), that are left out of the axis.</summary>
    public IReadOnlyList<DateOnly[]> Breaks { get; init; } = [];

    /// <summary>Stretches of days in the same form that are shaded, and what that says.</summary>
    public IReadOnlyList<DateOnly[]> Shades { get; init; } = [];

    public string? Shaded { get; init; }

    public IReadOnlyList<ChartLine> Lines { get; init; } = [];
}

/// <summary>Series that share an axis.</summary>
/// <param name="Unit">Of the axis.</param>
/// <param name="Decimals">How many of a value are shown; of a percent value after the factor of 100.</param>
public sealed record ChartPanel(string Unit, IReadOnlyList<ChartSeries> Series, int Decimals = 0)
{
    /// <summary>Values are shares, 0 to 1.</summary>
    public bool Percent { get; init; }

    /// <summary>What stands before and behind each value, as the sign of a currency; null for bare numbers.</summary>
    public IReadOnlyList<string>? Around { get; init; }

    /// <summary>Amounts, in the currency of the installation.</summary>
    public static ChartPanel Money(string name, IReadOnlyList<ChartSeries> series)
    {
        if (Show.Currency is not { } currency)
            return new(name, series, 2);
        var around = MoneyForm.Around(currency, Languages.Reader);
        return new($"{name} ({string.Concat(around).Trim()})", series, currency.Decimals) { Around = around };
    }

    /// <summary>Whether the axis begins at zero, or where the values do.</summary>
    public bool FromZero { get; init; } = true;

    /// <summary>Where the axis ends although values go beyond; null where it ends with them.</summary>
    public double? Top { get; init; }

    /// <summary>What is beyond <see cref="Top"/>, in words.</summary>
    public string? Beyond { get; init; }
}

/// <param name="Values">One per place, null where there is none; of a band the upper ends.</param>
public sealed record ChartSeries(string Name, ChartShape Shape, ChartColor Color, IReadOnlyList<double?> Values)
{
    /// <summary>The lower ends of a band.</summary>
    public IReadOnlyList<double?>? Low { get; init; }

    /// <summary>What is said of a value instead of its number; one per place.</summary>
    public IReadOnlyList<string?>? Notes { get; init; }
}

/// <summary>A dashed line right through, at exactly one of the three.</summary>
/// <param name="Value">On the axis of the first panel's values.</param>
/// <param name="Day">On the axis of days.</param>
/// <param name="Number">On the axis of numbers.</param>
public sealed record ChartLine(
    string Name,
    ChartColor Color,
    double? Value = null,
    DateOnly? Day = null,
    double? Number = null
);

public enum ChartShape
{
    Bars,
    Line,
    Dotted,
    Band,
    Diamond,
    Triangle,
    Circle,
}

/// <summary>Names of the style sheet's colours.</summary>
public enum ChartColor
{
    Accent,
    Second,
    Warn,
    Bad,
    Muted,
}
