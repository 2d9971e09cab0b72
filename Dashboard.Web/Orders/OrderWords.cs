using System.Globalization;
using Microsoft.AspNetCore.Html;
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
            "/orders-new",
            ("location", suggestion.Location),
            ("sku", suggestion.Sku),
            ("supplier", suggestion.Supplier),
            ("quantity", Input(suggestion.OrderQuantity))
        );

    public static string State(PurchaseOrderStatus status) =>
        status switch
        {
            PurchaseOrderStatus.Draft => T("Draft"),
            PurchaseOrderStatus.Approved => T("Approved"),
            PurchaseOrderStatus.Sent => T("Sent"),
            PurchaseOrderStatus.PartlyReceived => T("Partly received"),
            PurchaseOrderStatus.Received => T("Received"),
            _ => T("Cancelled"),
        };

    public static string Of(OrderStage stage) =>
        stage switch
        {
            OrderStage.Draft => T("Draft"),
            OrderStage.AwaitsYou => T("Waits for you"),
            OrderStage.Approved => T("Approved"),
            OrderStage.Sent => T("Sent"),
            OrderStage.PartlyReceived => T("Partly received"),
            _ => T("Received lately"),
        };

    public static string Of(OrdersView view) =>
        view switch
        {
            OrdersView.Board => T("Board"),
            OrdersView.Calendar => T("Calendar"),
            _ => T("List"),
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

    /// <summary>What a suggestion says to order, in a sentence.</summary>
    public static IHtmlContent ToOrder(SuggestionResponse item)
    {
        var (units, day, cost) = (Show.Units(item.OrderQuantity), Show.Day(item.OrderBy), Show.Money(item.Cost));
        if (item.Supplier is not { } supplier)
            return item.Cost is null
                ? Rich($"Order <strong>{units}</strong> by <strong>{day}</strong>.")
                : Rich($"Order <strong>{units}</strong> by <strong>{day}</strong>, costing <strong>{cost}</strong>.");
        var from = new HtmlFormattableString("<a href=\"{0}\">{1}</a>", Show.SupplierUrl(supplier), supplier);
        return item.Cost is null
            ? Rich($"Order <strong>{units}</strong> from <strong>{from}</strong> by <strong>{day}</strong>.")
            : Rich(
                $"Order <strong>{units}</strong> from <strong>{from}</strong> by <strong>{day}</strong>, "
                    + $"costing <strong>{cost}</strong>."
            );
    }

    /// <summary>What a step of a suggestion's arithmetic comes to, with its unit.</summary>
    public static IHtmlContent Result(ExplanationStep step) =>
        step.Unit == "money"
            ? Of(Show.Money(step.Result), Show.Currency is null ? step.UnitInWords() : "")
            : Of(Show.Estimate(step.Result), step.UnitInWords());

    private static HtmlFormattableString Of(string number, string unit) =>
        new("{0} <span class=\"unit\">{1}</span>", number, unit);

    /// <summary>What was just done, as its page says it after the action.</summary>
    public static string? Done(string? action) =>
        action switch
        {
            "created" => T("The draft was made. Nothing of it is on order before it is approved."),
            "approved" => T("Approved: it counts as on order."),
            "taken-back" => T("The approval was taken back: it is a draft again, and not on order."),
            "sent" => T("Sent: goods can be received."),
            "received" => T("Received: the goods are on hand."),
            "date" => T("The expected date was changed."),
            "cancelled" => T("Cancelled: what had not come is not on order any more."),
            _ => null,
        };
}
