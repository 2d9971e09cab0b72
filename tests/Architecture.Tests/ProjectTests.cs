namespace SmartInventory.Architecture.Tests;

public sealed class ProjectTests
{
    /// <summary>Every project of the product, and what it may reference of ours.</summary>
    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["Contracts"] = [],
        ["Forecasting.Engine"] = [],
        ["ServiceDefaults"] = ["Contracts"],
        ["Catalog.Api"] = ["Contracts", "ServiceDefaults"],
        ["Sales.Api"] = ["Contracts", "ServiceDefaults"],
        ["Forecasting.Worker"] = ["Contracts", "ServiceDefaults", "Forecasting.Engine"],
        ["Gateway"] = ["Contracts", "ServiceDefaults"],
        ["Files"] = ["Contracts"],
        ["Dashboard.Web"] = ["Contracts", "ServiceDefaults", "Files"],
        ["Cli"] = ["Contracts", "Files"],
        // It starts them; nothing of theirs is linked in, but for where a person's files are.
        ["AppHost"] = ["Catalog.Api", "Sales.Api", "Forecasting.Worker", "Gateway", "Dashboard.Web", "Cli", "Files"],
        ["Accuracy"] = ["Forecasting.Engine"],
    };

    [Fact]
    public void References_point_one_way()
    {
        var references = Repository.References();
        foreach (var (project, allowed) in Allowed)
            Assert.Empty(references[project].Except(allowed).Select(r => $"{project} references {r}"));
    }

    [Fact]
    public void Every_project_of_the_product_is_in_the_rules() =>
        Assert.Empty(
            Repository
                .Projects()
                .Where(p => !IsTool(p))
                .Select(p => Path.GetFileNameWithoutExtension(p))
                .Except(Allowed.Keys)
        );

    [Fact]
    public void Nothing_of_the_product_references_a_test_or_a_benchmark()
    {
        var tools = Repository.Projects().Where(IsTool).Select(p => Path.GetFileNameWithoutExtension(p)).ToHashSet();
        Assert.Empty(
            Repository
                .Projects()
                .Where(p => !IsTool(p))
                .Select(p => Path.GetFileNameWithoutExtension(p))
                .SelectMany(p => Repository.References()[p].Where(tools.Contains).Select(r => $"{p} references {r}"))
        );
    }

    [Fact]
    public void A_program_is_a_table_of_contents() =>
        Assert.All(
            Repository
                .Projects()
                .Where(p => !IsTool(p))
                .Select(p => Path.Combine(Path.GetDirectoryName(p)!, "Program.cs"))
                .Where(File.Exists),
            program => Assert.InRange(File.ReadLines(program).Count(), 1, 40)
        );

    [Fact]
    public void The_engine_brings_nothing_but_machine_learning() =>
        Assert.Equal(
            ["Microsoft.ML", "Microsoft.ML.FastTree"],
            System
                .Xml.Linq.XDocument.Load(
                    Path.Combine(Repository.Root, "Forecasting.Engine", "Forecasting.Engine.csproj")
                )
                .Descendants("PackageReference")
                .Select(r => r.Attribute("Include")!.Value)
        );

    private static bool IsTool(string project) =>
        Path.GetRelativePath(Repository.Root, project).Split('/', '\\')[0] is "tests" or "bench";
}
