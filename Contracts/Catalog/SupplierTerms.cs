namespace SmartInventory.Contracts.Catalog;

/// <summary>How one supplier delivers one product.</summary>
public sealed record SupplierTermResponse(
    string Supplier,
    string SupplierName,
    int LeadTimeDays,
    decimal Moq,
    decimal PackMultiple,
    decimal UnitCost,
    bool Preferred
)
{
    /// <summary>What the supplier calls it; null when unknown.</summary>
    public string? SupplierSku { get; init; }

    /// <summary>What a unit costs from a quantity on, least first; null when it always costs the same.</summary>
    public IReadOnlyList<PriceBreak>? PriceBreaks { get; init; }

    /// <summary>The request that leaves the term as it is.</summary>
    public SupplierTermRequest ToRequest() =>
        new()
        {
            Supplier = Supplier,
            LeadTimeDays = LeadTimeDays,
            Moq = Moq,
            PackMultiple = PackMultiple,
            UnitCost = UnitCost,
            Preferred = Preferred,
            SupplierSku = SupplierSku,
            PriceBreaks = PriceBreaks
                ?.Select(b => new PriceBreakRequest { FromQuantity = b.FromQuantity, UnitCost = b.UnitCost })
                .ToList(),
        };
}

/// <param name="FromQuantity">Units of one order line from which it holds.</param>
/// <param name="UnitCost">Money per unit, of all units of the line.</param>
public sealed record PriceBreak(decimal FromQuantity, decimal UnitCost)
{
    public const int MaxPerTerm = 20;
}

/// <summary>
/// A price break as it is asked for. Both are required and above zero; no two of a term begin at one quantity.
/// </summary>
public sealed record PriceBreakRequest
{
    public decimal? FromQuantity { get; init; }
    public decimal? UnitCost { get; init; }
}

/// <summary>
/// Terms of one supplier. Required: <see cref="Supplier"/>, <see cref="LeadTimeDays"/>, <see cref="UnitCost"/>.
/// </summary>
public sealed record SupplierTermRequest
{
    public string? Supplier { get; init; }

    /// <summary>0 to 365.</summary>
    public int? LeadTimeDays { get; init; }

    /// <summary>Default 1.</summary>
    public decimal? Moq { get; init; }

    /// <summary>Default 1.</summary>
    public decimal? PackMultiple { get; init; }

    public decimal? UnitCost { get; init; }

    /// <summary>Exactly one term of a product is preferred; the first, when none says so.</summary>
    public bool? Preferred { get; init; }

    /// <summary>What the supplier calls it, at most 64 characters.</summary>
    public string? SupplierSku { get; init; }

    /// <summary>What a unit costs from a quantity on; at most <see cref="PriceBreak.MaxPerTerm"/>.</summary>
    public IReadOnlyList<PriceBreakRequest>? PriceBreaks { get; init; }
}

/// <summary>A product that a supplier delivers, and how.</summary>
/// <param name="Sku">The product.</param>
/// <param name="ProductName">What people read.</param>
/// <param name="Terms">How it is delivered.</param>
public sealed record SupplierProduct(string Sku, string ProductName, SupplierTermResponse Terms);

/// <summary>
/// Terms to have: a term that is missing is added, one that is there takes what its row says, and what the row does not
/// say stays. At most <see cref="Limits.MaxBatch"/>.
/// </summary>
public sealed record UpsertTerms
{
    /// <summary>Default reject-everything: one bad row and nothing is stored.</summary>
    public BatchMode? Mode { get; init; }

    public IReadOnlyList<UpsertTerm>? Terms { get; init; }
}

/// <summary>
/// The terms of one supplier for one product. Required: SKU and supplier; of terms that are new also lead time and unit
/// cost.
/// </summary>
public sealed record UpsertTerm
{
    public string? Sku { get; init; }
    public string? Supplier { get; init; }

    /// <summary>What the supplier calls it; "" for no name.</summary>
    public string? SupplierSku { get; init; }

    /// <summary>0 to 365.</summary>
    public int? LeadTimeDays { get; init; }

    /// <summary>Of new terms 1 by default.</summary>
    public decimal? Moq { get; init; }

    /// <summary>Of new terms 1 by default.</summary>
    public decimal? PackMultiple { get; init; }

    public decimal? UnitCost { get; init; }

    /// <summary>All of them: those before are replaced; an empty list for none.</summary>
    public IReadOnlyList<PriceBreakRequest>? PriceBreaks { get; init; }

    /// <summary>
    /// True makes it the one preferred supplier of the product; the first terms of a product are preferred anyway.
    /// False is refused for the preferred one: prefer another instead.
    /// </summary>
    public bool? Preferred { get; init; }
}
