using System.Globalization;
using SmartInventory.Contracts.Catalog;
using SmartInventory.Contracts.Forecasting;
using SmartInventory.Dashboard.Web.Shared;

namespace SmartInventory.Dashboard.Web.Orders;

/// <summary>What the pages of orders say of one.</summary>
public static class OrderWords
{
    public static string Url(string number) => $"/orders/{Uri.EscapeDataString(number)}";

    /// <summary>The form of a new order, filled with what is suggested.</summary>
    public static string NewUrl(SuggestionResponse suggestion) =>
        Query.Address(
            "/orders/new",
            ("location", suggestion.Location),
            ("sku", suggestion.Sku),
            ("supplier", suggestion.Supplier),
            ("quantity", Input(suggestion.OrderQuantity))
        );

    public static string State(PurchaseOrderStatus status) =>
        status switch
        {
            PurchaseOrderStatus.PartlyReceived => "Partly received",
            _ => status.ToString(),
        };

    /// <summary>The CSS class of its badge.</summary>
    public static string Badge(PurchaseOrderStatus status) =>
        status switch
        {
            PurchaseOrderStatus.Received => "ok",
            PurchaseOrderStatus.Approved or PurchaseOrderStatus.Sent => "soon",
            PurchaseOrderStatus.PartlyReceived => "now",
            _ => "none",
        };

    /// <summary>Goods are with the supplier that can still come.</summary>
    public static bool IsUnderWay(PurchaseOrderStatus status) =>
        status is PurchaseOrderStatus.Sent or PurchaseOrderStatus.PartlyReceived;

    /// <summary>Neither complete nor cancelled.</summary>
    public static bool IsOpen(PurchaseOrderStatus status) =>
        status is PurchaseOrderStatus.Draft or PurchaseOrderStatus.Approved || IsUnderWay(status);

    /// <summary>Units that are still to come.</summary>
    public static decimal Open(PurchaseOrderResponse order) =>
        IsOpen(order.Status) ? order.Lines.Sum(line => Math.Max(0, line.Ordered - line.Received)) : 0;

    /// <summary>Something should have come before today, in UTC, and did not.</summary>
    public static bool IsLate(PurchaseOrderResponse order, DateTimeOffset now) =>
        IsUnderWay(order.Status)
        && order.Lines.Any(line =>
            line.Received < line.Ordered && line.ExpectedOn < DateOnly.FromDateTime(now.UtcDateTime)
        );

    /// <summary>A number as an input of the browser takes it.</summary>
    public static string? Input(decimal? value) => value?.ToString("0.####", CultureInfo.InvariantCulture);

    /// <summary>What was just done, as its page says it after the action.</summary>
    public static string? Done(string? action) =>
        action switch
        {
            "created" => "The draft was made. Nothing of it is on order before it is approved.",
            "approved" => "Approved: it counts as on order.",
            "sent" => "Sent: goods can be received.",
            "received" => "Received: the goods are on hand.",
            "date" => "The expected date was changed.",
            "cancelled" => "Cancelled: what had not come is not on order any more.",
            _ => null,
        };
}
