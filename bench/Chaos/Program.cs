using System.CommandLine;
using SmartInventory.Chaos;

var rounds = new Option<int>("--rounds")
{
    Description = "How many rounds; beyond the plan they begin anew.",
    DefaultValueFactory = _ => Rounds.Plan.Count,
};
var only = new Option<string?>("--only")
{
    Description = "Only the rounds whose name holds this, such as 'hang' or 'postgres'.",
};
var data = new Option<DirectoryInfo?>("--data")
{
    Description = "Where the system keeps its data while it runs; new or empty, and deleted at the end.",
};

var root = new RootCommand(
    "Kills and hangs every part of a system of its own, alone and in pairs, under sales, receipts and an import, "
        + "and checks the books after each round: nothing that was acknowledged is lost, nothing is counted twice."
)
{
    rounds,
    only,
    data,
};
root.SetAction(
    async (parsed, ct) =>
    {
        try
        {
            return await Bench.RunAsync(
                [.. Rounds.Choose(parsed.GetValue(rounds), parsed.GetValue(only))],
                parsed.GetValue(data)?.FullName,
                Console.Out,
                ct
            );
        }
        catch (ChaosException e)
        {
            await Console.Error.WriteLineAsync(e.Message);
            return 1;
        }
    }
);
return await root.Parse(args).InvokeAsync();
