using System.CommandLine;
using SmartInventory.Accuracy;
using SmartInventory.Forecasting.Engine;

var data = new Option<FileInfo>("--data") { Description = "The series, CSV, also .gz.", Required = true };
var format = new Option<string>("--format") { Description = "wide, m3 or series.", DefaultValueFactory = _ => "wide" };
format.AcceptOnlyFromAmong("wide", "m3", "series");
var season = new Option<double>("--season") { Description = "Periods per season.", DefaultValueFactory = _ => 7 };
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
    horizon,
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
    refit,
    output,
};
root.SetAction(parsed =>
{
    var run = new RunOptions(
        parsed.GetRequiredValue(data).FullName,
        parsed.GetRequiredValue(format),
        parsed.GetRequiredValue(season),
        parsed.GetRequiredValue(horizon),
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
        parsed.GetValue(refit),
        parsed.GetRequiredValue(output) == "json"
    );
    try
    {
        return run.Refit ? FullRefit.Run(run, Console.Out) : Bench.Run(run, Console.Out, Console.Error);
    }
    catch (BadInputException bad)
    {
        Console.Error.WriteLine(bad.Message);
        return 2;
    }
});
return root.Parse(args).Invoke();
