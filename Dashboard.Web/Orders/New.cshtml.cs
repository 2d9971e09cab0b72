using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using SmartInventory.Contracts;
using SmartInventory.Contracts.Catalog;
using SmartInventory.Contracts.Identity;
using SmartInventory.Dashboard.Web.Gateway;
using SmartInventory.Dashboard.Web.Identity;
using SmartInventory.Dashboard.Web.Shared;

namespace SmartInventory.Dashboard.Web.Orders;

/// <summary>A new order, as a draft: somebody approves it, somebody sends it.</summary>
[Needs(Role.Planner)]
public sealed class NewModel(ICatalogApi catalog) : PageModel
{
    private const int FirstRows = 5;
    private const int MoreRows = 10;

    /// <summary>One line as it was typed.</summary>
    public sealed class Row
    {
        public string? Sku { get; set; }
        public decimal? Quantity { get; set; }
        public decimal? UnitCost { get; set; }

        public bool IsEmpty => string.IsNullOrWhiteSpace(Sku) && Quantity is null && UnitCost is null;
    }

    [BindProperty(SupportsGet = true)]
    public string? Supplier { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Location { get; set; }

    /// <summary>A first line, for the way here from a product.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Sku { get; set; }

    [BindProperty(SupportsGet = true)]
    public decimal? Quantity { get; set; }

    [BindProperty]
    public string? Number { get; set; }

    [BindProperty]
    public DateOnly? ExpectedOn { get; set; }

    [BindProperty]
    public List<Row> Lines { get; set; } = [];

    /// <summary>One per shown form: sent twice, it is one order.</summary>
    [BindProperty]
    public string? Key { get; set; }

    public string? Refusal { get; private set; }

    public Loaded<Page<SupplierResponse>> Suppliers { get; private set; } = null!;

    public Loaded<Page<LocationResponse>> Locations { get; private set; } = null!;

    public async Task OnGetAsync(CancellationToken ct)
    {
        Key = Guid.CreateVersion7().ToString();
        Lines = [new Row { Sku = Sku, Quantity = Quantity }];
        await FillAsync(FirstRows, ct);
    }

    /// <summary>The same form with room for more lines.</summary>
    public async Task OnPostRowsAsync(CancellationToken ct) => await FillAsync(Lines.Count + MoreRows, ct);

    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        if (!ModelState.IsValid)
        {
            Refusal = string.Join(
                " ",
                ModelState.Where(field => field.Value!.Errors.Count > 0).Select(field => Unread(field.Key))
            );
            await FillAsync(Lines.Count, ct);
            return Page();
        }

        // Empty lines are left out, so a line of the answer is not a line of the form; the SKU in it says which.
        var lines = Lines.Where(row => !row.IsEmpty).ToList();
        var created = await Load.TryAsync(
            catalog.CreatePurchaseOrder(
                new CreatePurchaseOrder
                {
                    Number = Query.Text(Number),
                    Supplier = Query.Text(Supplier),
                    Location = Query.Text(Location),
                    Status = PurchaseOrderStatus.Draft,
                    ExpectedOn = ExpectedOn,
                    Lines =
                    [
                        .. lines.Select(row => new CreatePurchaseOrderLine
                        {
                            Sku = Query.Text(row.Sku),
                            Quantity = row.Quantity,
                            UnitCost = row.UnitCost,
                        }),
                    ],
                },
                Key,
                ct
            ),
            ct
        );
        if (created.Value is { } order)
            return LocalRedirect($"{OrderWords.Url(order.Number)}?done=created");
        Refusal = created.Error;
        Key = Guid.CreateVersion7().ToString();
        Lines = lines;
        ModelState.Clear();
        await FillAsync(FirstRows, ct);
        return Page();
    }

    private async Task FillAsync(int rows, CancellationToken ct)
    {
        var suppliers = Load.TryAsync(catalog.ListSuppliers(Limits.MaxPage, ct: ct), ct);
        Locations = await Load.TryAsync(catalog.ListLocations(Limits.MaxPage, ct: ct), ct);
        Suppliers = await suppliers;
        while (Lines.Count < rows)
            Lines.Add(new Row());
    }

    private static string Unread(string field) =>
        field.Split('[', ']') is ["Lines", var index, var column]
            ? (int.Parse(index, CultureInfo.InvariantCulture) + 1, column) switch
            {
                (var line, ".Quantity") => T($"The quantity of line {line} cannot be read."),
                var (line, _) => T($"The unit cost of line {line} cannot be read."),
            }
            : T("The expected day cannot be read.");
}
