using System.CommandLine;
using System.Globalization;
using SmartInventory.Accuracy;
using SmartInventory.Forecasting.Engine;

var data = new Option<FileInfo>("--data") { Description = "The series, CSV, also .gz.", Required = true };
var format = new Option<string>("--format")
{
    Description = "wide, m3, or series: id, origin, season, horizon, values; also first, labels, prices.",
    DefaultValueFactory = _ => "wide",
};
format.AcceptOnlyFromAmong("wide", "m3", "series");
var season = new Option<double>("--season") { Description = "Periods per season.", DefaultValueFactory = _ => 7 };
var by = new Option<string>("--by")
{
    Description = "day, or week or month: days of a wide file are summed up to these before all else.",
    DefaultValueFactory = _ => "day",
};
by.AcceptOnlyFromAmong("day", "week", "month");
var sums = new Option<string>("--sums")
{
    Description = "Numbers of periods whose sums are scored, joined by commas.",
    DefaultValueFactory = _ => "7,14,28",
};
var horizon = new Option<int>("--horizon") { Description = "Periods held out.", DefaultValueFactory = _ => 28 };
var origins = new Option<int>("--origins") { Description = "How many times.", DefaultValueFactory = _ => 1 };
var skip = new Option<int>("--skip")
{
    Description = "Newest horizons left out, so that choices can be made on earlier origins.",
};
var train = new Option<int?>("--train")
{
    Description = "Only so many periods before what is held out; shorter series are left out.",
};
var group = new Option<string?>("--group") { Description = "Text column to score by." };
var prices = new Option<FileInfo?>("--prices") { Description = "Prices per key and week." };
var calendar = new Option<FileInfo?>("--calendar") { Description = "Events per day and state." };
var method = new Option<string>("--method")
{
    Description = "all, auto, global or a name.",
    DefaultValueFactory = _ => "auto",
};
var every = new Option<int>("--every") { Description = "Every Nth series only.", DefaultValueFactory = _ => 1 };
var resample = new Option<int>("--resample")
{
    Description = "That many series made out of those of a wide file, to measure time and memory.",
};
var write = new Option<FileInfo?>("--write") { Description = "CSV of the forecasts." };
var draw = new Option<DirectoryInfo?>("--draw")
{
    Description = "Folder for a picture per series and origin, SVG; with --ids.",
};
var ids = new Option<string?>("--ids") { Description = "Series to draw, joined by commas." };
var weeksToo = new Option<bool>("--weeks-too")
{
    Description = "Days are forecast by week too, and both made one, as the service does.",
};
var refit = new Option<bool>("--refit")
{
    Description = "Measure a full refit of all series on all cores instead of scores.",
};
var output = new Option<string>("-o", "--output")
{
    Description = "table or json.",
    DefaultValueFactory = _ => "table",
};
output.AcceptOnlyFromAmong("table", "json");

var root = new RootCommand(
    "Scores the forecast engine on series whose end is held out. Methods: auto, global, "
        + string.Join(", ", Forecaster.Methods)
        + "."
)
{
    data,
    format,
    season,
    by,
    horizon,
    sums,
    origins,
    skip,
    train,
    group,
    prices,
    calendar,
    method,
    every,
    resample,
    write,
    draw,
    ids,
    weeksToo,
    refit,
    output,
};
root.SetAction(parsed =>
{
    try
    {
        return Run(parsed);
    }
    catch (BadInputException bad)
    {
        Console.Error.WriteLine(bad.Message);
        return 2;
    }
});
return root.Parse(args).Invoke();

int Run(ParseResult parsed)
{
    var run = new RunOptions(
        parsed.GetRequiredValue(data).FullName,
        parsed.GetRequiredValue(format),
        parsed.GetRequiredValue(by) switch
        {
            "week" => 52,
            "month" => 12,
            _ => parsed.GetRequiredValue(season),
        },
        parsed.GetRequiredValue(by),
        parsed.GetRequiredValue(horizon),
        Sums(parsed.GetRequiredValue(sums)),
        parsed.GetRequiredValue(origins),
        parsed.GetValue(skip),
        parsed.GetValue(train),
        parsed.GetValue(group),
        parsed.GetValue(prices)?.FullName,
        parsed.GetValue(calendar)?.FullName,
        parsed.GetRequiredValue(method),
        parsed.GetRequiredValue(every),
        parsed.GetValue(resample),
        parsed.GetValue(write)?.FullName,
        parsed.GetValue(draw)?.FullName,
        parsed.GetValue(ids)?.Split(',') ?? [],
        parsed.GetValue(weeksToo),
        parsed.GetValue(refit),
        parsed.GetRequiredValue(output) == "json"
    );
    return run.Refit ? FullRefit.Run(run, Console.Out) : Bench.Run(run, Console.Out, Console.Error);
}

static int[] Sums(string joined)
{
    var sums = new List<int>();
    foreach (var part in joined.Split(','))
    {
        if (!int.TryParse(part, CultureInfo.InvariantCulture, out var periods) || periods <= sums.LastOrDefault())
            throw new BadInputException($"--sums {joined}: ascending numbers from 1 on expected.");
        sums.Add(periods);
    }
    return [.. sums];
}
