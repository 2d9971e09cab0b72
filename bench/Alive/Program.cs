using System.CommandLine;
using SmartInventory.Alive;

var rate = new Option<int>("--rate") { Description = "Sales per second.", DefaultValueFactory = _ => 200 };
var seconds = new Option<int>("--seconds")
{
    Description = "How long sales are posted.",
    DefaultValueFactory = _ => 60,
};
var series = new Option<int>("--series") { Description = "Series with a history.", DefaultValueFactory = _ => 400 };
var days = new Option<int>("--days") { Description = "Days of history.", DefaultValueFactory = _ => 730 };
var workers = new Option<int>("--workers") { Description = "Worker processes.", DefaultValueFactory = _ => 1 };
var parallelism = new Option<int>("--parallelism")
{
    Description = "Refit threads of a worker.",
    DefaultValueFactory = _ => 1,
};
var refit = new Option<bool>("--refit")
{
    Description = "Ask for a refit of all series when the sales begin, and time it.",
};

var root = new RootCommand(
    "Measures the two lanes of Forecasting.Worker on servers and workers of its own: "
        + "how long a sale takes to be in the forecast in PostgreSQL and Redis (--rate 0 posts none), "
        + "and how long a full refit takes (--refit)."
)
{
    rate,
    seconds,
    series,
    days,
    workers,
    parallelism,
    refit,
};
root.SetAction(
    (parsed, ct) =>
        Bench.RunAsync(
            new(
                parsed.GetValue(rate),
                parsed.GetValue(seconds),
                parsed.GetValue(series),
                parsed.GetValue(days),
                parsed.GetValue(workers),
                parsed.GetValue(parallelism),
                parsed.GetValue(refit)
            ),
            Console.Out,
            ct
        )
);
return await root.Parse(args).InvokeAsync();
