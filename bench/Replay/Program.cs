using System.CommandLine;
using SmartInventory.ReplayBench;

var data = new Option<FileInfo>("--data") { Description = "The sales, CSV, also .gz.", Required = true };
var format = new Option<string>("--format")
{
    Description = "wide (a column per day) or lines (a row per invoice line).",
    DefaultValueFactory = _ => "wide",
};
format.AcceptOnlyFromAmong("wide", "lines");
var days = new Option<int>("--days") { Description = "Days that are counted.", DefaultValueFactory = _ => 730 };
var skip = new Option<int>("--skip")
{
    Description = "Newest days left out, so that choices can be made on earlier ones.",
};
var lead = new Option<int>("--lead") { Description = "Lead time, days.", DefaultValueFactory = _ => 7 };
var late = new Option<double?>("--late")
{
    Description = "90th percentile of a lead time that is random around --lead, days.",
};
var review = new Option<int>("--review")
{
    Description = "Days between orders, or that one lasts for.",
    DefaultValueFactory = _ => 7,
};
var pack = new Option<double>("--pack") { Description = "Units of a pack.", DefaultValueFactory = _ => 1 };
var speed = new Option<int>("--speed")
{
    Description = "Measure the time of that many series x 10 service levels instead; the file's series come again.",
};
var plan = new Option<int>("--plan")
{
    Description = "Measure the time of planning that many series anew instead; the file's series come again.",
};

var root = new RootCommand("Replays policies on a history, against the rules of other systems at the same fill rate.")
{
    data,
    format,
    days,
    skip,
    lead,
    late,
    review,
    pack,
    speed,
    plan,
};
root.SetAction(parsed =>
{
    var run = new RunOptions(
        parsed.GetRequiredValue(data).FullName,
        parsed.GetRequiredValue(format),
        parsed.GetRequiredValue(days),
        parsed.GetValue(skip),
        parsed.GetRequiredValue(lead),
        parsed.GetValue(late),
        parsed.GetRequiredValue(review),
        parsed.GetRequiredValue(pack),
        parsed.GetValue(speed),
        parsed.GetValue(plan)
    );
    try
    {
        var items = Items.Read(run);
        if (run.Plan > 0)
            Planning.Run(run, items, Console.Out);
        else if (run.Speed > 0)
            Speed.Run(run, items, Console.Out);
        else
            Comparison.Run(run, items, Console.Out);
        return 0;
    }
    catch (BadInputException bad)
    {
        Console.Error.WriteLine(bad.Message);
        return 2;
    }
});
return root.Parse(args).Invoke();
