using System.Globalization;
using System.IO.Compression;
using SmartInventory.Forecasting.Engine.Global;
using SmartInventory.Forecasting.Engine.History;

namespace SmartInventory.Accuracy;

/// <summary>One question: forecast this history; and, where it is known, what came.</summary>
/// <param name="Id">Of the series.</param>
/// <param name="Origin">1 for the newest held-out end, 2 for the one before; or what the file calls it.</param>
/// <param name="Group">Value of the column to group by.</param>
/// <param name="Series">What the global model may know besides; the formats without columns have nothing.</param>
public sealed record ForecastTask(
    string Id,
    string Origin,
    string? Group,
    double Season,
    int Horizon,
    double[] History,
    double[]? Truth,
    GlobalSeries? Series = null
)
{
    /// <summary>The day on which each period of the history begins; empty where nobody knows.</summary>
    public int[] Days { get; init; } = [];

    /// <summary>What errors are scaled by: the history, with that part of it which no method is shown.</summary>
    public double[] Scale { get; init; } = History;
}

/// <summary>A series with its end, before anything is held out.</summary>
internal sealed record WholeSeries(
    string Id,
    string? Group,
    double[] Values,
    GlobalSeries? Series = null,
    int[]? Days = null
);

/// <summary>Readers of the three formats.</summary>
public static class Tasks
{
    /// <summary>All tasks of a run, origin by origin.</summary>
    public static List<ForecastTask> Read(RunOptions run)
    {
        if (run.Horizon < 1 || run.Origins < 1 || run.Every < 1 || run.Skip < 0 || run.Resample < 0 || run.Train < 1)
            throw new BadInputException(
                "--horizon, --origins, --every and --train must be 1 or more, --skip and --resample 0 or more."
            );
        if ((run.Resample > 0 || run.By != "day") && run.Format != "wide")
            throw new BadInputException("--resample and --by are for --format wide.");
        using var reader = Open(run.Data);
        var header = reader.ReadLine()?.Split(',') ?? throw new BadInputException($"{run.Data}: empty.");
        return run.Format switch
        {
            "m3" => Split(run, M3(run, reader)),
            "wide" when run.Resample > 0 => Split(run, Resampling.Make(Wide(run, header, reader), run.Resample)),
            "wide" => Split(run, Wide(run, header, reader)),
            _ => Series(run, header, reader),
        };
    }

    /// <summary>A text file, also compressed.</summary>
    public static StreamReader Open(string path)
    {
        if (!File.Exists(path))
            throw new BadInputException($"{path}: no such file.");
        Stream stream = File.OpenRead(path);
        if (path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase))
            stream = new GZipStream(stream, CompressionMode.Decompress);
        return new(stream);
    }

    /// <summary>Holds out the last horizon of each series, then the one before, and so on.</summary>
    private static List<ForecastTask> Split(RunOptions run, List<WholeSeries> series)
    {
        var tasks = new List<ForecastTask>();
        for (var origin = 1; origin <= run.Origins; origin++)
        {
            for (var i = 0; i < series.Count; i += run.Every)
            {
                var (id, group, values, known, days) = series[i];
                var cut = values.Length - (origin + run.Skip) * run.Horizon;
                if (cut < Math.Max(1, run.Train ?? 1))
                    continue;
                var from = cut - (run.Train ?? cut);
                var history = values[from..cut];
                tasks.Add(
                    new ForecastTask(
                        id,
                        origin.ToString(CultureInfo.InvariantCulture),
                        group,
                        run.Season,
                        run.Horizon,
                        history,
                        values[cut..(cut + run.Horizon)],
                        known is null
                            ? null
                            : known with
                            {
                                History = history,
                                FirstDay = days![from],
                                Prices = known.Prices?[from..],
                            }
                    )
                    {
                        Days = days?[from..cut] ?? [],
                        Scale = values[..cut],
                    }
                );
            }
        }
        return tasks;
    }

    /// <summary>Series whose period is that of the season.</summary>
    private static List<WholeSeries> M3(RunOptions run, StreamReader reader)
    {
        string[] periods = run.Season switch
        {
            12 => ["MONTHLY"],
            4 => ["QUARTERLY"],
            _ => ["YEARLY", "OTHER"],
        };
        var series = new List<WholeSeries>();
        while (reader.ReadLine() is { } line)
        {
            var fields = line.Split(',');
            if (fields.Length != 8)
                throw new BadInputException($"{run.Data}: 8 columns expected: {line[..Math.Min(60, line.Length)]}");
            // Yearly and other series are told apart by how much is held out of them.
            if (
                !periods.Contains(fields[1])
                || (periods.Length > 1 && int.Parse(fields[4], CultureInfo.InvariantCulture) != run.Horizon)
            )
                continue;
            series.Add(new(fields[0], fields[2], [.. Numbers(fields[6]), .. Numbers(fields[7])]));
        }
        return series;
    }

    private static List<WholeSeries> Wide(RunOptions run, string[] header, StreamReader reader)
    {
        var rows = new List<string[]>();
        while (reader.ReadLine() is { } line)
        {
            if (line.Length == 0)
                continue;
            var fields = line.Split(',');
            if (fields.Length != header.Length)
                throw new BadInputException(
                    $"{run.Data}, row {rows.Count + 2}: {fields.Length} columns, {header.Length} expected."
                );
            rows.Add(fields);
        }

        // Text columns are those before the first in which every cell is a number or empty.
        var first = 1;
        while (first < header.Length && rows.Any(r => r[first].Length > 0 && !TryNumber(r[first], out _)))
            first++;
        var group = run.Group is null ? -1 : Array.IndexOf(header, run.Group);
        if (run.Group is not null && (group < 0 || group >= first))
            throw new BadInputException($"--group {run.Group}: no such text column.");
        var side = Surroundings.Read(run, header, first);
        return rows.ConvertAll(r =>
            By(
                run,
                new(
                    r[0],
                    group < 0 ? null : r[group],
                    Array.ConvertAll(r[first..], c => TryNumber(c, out var v) ? v : double.NaN),
                    side.Series(r),
                    side.Days
                )
            )
        );
    }

    /// <summary>Sums of the days, with the mean of their prices.</summary>
    private static WholeSeries By(RunOptions run, WholeSeries days)
    {
        if (run.By == "day")
            return days;
        var periods =
            run.By == "week"
                ? LongerPeriods.Weeks(days.Values, days.Days)
                : LongerPeriods.Months(days.Values, days.Days);
        if (periods.Days.Length == 0)
            throw new BadInputException($"{run.Data}: no whole {run.By}.");
        return days with
        {
            Values = periods.Values,
            Days = periods.Days,
            Series = days.Series! with
            {
                FirstDay = periods.Days[0],
                Prices = days.Series.Prices is { } prices ? periods.Mean(prices, days.Days) : null,
            },
        };
    }

    /// <summary>
    /// A task per row: id, origin, season, horizon, values; and by the names of further columns `first`, the day on
    /// which the first value begins, `labels`, the closest kinship first, and `prices`, of the values and the horizon.
    /// </summary>
    private static List<ForecastTask> Series(RunOptions run, string[] header, StreamReader reader)
    {
        var tasks = new List<ForecastTask>();
        var row = 1;
        var (first, labels, prices) = (
            Array.IndexOf(header, "first"),
            Array.IndexOf(header, "labels"),
            Array.IndexOf(header, "prices")
        );
        if (first < 0 && (labels >= 0 || prices >= 0))
            throw new BadInputException($"{run.Data}: labels and prices need a column first, a date.");
        while (reader.ReadLine() is { } line)
        {
            row++;
            if (line.Length == 0)
                continue;
            var fields = line.Split(',');
            if (
                fields.Length < Math.Max(5, header.Length)
                || !TryNumber(fields[2], out var season)
                || !int.TryParse(fields[3], CultureInfo.InvariantCulture, out var horizon)
                || horizon < 1
            )
            {
                throw new BadInputException(
                    $"{run.Data}, row {row}: id, origin, season, horizon, values and further columns as named expected."
                );
            }
            if ((row - 2) % run.Every != 0)
                continue;
            var task = new ForecastTask(fields[0], fields[1], null, season, horizon, Numbers(fields[4]), null);
            tasks.Add(first < 0 ? task : Known(task, fields[first], Cell(labels), Cell(prices)));

            string Cell(int column) => column < 0 ? "" : fields[column];
        }
        return tasks;

        ForecastTask Known(ForecastTask task, string date, string kin, string asked)
        {
            if (
                !DateOnly.TryParseExact(
                    date,
                    "yyyy-MM-dd",
                    CultureInfo.InvariantCulture,
                    DateTimeStyles.None,
                    out var day
                )
            )
                throw new BadInputException($"{run.Data}, row {row}, first: a date, yyyy-MM-dd, expected: {date}");
            int[] days = [.. Enumerable.Range(0, task.History.Length).Select(t => DayOf(day, task.Season, t))];
            float[]? known = asked.Length == 0 ? null : Array.ConvertAll(Numbers(asked), price => (float)price);
            var of = kin.Length == 0 ? [] : kin.Split(';');
            return task with { Days = days, Series = new(task.Id, task.History, day.DayNumber, of, known) };
        }
    }

    /// <summary>The first day of a period: of days, calendar months, or parts of a year of 364 days.</summary>
    public static int DayOf(DateOnly first, double season, int period) =>
        season == 7 ? first.DayNumber + period
        : 12 % season == 0 ? first.AddMonths(period * (int)(12 / season)).DayNumber
        : first.DayNumber + (int)Math.Round(period * 364 / season);

    private static double[] Numbers(string joined) =>
        joined.Length == 0
            ? []
            : Array.ConvertAll(joined.Split(';'), c => TryNumber(c, out var value) ? value : double.NaN);

    private static bool TryNumber(string cell, out double value) =>
        double.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out value);
}
