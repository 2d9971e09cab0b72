using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using SmartInventory.Contracts;
using SmartInventory.Contracts.Catalog;
using SmartInventory.Contracts.Collaboration;
using SmartInventory.Contracts.Identity;
using SmartInventory.Dashboard.Web.Collaboration;
using SmartInventory.Dashboard.Web.Gateway;
using SmartInventory.Dashboard.Web.Identity;
using SmartInventory.Dashboard.Web.Shared;

namespace SmartInventory.Dashboard.Web.Orders;

/// <summary>
/// One purchase order and what can be done with it. Every action says which version of it was looked at.
/// </summary>
public sealed class OrderModel(ICatalogApi catalog, IActivityApi activity, TimeProvider time) : PageModel
{
    public Loaded<PurchaseOrderResponse> Order { get; private set; } = null!;

    /// <summary>Who may approve it; null where it is no draft.</summary>
    public Loaded<OrderApproval>? Approval { get; private set; }

    /// <summary>What is written to the supplier; null where there is nothing to write.</summary>
    public Loaded<OrderLetter>? Letter { get; private set; }

    /// <summary>The language of the letter; that of the reader where it is not said.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Language { get; set; }

    public TalkTile Talk { get; private set; } = null!;

    public ActivityTile Log { get; private set; } = null!;

    /// <summary>Why the last action was refused; null when none was.</summary>
    public string? Refusal { get; private set; }

    /// <summary>What was just done.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Done { get; set; }

    /// <summary>The version that was looked at.</summary>
    [BindProperty]
    public string? ETag { get; set; }

    /// <summary>One per shown form: pressed twice, an action is done once.</summary>
    [BindProperty]
    public string? Key { get; set; }

    [BindProperty]
    public bool BelowMinimum { get; set; }

    [BindProperty]
    public DateOnly? ExpectedOn { get; set; }

    [BindProperty]
    public string? Reason { get; set; }

    [BindProperty]
    public string? CancelReason { get; set; }

    /// <summary>SKU to what came of it.</summary>
    [BindProperty]
    public Dictionary<string, decimal?> Came { get; set; } = [];

    public DateTimeOffset ReadAt { get; private set; }

    public async Task<IActionResult> OnGetAsync(string number, CancellationToken ct)
    {
        Key = Guid.CreateVersion7().ToString();
        await ReadAsync(number, ct);
        return Order.Missing ? NotFound() : Page();
    }

    public async Task<IActionResult> OnGetPdfAsync(string number, CancellationToken ct)
    {
        var pdf = await Load.TryAsync(catalog.PrintPurchaseOrder(number, ct), ct);
        if (pdf.Value is { } body)
            return File(body, "application/pdf", $"{number}.pdf");
        if (pdf.Missing)
            return NotFound();
        Refusal = pdf.Error;
        return await OnGetAsync(number, ct);
    }

    [Needs(Role.Planner)]
    public Task<IActionResult> OnPostApproveAsync(string number, CancellationToken ct) =>
        Act(number, "approved", (etag, key) => catalog.ApprovePurchaseOrder(number, etag, key, ct), ct);

    [Needs(Role.Planner)]
    public Task<IActionResult> OnPostSendAsync(string number, CancellationToken ct) =>
        Act(
            number,
            "sent",
            (etag, key) =>
                catalog.SendPurchaseOrder(
                    number,
                    new SendPurchaseOrder { BelowMinimum = BelowMinimum ? true : null },
                    etag,
                    key,
                    ct
                ),
            ct
        );

    [Needs(Role.Planner)]
    public Task<IActionResult> OnPostCancelAsync(string number, CancellationToken ct) =>
        Act(
            number,
            "cancelled",
            (etag, key) =>
                catalog.CancelPurchaseOrder(
                    number,
                    new CancelPurchaseOrder { Reason = Query.Text(CancelReason) },
                    etag,
                    key,
                    ct
                ),
            ct
        );

    [Needs(Role.Planner)]
    public Task<IActionResult> OnPostTakeBackAsync(string number, CancellationToken ct) =>
        Act(number, "taken-back", (etag, key) => catalog.TakeBackApproval(number, etag, key, ct), ct);

    [Needs(Role.Planner)]
    public Task<IActionResult> OnPostDateAsync(string number, CancellationToken ct) =>
        Act(
            number,
            "date",
            (etag, key) =>
                catalog.ChangeExpectedDate(
                    number,
                    new ChangeExpectedDate { ExpectedOn = ExpectedOn, Reason = Reason },
                    etag,
                    key,
                    ct
                ),
            ct
        );

    [Needs(Role.Clerk)]
    public async Task<IActionResult> OnPostReceiveAsync(string number, CancellationToken ct)
    {
        await ReadAsync(number, ct);
        if (Order.Value is not { } order)
            return Order.Missing ? NotFound() : Page();
        var receipts = Came.Where(line => line.Value is not (null or 0))
            .Select(line => new ReceiveStock
            {
                Sku = line.Key,
                Location = order.Location,
                Quantity = line.Value,
                PurchaseOrder = order.Number,
            })
            .ToList();
        if (!ModelState.IsValid || receipts.Count == 0)
        {
            Refusal = ModelState.IsValid
                ? T("Nothing was received: say how much came, in one line at least.")
                : T("A quantity is no number.");
            return Page();
        }

        return await Act(
            number,
            "received",
            (_, key) => catalog.MoveStock(new MoveStock { Receipts = receipts }, key, ct),
            ct
        );
    }

    private async Task<IActionResult> Act<T>(
        string number,
        string done,
        Func<string, string?, Task<T>> action,
        CancellationToken ct
    )
        where T : class
    {
        var result = await Load.TryAsync(action(ETag ?? "", Key), ct);
        if (result.Value is not null)
            return LocalRedirect($"{OrderWords.Url(number)}?done={done}");
        Refusal = result.Error;
        // What was refused may be tried again, otherwise: that is another action.
        ModelState.Remove(nameof(Key));
        Key = Guid.CreateVersion7().ToString();
        await ReadAsync(number, ct);
        return Order.Missing ? NotFound() : Page();
    }

    private async Task ReadAsync(string number, CancellationToken ct)
    {
        var subject = new Subject(SubjectKind.Order, number.ToUpperInvariant());
        var talk = TalkTile.ReadAsync(catalog, subject, ct);
        var log = Collaboration.Done.ReadAsync(activity, subject, ct);
        Order = await Load.TryAsync(catalog.GetPurchaseOrder(number, ct), ct);
        if (Order.Value?.Status == PurchaseOrderStatus.Draft)
            Approval = await Load.TryAsync(catalog.GetOrderApproval(number, ct), ct);
        if (
            Order.Value is { } order
            && (OrderWords.IsUnderWay(order.Status) || order.Status == PurchaseOrderStatus.Approved)
        )
            Letter = await Load.TryAsync(WriteAsync(order, ct), ct);
        (Talk, Log) = (await talk, await log);
        ReadAt = time.GetUtcNow();
        // The forms are about what is shown now.
        ModelState.Remove(nameof(ETag));
        ETag = Order.Value?.ETag;
    }

    private async Task<OrderLetter> WriteAsync(PurchaseOrderResponse order, CancellationToken ct)
    {
        var names = ProductNames.ReadAsync(catalog, order.Lines.Select(line => line.Sku), ct);
        var location = catalog.GetLocation(order.Location, ct);
        var supplier = await catalog.GetSupplier(order.Supplier, ct);
        return OrderLetter.Of(Query.Text(Language), order, supplier, await location, await names, Show.Currency);
    }
}
