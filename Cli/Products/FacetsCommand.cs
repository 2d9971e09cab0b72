using System.CommandLine;
using SmartInventory.Cli.Hosting;
using SmartInventory.Cli.Output;
using SmartInventory.Contracts.Catalog;

namespace SmartInventory.Cli.Products;

/// <summary>How products are spread.</summary>
internal static class FacetsCommand
{
    private static View<(string Facet, string Value, int Products)> Facets =>
        new View<(string Facet, string Value, int Products)>()
            .With("facet", T("Facet"), f => f.Facet)
            .With("value", T("Value"), f => f.Value)
            .With("products", T("Products"), f => f.Products);

    private static View<ProductFacets> Whole =>
        new View<ProductFacets>().With("products", T("Products"), f => f.Products);

    public static Command Create(Inv inv)
    {
        var choice = new ProductChoice();
        return inv.Verb(
            "facets",
            T("Counts products by category, status, tag, supplier, attribute, location and stock."),
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
                        .. facets.Categories.Select(c => (T("category"), c.Value, c.Products)),
                        .. facets.Statuses.Select(s => (T("status"), s.Value, s.Products)),
                        .. facets.Tags.Select(t => (T("tag"), t.Value, t.Products)),
                        .. facets.Suppliers.Select(s => (T("supplier"), s.Supplier, s.Products)),
                        .. facets.Attributes.Select(a => (T("attribute"), $"{a.Name}={a.Value}", a.Products)),
                        .. facets.Locations.Select(l => (T("location"), l.Value, l.Products)),
                        .. facets.Stock.Select(s => (T("stock"), s.Value, s.Products)),
                    ]
                );
                run.Say(T($"{facets.Products:N0} products."));
                if (facets.Cut.Count > 0)
                    run.Say(T($"There are more {string.Join(", ", facets.Cut)}: the most frequent are shown."));
                return ExitCode.Ok;
            }
        );
    }
}
