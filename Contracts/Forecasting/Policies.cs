namespace SmartInventory.Contracts.Forecasting;

/// <summary>
/// What a policy is set for, from wide to narrow. What is narrower goes first, field by field; what nobody set is as
/// the product's own card has it, else as built in.
/// </summary>
public enum PolicyScope
{
    /// <summary>All products everywhere.</summary>
    All,

    /// <summary>A location's code.</summary>
    Location,

    /// <summary>A category, with what is below it; the longest path goes first.</summary>
    Category,

    /// <summary>A cell of the ABC x XYZ matrix, such as <c>AX</c>.</summary>
    Segment,

    /// <summary>Whatever is ordered from a supplier, by its code.</summary>
    Supplier,

    /// <summary>A product, by its SKU.</summary>
    Product,

    /// <summary>A product at a location: <c>SKU@LOCATION</c>.</summary>
    Series,
}

/// <summary>How something is ordered. What is null is inherited from what is wider.</summary>
public sealed record PolicyFields
{
    public const int MaxReviewDays = 365,
        MaxShelfLifeDays = 3_650;

    /// <summary>When and how much; built in: every day, below s up to S.</summary>
    public OrderPolicy? Policy { get; init; }

    /// <summary>What the service level means; built in: cycle service.</summary>
    public ServicePromise? Promise { get; init; }

    /// <summary>The service level, 0.5 to 0.999; built in: 0.95. Of no meaning where costs decide.</summary>
    public decimal? Service { get; init; }

    /// <summary>
    /// R: days between orders, 1 to <see cref="MaxReviewDays"/>; built in: 7. Where stock is looked at every day, days
    /// that an order lasts for.
    /// </summary>
    public int? ReviewDays { get; init; }

    /// <summary>Q of (s, Q): units of a lot; default what costs least, else what is sold in R days.</summary>
    public decimal? Lot { get; init; }

    /// <summary>Units: at this position and below it an order is placed. With <see cref="Max"/>, of min-max.</summary>
    public decimal? Min { get; init; }

    /// <summary>Units: the position that an order brings about.</summary>
    public decimal? Max { get; init; }

    /// <summary>Money that an order line costs, however large; built in: 0.</summary>
    public decimal? OrderCost { get; init; }

    /// <summary>Share of a unit's cost that holding it for a year costs, 0 to 10; built in: 0.25.</summary>
    public decimal? HoldingRate { get; init; }

    /// <summary>
    /// Days after which goods cannot be sold any more, 1 to <see cref="MaxShelfLifeDays"/>: no more is ordered than is
    /// expected to be sold by then. Built in: none.
    /// </summary>
    public int? ShelfLifeDays { get; init; }

    /// <summary>Units that there is room for, per product and location; built in: any number.</summary>
    public decimal? MaxStock { get; init; }

    /// <summary>
    /// Whether the lead time is what receipts teach, as a distribution, and not only what was promised; built in: true.
    /// </summary>
    public bool? LearnLeadTime { get; init; }

    /// <summary>
    /// Days that a transfer from another location takes, 0 to 90; one that takes longer than an order is never
    /// suggested. Built in: 2.
    /// </summary>
    public int? TransferDays { get; init; }
}

/// <summary>Where a value comes from.</summary>
/// <param name="Scope">What it was set for; null for the product's own card and for what is built in.</param>
/// <param name="Key">The location, category, ... of the scope; null for all products.</param>
/// <param name="OfProduct">Whether it is the product's own card.</param>
public sealed record PolicySource(PolicyScope? Scope, string? Key, bool OfProduct = false)
{
    public static PolicySource BuiltIn { get; } = new(null, null);

    public static PolicySource Card { get; } = new(null, null, true);
}

/// <summary>The policy that is in force for a product at a location.</summary>
/// <param name="Values">Every field that has a value.</param>
/// <param name="Sources">By the field's name as in JSON: where the value comes from.</param>
public sealed record PolicyInForce(PolicyFields Values, IReadOnlyDictionary<string, PolicySource> Sources);

/// <summary>One step of the inheritance.</summary>
/// <param name="Source">Where it is set.</param>
/// <param name="Fields">What is set there.</param>
public sealed record PolicyLayer(PolicySource Source, PolicyFields Fields);

/// <summary>What is set for a scope.</summary>
public sealed record PolicyResponse
{
    public required PolicyScope Scope { get; init; }

    /// <summary>What it is set for; null for all products.</summary>
    public string? Key { get; init; }

    public required PolicyFields Fields { get; init; }
    public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>Who set it last: a user name, or the id of a token.</summary>
    public string? By { get; init; }

    /// <summary>The same as people read it.</summary>
    public string? ByName { get; init; }

    /// <summary>For <c>If-Match</c>.</summary>
    public required string ETag { get; init; }
}

/// <summary>The policy of a product, and how it came about.</summary>
/// <param name="Sku">The product.</param>
/// <param name="Location">The location's code; null for a product wherever nothing is said of a location.</param>
/// <param name="Supplier">Who it is ordered from; null when nobody delivers it.</param>
/// <param name="Segment">Its cell of the matrix; null while nothing is set for any cell.</param>
/// <param name="InForce">What counts.</param>
/// <param name="Chain">All that is said of it, the narrowest first; what is built in comes last.</param>
public sealed record EffectivePolicy(
    string Sku,
    string? Location,
    string? Supplier,
    string? Segment,
    PolicyInForce InForce,
    IReadOnlyList<PolicyLayer> Chain
);
