namespace SmartInventory.Contracts.Catalog;

/// <summary>How long stock has lain, in whole days since it came.</summary>
public enum StockAgeRange
{
    /// <summary>0 to 30 days.</summary>
    Month,

    /// <summary>31 to 90 days.</summary>
    Quarter,

    /// <summary>91 to 180 days.</summary>
    HalfYear,

    /// <summary>181 to 365 days.</summary>
    Year,

    /// <summary>More than 365 days.</summary>
    Older,

    /// <summary>It was found by a count or an adjustment: nobody wrote down when it came.</summary>
    Unknown,
}

/// <summary>Order of the list of ages, largest first.</summary>
public enum StockAgeSort
{
    /// <summary>Mean age; what is of unknown age comes last.</summary>
    Age,

    /// <summary>Money in what is older than 180 days.</summary>
    OldValue,

    /// <summary>Money in all of it.</summary>
    Value,

    /// <summary>By SKU and location, ascending.</summary>
    Sku,
}

/// <param name="Range">How long it has lain.</param>
/// <param name="Units">Units of that age.</param>
/// <param name="Value">Units x unit cost, as stock is valued; null where the cost is unknown.</param>
public sealed record StockAgeBucket(StockAgeRange Range, decimal Units, decimal? Value);

/// <summary>
/// The stock of a product at a location by age: first in, first out, so that what lies there is what came last. Counted
/// levels above zero only.
/// </summary>
public sealed record StockAge
{
    public required string Sku { get; init; }
    public required string Name { get; init; }
    public required string Location { get; init; }
    public required decimal OnHand { get; init; }

    /// <summary>On hand x unit cost; null where that is unknown.</summary>
    public decimal? Value { get; init; }

    /// <summary>All ranges in order; their units are what is on hand.</summary>
    public required IReadOnlyList<StockAgeBucket> Ages { get; init; }

    /// <summary>Mean of the units whose age is known; null where none is.</summary>
    public double? MeanAgeDays { get; init; }

    /// <summary>The day on which the oldest of them came, on the location's clock.</summary>
    public DateOnly? OldestDay { get; init; }

    /// <summary>
    /// Mean units on hand over <see cref="Days"/>: each level counts for as long as it lasted. Null for no time at all.
    /// </summary>
    public decimal? MeanOnHand { get; init; }

    /// <summary>The last 365 days, or those since more than sales was known of it.</summary>
    public required double Days { get; init; }

    /// <summary>Units sold less returned in these days.</summary>
    public required decimal UnitsOut { get; init; }

    /// <summary>
    /// Turns a year: units out, stretched to a year, / mean on hand, both at one cost. Null below 28 days, and where
    /// the mean is not above zero.
    /// </summary>
    public double? Turnover { get; init; }
}

/// <summary>The stock of many products by age.</summary>
/// <param name="AsOf">The moment up to which ages are counted.</param>
/// <param name="Levels">Counted levels above zero.</param>
/// <param name="CostUnknown">Of these, without a unit cost; they are in no sum of money.</param>
/// <param name="OnHand">Units on hand.</param>
/// <param name="Value">Their money.</param>
/// <param name="Ages">All ranges in order.</param>
/// <param name="MeanAgeDays">Of what has a known age, weighted by money; null where there is none.</param>
/// <param name="MeanValue">Money in stock on average, of levels that are known for 28 days.</param>
/// <param name="CostOut">Cost of what went out of these in a year; a shorter time is stretched to one.</param>
/// <param name="Turnover">Turns a year: cost out / mean value; null where that is not above zero.</param>
public sealed record StockAgeTotals(
    DateTimeOffset AsOf,
    int Levels,
    int CostUnknown,
    decimal OnHand,
    decimal Value,
    IReadOnlyList<StockAgeBucket> Ages,
    double? MeanAgeDays,
    decimal MeanValue,
    decimal CostOut,
    double? Turnover
);
