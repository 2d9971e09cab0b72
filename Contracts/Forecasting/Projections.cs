namespace SmartInventory.Contracts.Forecasting;

/// <summary>The stock of one product at one location, day by day ahead, in units.</summary>
public sealed record StockProjection
{
    public required string Sku { get; init; }
    public required string Location { get; init; }

    /// <summary>The last day that counts as known; the first projected one is the day after.</summary>
    public required DateOnly AsOf { get; init; }

    /// <summary>What is there at the end of that day; 0 where it was never counted.</summary>
    public required decimal OnHand { get; init; }

    public required decimal ReorderPoint { get; init; }

    /// <summary>The open orders, by the day from which they count.</summary>
    public required IReadOnlyList<ExpectedArrival> Arrivals { get; init; }

    /// <summary>The order that is suggested; null where none is.</summary>
    public PlannedOrder? Order { get; init; }

    /// <summary>What is suggested to be brought from other locations.</summary>
    public IReadOnlyList<TransferAdvice> Transfers { get; init; } = [];

    public required IReadOnlyList<ProjectedDay> Days { get; init; }

    /// <summary>The first day on which expected demand has used up what is there and came; null for none of these.
    /// </summary>
    public DateOnly? StockOutOn { get; init; }

    public required ForecastStatus Confidence { get; init; }

    /// <summary>The forecast that demand is taken from.</summary>
    public required long ForecastVersion { get; init; }

    /// <summary>The stock level's version; 0 when the ledger has none.</summary>
    public required long StockVersion { get; init; }

    /// <summary>What was assumed.</summary>
    public required IReadOnlyList<string> Notes { get; init; }
}

/// <param name="Quantity">Units.</param>
/// <param name="OrderBy">The day on which it is taken to be ordered.</param>
/// <param name="ArrivesOn">The lead time later.</param>
public sealed record PlannedOrder(decimal Quantity, DateOnly OrderBy, DateOnly ArrivesOn);

/// <param name="Day">The day; its evening is meant.</param>
/// <param name="AsItIs">With the open orders alone.</param>
/// <param name="WithOrder">With what is suggested too, order and transfers; null before any of it arrives.</param>
public sealed record ProjectedDay(DateOnly Day, ProjectedStock AsItIs, ProjectedStock? WithOrder);

/// <summary>
/// What is left of a supply when the demand until then has come; never below 0. What is missing is taken as owed: what
/// arrives next fills it first.
/// </summary>
/// <param name="Supply">On hand and all that arrives until then.</param>
/// <param name="Mean">The supply without the expected demand.</param>
/// <param name="P10">With a probability of 10% no more is left.</param>
/// <param name="P50">As likely more as less.</param>
/// <param name="P90">With a probability of 10% more is left.</param>
/// <param name="StockOutProbability">That demand exceeds the supply, 0 to 1.</param>
/// <param name="Missing">Units by which it is expected to.</param>
public sealed record ProjectedStock(
    decimal Supply,
    double Mean,
    double P10,
    double P50,
    double P90,
    double StockOutProbability,
    double Missing
);
