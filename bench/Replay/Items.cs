using System.Globalization;
using System.IO.Compression;

namespace SmartInventory.ReplayBench;

/// <summary>The history of a product at a place.</summary>
/// <param name="Demand">Units per day from the first sale on.</param>
/// <param name="From">The first day that is counted.</param>
/// <param name="Price">Money per unit before that day; 1 where it is not known.</param>
public sealed record Item(string Id, double[] Demand, int From, double Price);

/// <summary>Readers of the two formats.</summary>
public static class Items
{
    /// <summary>Days, and days with a sale, that an item needs before the first day that is counted.</summary>
    private const int FewestDays = 56,
        FewestSales = 10;

    public static List<Item> Read(RunOptions run)
    {
        if (run.Days < 1 || run.Skip < 0 || run.Lead < 0 || run.Review < 1 || run.Late < run.Lead)
            throw new BadInputException(
                "--days and --review must be 1 or more, --skip and --lead 0 or more, --late not below --lead."
            );
        using var reader = Open(run.Data);
        var header = reader.ReadLine()?.Split(',') ?? throw new BadInputException($"{run.Data}: empty.");
        var items = run.Format == "wide" ? Wide(run, header, reader) : Lines(run, header, reader);
        return items.Count > 0
            ? items
            : throw new BadInputException($"{run.Data}: no series is long enough before the days that are counted.");
    }

    private static StreamReader Open(string path)
    {
        if (!File.Exists(path))
            throw new BadInputException($"{path}: no such file.");
        Stream stream = File.OpenRead(path);
        if (path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase))
            stream = new GZipStream(stream, CompressionMode.Decompress);
        return new(stream);
    }

    private static List<Item> Wide(RunOptions run, string[] header, StreamReader reader)
    {
        var first = Array.FindIndex(header, h => DateOnly.TryParse(h, CultureInfo.InvariantCulture, out _));
        if (first < 1)
            throw new BadInputException($"{run.Data}: no column is a day.");
        var items = new List<Item>();
        for (var row = 2; reader.ReadLine() is { } line; row++)
        {
            var fields = line.Split(',');
            if (fields.Length != header.Length)
                throw new BadInputException($"{run.Data}, row {row}: {fields.Length} columns, {header.Length} wanted.");
            var demand = Array.ConvertAll(
                fields[first..],
                c => double.TryParse(c, CultureInfo.InvariantCulture, out var units) ? units : double.NaN
            );
            Add(items, run, fields[0], demand, _ => 1);
        }
        return items;
    }

    private static List<Item> Lines(RunOptions run, string[] header, StreamReader reader)
    {
        int Column(string name) =>
            Array.IndexOf(header, name) is var at && at >= 0
                ? at
                : throw new BadInputException($"{run.Data}: no column {name}.");
        var (code, units, at, price) = (
            Column("StockCode"),
            Column("Quantity"),
            Column("InvoiceDate"),
            Column("UnitPrice")
        );
        var sales = new SortedDictionary<string, List<(int Day, double Units, double Revenue)>>(StringComparer.Ordinal);
        var (begin, end) = (int.MaxValue, 0);
        for (var row = 2; reader.ReadLine() is { } line; row++)
        {
            // A description may hold commas within quotes; it stands between the code and the quantity.
            var fields = Cells(line);
            if (
                fields.Count != header.Length
                || !double.TryParse(fields[units], CultureInfo.InvariantCulture, out var sold)
                || !double.TryParse(fields[price], CultureInfo.InvariantCulture, out var paid)
                || !DateTime.TryParse(fields[at], CultureInfo.InvariantCulture, out var when)
            )
                throw new BadInputException($"{run.Data}, row {row}: not an invoice line.");
            // Goods have numbers; postage, samples and corrections have letters.
            if (!char.IsAsciiDigit(fields[code][0]))
                continue;
            var day = DateOnly.FromDateTime(when).DayNumber;
            (begin, end) = (Math.Min(begin, day), Math.Max(end, day));
            if (!sales.TryGetValue(fields[code], out var list))
                sales[fields[code]] = list = [];
            list.Add((day, sold, sold * paid));
        }
        var items = new List<Item>();
        foreach (var (id, list) in sales)
        {
            var demand = new double[end - begin + 1];
            foreach (var (day, sold, _) in list)
                demand[day - begin] += sold;
            // Returns lower the day they fall on, but nobody demands less than nothing.
            foreach (ref var day in demand.AsSpan())
                day = Math.Max(0, day);
            Add(
                items,
                run,
                id,
                demand,
                from =>
                {
                    var before = list.Where(s => s.Day < begin + from && s.Units > 0 && s.Revenue > 0).ToList();
                    return before.Sum(s => s.Revenue) / before.Sum(s => s.Units);
                }
            );
        }
        return items;
    }

    private static void Add(List<Item> items, RunOptions run, string id, double[] demand, Func<int, double> price)
    {
        var first = Array.FindIndex(demand, d => d > 0);
        var last = demand.Length - run.Skip;
        var from = last - run.Days;
        if (first < 0 || from - first < FewestDays || demand[first..from].Count(d => d > 0) < FewestSales)
            return;
        items.Add(new(id, demand[first..last], from - first, price(from) is > 0 and var paid ? paid : 1));
    }

    private static List<string> Cells(string line)
    {
        var cells = new List<string>();
        var (start, quoted) = (0, false);
        for (var i = 0; i <= line.Length; i++)
        {
            if (i < line.Length && line[i] == '"')
                quoted = !quoted;
            if (i < line.Length && (line[i] != ',' || quoted))
                continue;
            cells.Add(line[start..i]);
            start = i + 1;
        }
        return cells;
    }
}
