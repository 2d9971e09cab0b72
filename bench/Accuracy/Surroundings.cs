using System.Globalization;
using SmartInventory.Forecasting.Engine.Global;

namespace SmartInventory.Accuracy;

/// <summary>
/// Prices and calendar of a wide file. The calendar has a row per day and place: `date`, a column that the series have
/// too (the
/// place), columns `event_name_*`, a column `snap`, and the week that the prices are given by: `key`, that week, the
/// price.
/// </summary>
public sealed class Surroundings
{
    private readonly int _firstDay,
        _periods,
        _textColumns;
    private readonly Dictionary<string, GlobalCalendar> _places = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Dictionary<string, float>> _prices = new(StringComparer.Ordinal);
    private string[] _weeks = [];
    private int _place = -1;

    private Surroundings(int firstDay, int periods, int textColumns, int[] days) =>
        (_firstDay, _periods, _textColumns, Days) = (firstDay, periods, textColumns, days);

    /// <param name="header">Of the series' file.</param>
    /// <param name="textColumns">How many of its columns are text.</param>
    public static Surroundings Read(RunOptions run, string[] header, int textColumns)
    {
        // Columns without dates are numbered from a Saturday; the weekday of a bare number means nothing.
        var dated = DateOnly.TryParseExact(
            header[textColumns],
            "yyyy-MM-dd",
            CultureInfo.InvariantCulture,
            DateTimeStyles.None,
            out var first
        );
        var known = new Surroundings(
            dated ? first.DayNumber : 719_162,
            header.Length - textColumns,
            textColumns,
            [.. Enumerable.Range(0, header.Length - textColumns).Select(At)]
        );
        if (run.Calendar is not null)
        {
            if (!dated)
                throw new BadInputException($"{run.Data}: a calendar needs columns named by date, yyyy-MM-dd.");
            known.ReadCalendar(run, header);
        }
        if (run.Prices is not null)
            known.ReadPrices(run.Prices);
        return known;

        // Weeks and months of bare numbers follow each other from that Saturday on, or from the month after.
        int At(int period) =>
            dated || run.By != "day" || run.Season == 7
                ? (dated ? first.DayNumber : 719_162) + period
                : Tasks.DayOf(
                    12 % run.Season == 0 ? new DateOnly(1970, 1, 1) : DateOnly.FromDayNumber(719_166),
                    run.Season,
                    period
                );
    }

    /// <summary>The day of each column; of longer periods of bare numbers, of their first.</summary>
    public int[] Days { get; }

    public GlobalSeries Series(string[] row)
    {
        float[]? prices = null;
        if (_prices.TryGetValue(row[0], out var byWeek))
            prices = Array.ConvertAll(
                _weeks,
                week => week is not null && byWeek.TryGetValue(week, out var price) ? price : float.NaN
            );
        return new(
            row[0],
            [],
            Days[0],
            row[1.._textColumns],
            prices,
            _place < 0 ? null : _places.GetValueOrDefault(row[_place])
        );
    }

    private void ReadCalendar(RunOptions run, string[] header)
    {
        using var reader = Tasks.Open(run.Calendar!);
        var columns = reader.ReadLine()?.Split(',') ?? throw new BadInputException($"{run.Calendar}: empty.");
        var (date, paid) = (Array.IndexOf(columns, "date"), Array.IndexOf(columns, "snap"));
        var events = Enumerable
            .Range(0, columns.Length)
            .Where(c => columns[c].StartsWith("event_name", StringComparison.Ordinal))
            .ToArray();
        var place = Array.FindIndex(columns, c => Array.IndexOf(header, c, 0, _textColumns) >= 0);
        var week = Array.FindIndex(columns, c => c.EndsWith("yr_wk", StringComparison.Ordinal));
        if (date < 0 || place < 0)
            throw new BadInputException($"{run.Calendar}: a column date and one in common with {run.Data} expected.");
        _place = Array.IndexOf(header, columns[place]);
        _weeks = new string[_periods];
        while (reader.ReadLine() is { } line)
        {
            var fields = line.Split(',');
            if (
                fields.Length != columns.Length
                || !DateOnly.TryParseExact(
                    fields[date],
                    "yyyy-MM-dd",
                    CultureInfo.InvariantCulture,
                    DateTimeStyles.None,
                    out var day
                )
            )
            {
                throw new BadInputException($"{run.Calendar}: {columns.Length} columns and a date expected: {line}");
            }
            var at = day.DayNumber - _firstDay;
            if (at < 0 || at >= _periods)
                continue;
            if (!_places.TryGetValue(fields[place], out var calendar))
                _places[fields[place]] = calendar = new(_firstDay, new string?[_periods], new bool[_periods]);
            calendar.Events[at] = events.Select(c => fields[c]).FirstOrDefault(name => name.Length > 0);
            calendar.Paid[at] = paid >= 0 && fields[paid] == "1";
            if (week >= 0)
                _weeks[at] = fields[week];
        }
    }

    private void ReadPrices(string path)
    {
        if (_weeks.Length == 0)
            throw new BadInputException("--prices are by week: --calendar has to say which.");
        using var reader = Tasks.Open(path);
        reader.ReadLine();
        while (reader.ReadLine() is { } line)
        {
            var fields = line.Split(',');
            var price = float.NaN;
            if (
                fields.Length != 3
                || (fields[2].Length > 0 && !float.TryParse(fields[2], CultureInfo.InvariantCulture, out price))
            )
                throw new BadInputException($"{path}: key, week and price expected: {line}");
            if (!_prices.TryGetValue(fields[0], out var byWeek))
                _prices[fields[0]] = byWeek = new(StringComparer.Ordinal);
            byWeek[fields[1]] = price;
        }
    }
}
