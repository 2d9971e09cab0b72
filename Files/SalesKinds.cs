using SmartInventory.Contracts.Sales;

namespace SmartInventory.Files;

/// <summary>
/// The kinds of file that are recognised by their header: the command, its help and its completion know a new one from
/// its entry here.
/// </summary>
public static class SalesKinds
{
    /// <summary>The API's own format: what <c>inv export sales</c> writes.</summary>
    public static SalesKind Own { get; } =
        new(
            "inventory",
            () => T("what 'inv export sales' writes"),
            ["sku", "quantity"],
            new SalesMapping
            {
                Sku = "sku",
                Quantity = "quantity",
                SoldAt = "soldAt",
                MayLackTime = true,
                UnitPrice = "unitPrice",
                LocationFrom = "location",
                ExternalId = "externalId",
                Kind = "kind",
                ChannelFrom = "channel",
                Customer = "customer",
                Discount = "discount",
                Promotion = "promotion",
                Receipt = "receipt",
            }
        );

    public static IReadOnlyList<SalesKind> All { get; } =
    [
        Own,
        new("online-retail", () => T("the UCI Online Retail file"), OnlineRetailFormat.Header, null)
        {
            Code = rules => new OnlineRetailFormat(rules),
        },
        new(
            "shopify",
            () => T("a Shopify orders export"),
            ["Name", "Created at", "Lineitem quantity", "Lineitem name", "Lineitem price", "Lineitem sku"],
            new SalesMapping
            {
                Sku = "Lineitem sku",
                Name = "Lineitem name",
                NameAsSku = true,
                Quantity = "Lineitem quantity",
                UnitPrice = "Lineitem price",
                SoldAt = "Created at",
                Order = "Name",
                CarriesOrder = true,
                Skip = ["Cancelled at=*", "Financial Status=voided"],
                Location = "SHOPIFY",
                Channel = "shopify",
            }
        ),
        new(
            "square",
            () => T("a Square items export"),
            ["Date", "Time", "Time Zone", "Item", "Qty", "SKU", "Gross Sales", "Discounts", "Location"],
            new SalesMapping
            {
                Sku = "SKU",
                Name = "Item",
                NameAsSku = true,
                Quantity = "Qty",
                LineTotal = "Gross Sales+Discounts",
                SoldAt = "Date+Time",
                Zone = "Time Zone",
                LocationFrom = "Location",
                Location = "SQUARE",
                Order = "Transaction ID",
                Returns = ["Event Type=Refund"],
                Channel = "square",
            }
        ),
        new(
            "woocommerce",
            () => T("a WooCommerce orders export, a line per item"),
            ["Order Number", "Order Status", "Order Date", "SKU", "Item Name", "Quantity", "Item Cost"],
            new SalesMapping
            {
                Sku = "SKU",
                Name = "Item Name",
                NameAsSku = true,
                Quantity = "Quantity",
                UnitPrice = "Item Cost",
                SoldAt = "Order Date",
                Order = "Order Number",
                Skip = ["Order Status=Cancelled", "Order Status=Failed", "Order Status=Pending payment"],
                Location = "WOOCOMMERCE",
                Channel = "woocommerce",
            }
        ),
        new(
            "woocommerce-items",
            () => T("a WooCommerce customer and order export, a line per item"),
            ["order_number", "status", "date", "item_sku", "item_name", "item_quantity", "item_total"],
            new SalesMapping
            {
                Sku = "item_sku",
                Name = "item_name",
                NameAsSku = true,
                Quantity = "item_quantity",
                LineTotal = "item_total",
                SoldAt = "date",
                Order = "order_number",
                Skip = ["status=cancelled", "status=failed", "status=pending"],
                Location = "WOOCOMMERCE",
                Channel = "woocommerce",
            }
        ),
        new(
            "amazon",
            () => T("an Amazon all orders report"),
            ["amazon-order-id", "purchase-date", "order-status", "sku", "quantity", "item-price"],
            new SalesMapping
            {
                Sku = "sku",
                Name = "product-name",
                Quantity = "quantity",
                LineTotal = "item-price",
                SoldAt = "purchase-date",
                Order = "amazon-order-id",
                Skip = ["order-status=Cancelled"],
                Location = "AMAZON",
                Channel = "amazon",
            }
        ),
        new(
            "amazon-orders",
            () => T("an Amazon order report"),
            ["order-id", "order-item-id", "purchase-date", "sku", "quantity-purchased", "item-price"],
            new SalesMapping
            {
                Sku = "sku",
                Name = "product-name",
                Quantity = "quantity-purchased",
                LineTotal = "item-price",
                SoldAt = "purchase-date",
                ExternalId = "order-item-id",
                Receipt = "order-id",
                Location = "AMAZON",
                Channel = "amazon",
            }
        ),
        new(
            "kaggle-store-item",
            () => T("Kaggle's store item demand"),
            ["date", "store", "item", "sales"],
            new SalesMapping
            {
                Sku = "item",
                Quantity = "sales",
                SoldAt = "date",
                LocationFrom = "store",
                Channel = "kaggle-store-item",
            }
        ),
        new(
            "favorita",
            () => T("Kaggle's Favorita grocery sales"),
            ["date", "store_nbr", "item_nbr", "unit_sales"],
            new SalesMapping
            {
                Sku = "item_nbr",
                Quantity = "unit_sales",
                SoldAt = "date",
                LocationFrom = "store_nbr",
                Channel = "favorita",
            }
        ),
    ];

    /// <summary>The kind whose columns are all there; of several the one with the most.</summary>
    public static SalesKind? Recognise(FileHeader header) =>
        All.Where(kind => kind.Columns.All(header.Has) && (kind != Own || IsOwn(header)))
            .MaxBy(kind => kind.Columns.Count);

    // With external ids the server tells what is wrong with other columns; without, they may mean anything.
    private static bool IsOwn(FileHeader header) =>
        header.Has(SaleField.ExternalId.Name()) || header.Names.All(name => SaleFields.FindColumn(name) is not null);

    /// <summary>The kind of which the most columns are there, when any is.</summary>
    public static SalesKind? Closest(FileHeader header) =>
        All.Where(kind => kind.Columns.Any(header.Has))
            .MaxBy(kind => (double)kind.Columns.Count(header.Has) / kind.Columns.Count);

    public static SalesKind? Find(string? word) => All.FirstOrDefault(kind => kind.Word == word);
}
