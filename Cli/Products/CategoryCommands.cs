using System.CommandLine;
using SmartInventory.Cli.Hosting;
using SmartInventory.Cli.Output;
using SmartInventory.Contracts.Catalog;

namespace SmartInventory.Cli.Products;

internal static class CategoryCommands
{
    private static View<(CategoryNode Node, int Depth)> Categories =>
        new View<(CategoryNode Node, int Depth)>()
            .With("category", T("Category"), c => c.Node.Path)
            .With("products", T("Products"), c => c.Node.Products)
            .With("total", T("With those below"), c => c.Node.Total)
            .With("depth", null, c => c.Depth);

    private static View<CategoryNode> Tree => new View<CategoryNode>();

    private static View<CategoryRenamed> Renamed =>
        new View<CategoryRenamed>()
            .With("from", T("From"), r => r.From)
            .With("to", T("To"), r => r.To)
            .With("products", T("Products"), r => r.Products);

    public static Command Create(Inv inv) => inv.Noun("category", T("The tree of categories."), List(inv), Rename(inv));

    private static Command List(Inv inv) =>
        inv.Verb(
            "list",
            T("Lists the categories, each below the one that it belongs to, with how many products they have."),
            ["inv category list", "inv category list -o json"],
            [],
            async (run, ct) =>
            {
                var tree = await run.Catalog.ListCategories(ct);
                return run.Format == OutputFormat.Json
                    ? run.Show(Tree, tree)
                    : run.Show(Categories, [.. tree.SelectMany(node => Flat(node, 0))]);
            }
        );

    private static Command Rename(Inv inv)
    {
        var from = new Argument<string>("from") { Description = T("The category as it is now.") };
        var to = new Argument<string>("to") { Description = T("What it shall be, as a whole path.") };
        var merge = new Option<bool>("--merge")
        {
            Description = T("Where the new one is there already: make both one."),
        };
        return inv.Verb(
            "rename",
            T("Gives a category, and all below it, another name or place."),
            ["inv category rename Drinks/Hot \"Hot drinks\"", "inv category rename Tee Drinks/Hot/Tea --merge"],
            [from, to, merge],
            async (run, ct) =>
                run.Show(
                    Renamed,
                    await run.Catalog.RenameCategory(
                        new RenameCategory
                        {
                            From = run.Get(from),
                            To = run.Get(to),
                            Merge = run.Get(merge) ? true : null,
                        },
                        run.Key,
                        ct
                    )
                )
        );
    }

    private static IEnumerable<(CategoryNode Node, int Depth)> Flat(CategoryNode node, int depth) =>
        node.Children.SelectMany(child => Flat(child, depth + 1)).Prepend((node, depth));
}
