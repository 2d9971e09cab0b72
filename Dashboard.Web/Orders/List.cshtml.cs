using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using SmartInventory.Contracts;
using SmartInventory.Contracts.Catalog;
using SmartInventory.Dashboard.Web.Gateway;
using SmartInventory.Dashboard.Web.Shared;

namespace SmartInventory.Dashboard.Web.Orders;

/// <summary>Purchase orders, newest first: everything that narrows them down is in the address.</summary>
public sealed class OrdersModel(ICatalogApi catalog, TimeProvider time) : PageModel
{
    private const int PageSize = 50;

    [BindProperty(SupportsGet = true)]
    public PurchaseOrderStatus? Status { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Supplier { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Location { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Sku { get; set; }

    [BindProperty(SupportsGet = true)]
    public bool Late { get; set; }

    /// <summary>Only drafts that wait for whoever looks.</summary>
    [BindProperty(SupportsGet = true)]
    public bool Approvable { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? After { get; set; }

    public Loaded<Page<PurchaseOrderResponse>> Orders { get; private set; } = null!;

    public DateTimeOffset ReadAt { get; private set; }

    public bool Filtered =>
        Late || Approvable || Status is not null || !string.IsNullOrWhiteSpace(Supplier + Location + Sku);

    public async Task<IActionResult> OnGetAsync(string? tile, CancellationToken ct)
    {
        Orders = await Load.TryAsync(
            catalog.ListPurchaseOrders(
                PageSize,
                Query.Text(After),
                Status,
                supplier: Query.Text(Supplier),
                location: Query.Text(Location),
                sku: Query.Text(Sku),
                late: Late ? true : null,
                approvable: Approvable ? true : null,
                ct: ct
            ),
            ct
        );
        ReadAt = time.GetUtcNow();
        return tile switch
        {
            null => Page(),
            "orders" => Partial("_OrderRows", this),
            _ => NotFound(),
        };
    }

    /// <summary>The same list of one state, or of all.</summary>
    public string StatusUrl(PurchaseOrderStatus? status) => Address(status, null);

    public string NextUrl => Address(Status, Orders.Value?.Next);

    public string FirstUrl => Address(Status, null);

    private string Address(PurchaseOrderStatus? status, string? after) =>
        Query.Address(
            "/orders",
            ("status", status is { } s ? Show.Word(s) : null),
            ("supplier", Supplier),
            ("location", Location),
            ("sku", Sku),
            ("late", Late ? "true" : null),
            ("approvable", Approvable ? "true" : null),
            ("after", after)
        );
}
