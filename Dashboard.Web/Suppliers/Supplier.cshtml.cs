using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using SmartInventory.Contracts;
using SmartInventory.Contracts.Catalog;
using SmartInventory.Contracts.Collaboration;
using SmartInventory.Contracts.Identity;
using SmartInventory.Dashboard.Web.Collaboration;
using SmartInventory.Dashboard.Web.Gateway;
using SmartInventory.Dashboard.Web.Identity;
using SmartInventory.Dashboard.Web.Orders;
using SmartInventory.Dashboard.Web.Shared;

namespace SmartInventory.Dashboard.Web.Suppliers;

/// <summary>Everything about one supplier.</summary>
public sealed class SupplierModel(ICatalogApi catalog, IActivityApi activity, TimeProvider time) : PageModel
{
    private const int PageSize = 50;

    public string SupplierCode { get; private set; } = "";

    public Loaded<SupplierResponse> Supplier { get; private set; } = null!;

    public Loaded<SupplierLeadTimes> LeadTimes { get; private set; } = null!;

    public Loaded<Page<SupplierProduct>> Products { get; private set; } = null!;

    /// <summary>Those that are neither complete nor cancelled, of each state the newest.</summary>
    public Loaded<List<PurchaseOrderResponse>> Orders { get; private set; } = null!;

    public TalkTile Talk { get; private set; } = null!;

    public ActivityTile Log { get; private set; } = null!;

    /// <summary>Why it was not archived; null when nobody wanted that.</summary>
    public string? Refusal { get; private set; }

    /// <summary>Where its products go on.</summary>
    [BindProperty(SupportsGet = true)]
    public string? After { get; set; }

    /// <summary>The version that was looked at.</summary>
    [BindProperty]
    public string? ETag { get; set; }

    public DateTimeOffset ReadAt { get; private set; }

    public async Task<IActionResult> OnGetAsync(string code, CancellationToken ct)
    {
        if (!Code.TryParse(code, out var parsed))
            return NotFound();
        SupplierCode = parsed;
        await ReadAsync(ct);
        return Supplier.Missing ? NotFound() : Page();
    }

    [Needs(Role.Planner)]
    public async Task<IActionResult> OnPostArchiveAsync(string code, CancellationToken ct)
    {
        if (!Code.TryParse(code, out var parsed))
            return NotFound();
        Refusal = await Load.RefusalAsync(catalog.DeleteSupplier(parsed, ETag ?? "", ct), ct);
        return Refusal is null ? LocalRedirect(Show.SupplierUrl(parsed)) : await OnGetAsync(code, ct);
    }

    public static string OrderDays(SupplierResponse supplier) =>
        supplier.OrderDays.Count > 0 ? string.Join(", ", supplier.OrderDays) : "any day";

    public static string Days(double? days) => days is null ? Show.None : $"{Show.Units(days)} d";

    public static LeadTimeChart Chart(SupplierLeadTimes lead) =>
        new(
            [.. lead.Days.Select(d => d.Days)],
            [.. lead.Days.Select(d => d.Share)],
            lead.PromisedDays,
            lead.Learned?.MedianDays,
            lead.Learned?.P90Days
        );

    private async Task ReadAsync(CancellationToken ct)
    {
        var subject = new Subject(SubjectKind.Supplier, SupplierCode);
        var leadTimes = Load.TryAsync(catalog.GetSupplierLeadTimes(SupplierCode, limit: 1, ct: ct), ct);
        var products = Load.TryAsync(catalog.ListSupplierTerms(SupplierCode, PageSize, Query.Text(After), ct: ct), ct);
        var orders = Load.TryAsync(ReadOrdersAsync(ct), ct);
        var talk = TalkTile.ReadAsync(catalog, subject, ct);
        var log = Done.ReadAsync(activity, subject, ct);
        Supplier = await Load.TryAsync(catalog.GetSupplier(SupplierCode, ct), ct);
        (LeadTimes, Products, Orders) = (await leadTimes, await products, await orders);
        (Talk, Log) = (await talk, await log);
        ReadAt = time.GetUtcNow();
    }

    private async Task<List<PurchaseOrderResponse>> ReadOrdersAsync(CancellationToken ct)
    {
        var pages = await Task.WhenAll(
            Enum.GetValues<PurchaseOrderStatus>()
                .Where(OrderWords.IsOpen)
                .Select(status => catalog.ListPurchaseOrders(PageSize, status: status, supplier: SupplierCode, ct: ct))
        );
        return [.. pages.SelectMany(page => page.Items).OrderBy(o => o.ExpectedOn).ThenBy(o => o.Number)];
    }
}
