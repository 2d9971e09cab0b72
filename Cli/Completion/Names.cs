using System.CommandLine;
using SmartInventory.Cli.Hosting;
using SmartInventory.Contracts;
using SmartInventory.Contracts.Catalog;

namespace SmartInventory.Cli.Completion;

/// <summary>What a code is of.</summary>
internal enum NameKind
{
    Product,
    Supplier,
    Location,
    Category,
    Order,
    Person,
}

/// <param name="Code">What is typed.</param>
/// <param name="Text">What it is, for people; null where the code says it.</param>
internal sealed record Named(string Code, string? Text = null);

/// <summary>Codes that are there, to complete or to choose from.</summary>
internal static class Names
{
    /// <summary>What an option or argument names; null where it takes anything else.</summary>
    public static NameKind? KindOf(Symbol symbol) =>
        symbol switch
        {
            Argument { Name: "sku" } or Option { Name: "--sku" or "--product", HelpName: "text" } => NameKind.Product,
            Argument { Name: "supplier" } or Option { Name: "--supplier", HelpName: "text" } => NameKind.Supplier,
            Argument { Name: "location" } or Option { Name: "--location" or "--from" or "--to", HelpName: "text" } =>
                NameKind.Location,
            Argument { Name: "from" } or Option { Name: "--category", HelpName: "text" } => NameKind.Category,
            Argument { Name: "number" } => NameKind.Order,
            Argument { Name: "person" } or Option { Name: "--assignee", HelpName: "text" } => NameKind.Person,
            _ => null,
        };

    /// <summary>At most so many; of products those with <paramref name="text"/>, else the most sold.</summary>
    public static async Task<IReadOnlyList<Named>> FindAsync(
        ICatalogApi catalog,
        NameKind kind,
        string text,
        int limit,
        CancellationToken ct
    ) =>
        kind switch
        {
            NameKind.Product => Of(
                await (
                    text.Length > 0
                        ? catalog.ListProducts(limit, search: text, ct: ct)
                        : catalog.ListProducts(limit, sort: ProductSort.UnitsSold, ct: ct)
                ),
                product => new Named(product.Sku, product.Name)
            ),
            NameKind.Supplier => Of(
                await catalog.ListSuppliers(limit, ct: ct),
                supplier => new Named(supplier.Code, supplier.Name)
            ),
            NameKind.Location => Of(
                await catalog.ListLocations(limit, ct: ct),
                location => new Named(location.Code, location.Name)
            ),
            NameKind.Order => Of(
                await catalog.ListPurchaseOrders(limit, ct: ct),
                order => new Named(
                    order.Number,
                    T($"{order.Supplier} to {order.Location}, {Inputs.WordOf(order.Status)}")
                )
            ),
            NameKind.Person =>
            [
                .. (await catalog.ListPeople(ct))
                    .Where(person => !person.Disabled)
                    .Select(person => new Named(person.Name, person.DisplayName)),
            ],
            _ => [.. (await catalog.ListCategories(ct)).SelectMany(Paths).Select(path => new Named(path))],
        };

    private static IReadOnlyList<Named> Of<T>(Page<T> page, Func<T, Named> name) => [.. page.Items.Select(name)];

    private static IEnumerable<string> Paths(CategoryNode node) => node.Children.SelectMany(Paths).Prepend(node.Path);
}
