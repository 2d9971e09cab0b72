using Microsoft.AspNetCore.Html;
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

    /// <param name="code">The supplier's.</param>
    /// <param name="csv">Only the file of this chart.</param>
    /// <param name="ct">Ends with the request.</param>
    public async Task<IActionResult> OnGetAsync(string code, string? csv, CancellationToken ct)
    {
        if (!Code.TryParse(code, out var parsed))
            return NotFound();
        SupplierCode = parsed;
        await ReadAsync(ct);
        if (LeadTimes.Value is { Days.Count: > 0 } lead && Chart(lead) is var chart && chart.Key == csv)
            return chart.File();
        return Supplier.Missing ? NotFound() : Page();
    }

    [Needs(Role.Planner)]
    public async Task<IActionResult> OnPostArchiveAsync(string code, CancellationToken ct)
    {
        if (!Code.TryParse(code, out var parsed))
            return NotFound();
        Refusal = await Load.RefusalAsync(catalog.DeleteSupplier(parsed, ETag ?? "", ct), ct);
        return Refusal is null ? LocalRedirect(Show.SupplierUrl(parsed)) : await OnGetAsync(code, null, ct);
    }

    public static string OrderDays(SupplierResponse supplier) =>
        supplier.OrderDays.Count > 0 ? string.Join(", ", supplier.OrderDays.Select(Named.Of)) : T("any day");

    public static string Days(double? days) => days is null ? Show.None : T($"{Show.Units(days)} d");

    /// <summary>After how many days goods came, beside what was promised and what is to be expected.</summary>
    public static Chart Chart(SupplierLeadTimes lead)
    {
        List<(string Name, ChartColor Color, double? Days)> lines =
        [
            (T($"Promised: {Days(lead.PromisedDays)}"), ChartColor.Warn, lead.PromisedDays),
            (T($"Expected: half within {Days(lead.Learned?.MedianDays)}"), ChartColor.Second, lead.Learned?.MedianDays),
            (T($"Expected: nine tenths within {Days(lead.Learned?.P90Days)}"), ChartColor.Bad, lead.Learned?.P90Days),
        ];
        return new(
            "lead",
            T("After how many days goods came"),
            T(
                "Share of what came by days from the sending, with the days that are promised and those that are to be "
                    + "expected; the same numbers are in the table below."
            ),
            new()
            {
                Numbers = [.. lead.Days.Select(d => (double)d.Days)],
                Across = T("Days"),
                Panels =
                [
                    new(
                        T("Share"),
                        [
                            new(
                                T("Came"),
                                ChartShape.Bars,
                                ChartColor.Accent,
                                [.. lead.Days.Select(d => (double?)d.Share)]
                            ),
                        ],
                        1
                    )
                    {
                        Percent = true,
                    },
                ],
                Lines =
                [
                    .. lines
                        .Where(line => line.Days is not null)
                        .Select(line => new ChartLine(line.Name, line.Color, Number: line.Days)),
                ],
            },
            new(
                T("What came after how many days"),
                [
                    new("days", T("Days"), v => Show.Count((long)v)),
                    new("share", T("Share"), v => Show.Percent((double)v)),
                ],
                [.. lead.Days.Select(d => (object?[])[(decimal)d.Days, ChartTable.Number(d.Share)])]
            ),
            new HtmlString(
                lead.Measured is { } measured
                    ? T(
                        measured.Receipts,
                        $"From {Show.Count(measured.Receipts)} receipt of the last two years.",
                        $"From {Show.Count(measured.Receipts)} receipts of the last two years."
                    )
                    : T("No receipts of its orders yet.")
            )
        );
    }

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
