using System.CommandLine;
using SmartInventory.Cli.Hosting;
using SmartInventory.Cli.Output;
using SmartInventory.Contracts.Catalog;

namespace SmartInventory.Cli.Products;

/// <summary>How products are spread.</summary>
internal static class FacetsCommand
{
    private static readonly View<(string Facet, string Value, int Products)> Facets = new View<(
        string Facet,
        string Value,
        int Products
    )>()
        .With("facet", "Facet", f => f.Facet)
        .With("value", "Value", f => f.Value)
        .With("products", "Products", f => f.Products);

    private static readonly View<ProductFacets> Whole = new View<ProductFacets>().With(
        "products",
        "Products",
        f => f.Products
    );

    public static Command Create(Inv inv)
    {
        var choice = new ProductChoice();
        return inv.Verb(
            "facets",
            "Counts products by category, status, tag, supplier, attribute, location and stock.",
            ["inv product facets", "inv product facets --category Drinks --status active"],
            choice.All,
            async (run, ct) =>
            {
                var facets = await run.Catalog.ProductFacets(
                    run.Get(choice.Search),
                    run.Get(choice.Category),
                    run.Get(choice.Supplier),
                    run.Get(choice.Archived) ? true : null,
                    run.Get(choice.Tag),
                    run.Get(choice.Status),
                    choice.AttributesOf(run),
                    choice.Assignee.Of(run),
                    run.Get(choice.Location),
                    run.Get(choice.Stock),
                    ct
                );
                if (run.Format == OutputFormat.Json)
                    return run.Show(Whole, facets);
                run.Show(
                    Facets,
                    [
                        .. facets.Categories.Select(c => ("category", c.Value, c.Products)),
                        .. facets.Statuses.Select(s => ("status", s.Value, s.Products)),
                        .. facets.Tags.Select(t => ("tag", t.Value, t.Products)),
                        .. facets.Suppliers.Select(s => ("supplier", s.Supplier, s.Products)),
                        .. facets.Attributes.Select(a => ("attribute", $"{a.Name}={a.Value}", a.Products)),
                        .. facets.Locations.Select(l => ("location", l.Value, l.Products)),
                        .. facets.Stock.Select(s => ("stock", s.Value, s.Products)),
                    ]
                );
                run.Say($"{facets.Products:N0} products.");
                if (facets.Cut.Count > 0)
                    run.Say($"There are more {string.Join(", ", facets.Cut)}: the most frequent are shown.");
                return ExitCode.Ok;
            }
        );
    }
}
