using System.Text.Json.Serialization;

namespace SmartInventory.Files;

/// <summary>
/// Which columns of a file make a sale. The formats that are recognised are such mappings, and so is what a user says
/// with <c>--map</c> and keeps under a name. A column source is a column's name, or several joined by <c>+</c>
/// (<c>Date+Time</c>), whose texts are joined by a blank; of amounts it is the sum.
/// </summary>
public sealed record SalesMapping
{
    public string? Sku { get; init; }
    public string? Quantity { get; init; }

    /// <summary>Null: the time of the import.</summary>
    public string? SoldAt { get; init; }

    /// <summary>A row without a time is of the time of the import.</summary>
    public bool MayLackTime { get; init; }

    /// <summary>Money for one. Null, with no <see cref="LineTotal"/> either: the product's price.</summary>
    public string? UnitPrice { get; init; }

    /// <summary>Money for all of the line.</summary>
    public string? LineTotal { get; init; }

    /// <summary>The column that names the location.</summary>
    public string? LocationFrom { get; init; }

    /// <summary>The code of the location where no column names it.</summary>
    public string? Location { get; init; }

    /// <summary>A column, or an area and city: whose clock the times without an offset are on.</summary>
    public string? Zone { get; init; }

    /// <summary>How dates are written, where the file does not show it: dd/MM/yyyy.</summary>
    public string? DateFormat { get; init; }

    /// <summary>The line's own name; where there is none, it is made from what the row says.</summary>
    public string? ExternalId { get; init; }

    /// <summary>What several lines have in common.</summary>
    public string? Order { get; init; }

    /// <summary>What is empty in a later line of an order is as in its first.</summary>
    public bool CarriesOrder { get; init; }

    /// <summary>The column with the words sale and return.</summary>
    public string? Kind { get; init; }

    /// <summary>Rows with such a value are returns: Column=Value. Rows below zero are so anyway.</summary>
    public IReadOnlyList<string> Returns { get; init; } = [];

    /// <summary>Rows with such a value are no sales: Column=Value, or Column=* for any.</summary>
    public IReadOnlyList<string> Skip { get; init; } = [];

    public string? Customer { get; init; }

    /// <summary>Money off the line as a whole.</summary>
    public string? Discount { get; init; }

    /// <summary>The column that says whether it was sold while a promotion ran.</summary>
    public string? Promotion { get; init; }

    /// <summary>What was bought at once; where it is not said, the <see cref="Order"/>.</summary>
    public string? Receipt { get; init; }

    /// <summary>The product's name, for products that are created.</summary>
    public string? Name { get; init; }

    /// <summary>A row without a SKU is of the product of that name.</summary>
    public bool NameAsSku { get; init; }

    /// <summary>The column that names the channel.</summary>
    public string? ChannelFrom { get; init; }

    /// <summary>The channel where no column names it.</summary>
    public string? Channel { get; init; }

    /// <summary>Every source of columns, with what it is for.</summary>
    [JsonIgnore]
    public IEnumerable<(string Use, string Source)> Sources =>
        new (string Use, string? Source)[]
        {
            ("sku", Sku),
            ("quantity", Quantity),
            ("soldAt", SoldAt),
            ("unitPrice", UnitPrice),
            ("lineTotal", LineTotal),
            ("location", LocationFrom),
            ("externalId", ExternalId),
            ("order", Order),
            ("customer", Customer),
            ("discount", Discount),
            ("promotion", Promotion),
            ("receipt", Receipt),
            ("name", Name),
        }
            .Concat(Skip.Select(text => ("skip", (string?)text.Split('=')[0])))
            .Concat(Returns.Select(text => ("returns", (string?)text.Split('=')[0])))
            .Where(source => source.Item2 is not null)
            .Select(source => (source.Item1, source.Item2!));

    /// <summary>The fields that <c>--map</c> takes.</summary>
    public static IReadOnlyDictionary<string, Func<SalesMapping, string, SalesMapping>> Fields { get; } =
        new Dictionary<string, Func<SalesMapping, string, SalesMapping>>(StringComparer.OrdinalIgnoreCase)
        {
            ["sku"] = (mapping, source) => mapping with { Sku = source },
            ["quantity"] = (mapping, source) => mapping with { Quantity = source },
            ["soldAt"] = (mapping, source) => mapping with { SoldAt = source },
            ["unitPrice"] = (mapping, source) => mapping with { UnitPrice = source, LineTotal = null },
            ["lineTotal"] = (mapping, source) => mapping with { LineTotal = source, UnitPrice = null },
            ["location"] = (mapping, source) => mapping with { LocationFrom = source },
            ["externalId"] = (mapping, source) => mapping with { ExternalId = source },
            ["order"] = (mapping, source) => mapping with { Order = source },
            ["customer"] = (mapping, source) => mapping with { Customer = source },
            ["discount"] = (mapping, source) => mapping with { Discount = source },
            ["promotion"] = (mapping, source) => mapping with { Promotion = source },
            ["receipt"] = (mapping, source) => mapping with { Receipt = source },
            ["name"] = (mapping, source) => mapping with { Name = source },
        };
}
