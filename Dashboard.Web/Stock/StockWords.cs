using System.Globalization;
using SmartInventory.Contracts.Catalog;
using SmartInventory.Dashboard.Web.Shared;

namespace SmartInventory.Dashboard.Web.Stock;

/// <summary>What the pages of stock say of it.</summary>
public static class StockWords
{
    public static string State(LevelState state) =>
        state switch
        {
            LevelState.InStock => T("In stock"),
            LevelState.OutOfStock => T("Out of stock"),
            LevelState.BelowZero => T("Below zero"),
            _ => T("Never counted"),
        };

    public static string Kind(MovementKind kind) =>
        kind switch
        {
            MovementKind.Sale => T("Sale"),
            MovementKind.Return => T("Return"),
            MovementKind.Receipt => T("Goods received"),
            MovementKind.Adjustment => T("Adjustment"),
            MovementKind.Count => T("Count"),
            MovementKind.Correction => T("Correction"),
            _ => T("Transfer"),
        };

    /// <summary>What was just done, as the page of the movement says it.</summary>
    public static string? Done(string? action) =>
        action switch
        {
            "received" => T("Received: the goods are on hand."),
            "adjusted" => T("Adjusted: the level is corrected."),
            "transferred" => T("Transferred: the goods are at the other location."),
            "undone" => T("Taken back: the level is as it was before."),
            _ => null,
        };

    public static string State(CountSheetState state) =>
        state switch
        {
            CountSheetState.Open => T("Open"),
            CountSheetState.Posted => T("Posted"),
            _ => T("Cancelled"),
        };

    public static string SheetUrl(int number, string? done = null) =>
        Query.Address(string.Create(CultureInfo.InvariantCulture, $"/stock/counts/{number}"), ("done", done));

    /// <summary>What was just done, as the page of the sheet says it.</summary>
    public static string? SheetDone(string? action) =>
        action switch
        {
            "posted" => T("Posted: the counts are in the ledger, each at its moment."),
            "some" => T("Posted: the chosen counts are in the ledger. The sheet stays open."),
            "cancelled" => T("The sheet was cancelled."),
            _ => null,
        };

    /// <summary>A quantity with its sign.</summary>
    public static string WithSign(decimal quantity) => (quantity > 0 ? "+" : "") + Show.Units(quantity);

    public static string MovementUrl(MovementResponse movement, string? done = null) =>
        Query.Address("/stock/movement", ("sku", movement.Sku), ("id", movement.Id.ToString("D")), ("done", done));

    public static string MovementsUrl(string sku) => Query.Address("/stock/movements", ("sku", sku));

    /// <summary>All that moved under a reference, as an order's number.</summary>
    public static string ReferencedUrl(string reference) => Query.Address("/stock/movements", ("reference", reference));
}
