using SmartInventory.Contracts.Catalog;
using SmartInventory.Contracts.Forecasting;
using SmartInventory.Contracts.Messages;
using SmartInventory.Forecasting.Catalogue;
using SmartInventory.Forecasting.Engine.Replenishment;

namespace SmartInventory.Forecasting.Policies;

/// <summary>How a product is ordered at a location: its supplier's terms and the policy that is in force.</summary>
internal sealed record OrderTerms
{
    /// <summary>What is assumed where nobody delivers the product.</summary>
    private const int AssumedLeadTimeDays = 7;

    /// <summary>Its code; null when the rest is assumed.</summary>
    public string? Supplier { get; init; }

    /// <summary>Days that the supplier promised.</summary>
    public int PromisedDays { get; init; } = AssumedLeadTimeDays;

    /// <summary>What receipts teach; null where the promise is all there is, or is to be taken.</summary>
    public LearnedLeadTime? Learned { get; init; }

    /// <summary>How long an order takes.</summary>
    public LeadTime LeadTime { get; init; } = LeadTime.Fixed(AssumedLeadTimeDays);

    public decimal Moq { get; init; }
    public decimal PackMultiple { get; init; }

    /// <summary>Money per unit of a small order.</summary>
    public decimal? UnitCost { get; init; }

    /// <summary>What a unit costs from a quantity on, least first.</summary>
    public IReadOnlyList<Contracts.Catalog.PriceBreak> PriceBreaks { get; init; } = [];

    /// <summary>Weekdays on which orders can be placed; empty for any.</summary>
    public IReadOnlyList<DayOfWeek> OrderDays { get; init; } = [];

    public bool WholeUnits { get; init; } = true;
    public string Unit { get; init; } = "each";

    /// <summary>Sales price per unit; null while it is not known.</summary>
    public decimal? Price { get; init; }

    public required PolicyInForce InForce { get; init; }

    public PolicyFields Policy => InForce.Values;

    /// <summary>The day on which an order is counted to arrive: what is expected, in whole days.</summary>
    public int LeadTimeDays => (int)Math.Round(LeadTime.Mean, MidpointRounding.AwayFromZero);

    /// <summary>Whether what a stock-out costs is known.</summary>
    public bool KnowsMargin => Price is not null && UnitCost > 0;

    public int ReviewPeriodDays => Math.Max(0, Policy.ReviewDays!.Value);

    public double ServiceLevel => Math.Clamp((double)Policy.Service!.Value, 0.5, 0.999);

    /// <summary>Days that the next order has to last.</summary>
    public int ProtectionDays => Math.Max(1, LeadTimeDays + ReviewPeriodDays);

    /// <param name="product">Null while nobody described it.</param>
    /// <param name="term">The supplier's; null when nobody delivers it.</param>
    /// <param name="orderDays">The supplier's; null for any.</param>
    /// <param name="learned">What receipts teach of the lead time.</param>
    /// <param name="policy">The policy in force.</param>
    public static OrderTerms Of(
        KnownProduct? product,
        SupplierTermState? term,
        IReadOnlyList<DayOfWeek>? orderDays,
        LearnedLeadTime? learned,
        PolicyInForce policy
    )
    {
        var promised = Math.Max(0, term?.LeadTimeDays ?? AssumedLeadTimeDays);
        if (policy.Values.LearnLeadTime != true || learned is { Weight: <= 0 } || term is null)
            learned = null;
        return new()
        {
            Supplier = term?.Supplier,
            PromisedDays = promised,
            Learned = learned,
            LeadTime = Distribution(promised, learned),
            Moq = term?.Moq ?? 0,
            PackMultiple = term?.PackMultiple ?? 0,
            UnitCost = term?.UnitCost ?? product?.Cost,
            PriceBreaks = term?.PriceBreaks ?? [],
            OrderDays = orderDays ?? [],
            WholeUnits = product?.WholeUnits ?? true,
            Unit = product?.Unit ?? "each",
            Price = product?.Price,
            InForce = policy,
        };
    }

    /// <summary>The terms as the engine takes them.</summary>
    public SupplyTerms ToSupply() =>
        new()
        {
            LeadTime = LeadTime,
            Order = new((double)Moq, (double)PackMultiple, !WholeUnits),
            Prices =
            [
                new(0, (double)(UnitCost ?? 0)),
                .. PriceBreaks.Select(b => new Engine.Replenishment.PriceBreak(
                    (double)b.FromQuantity,
                    (double)b.UnitCost
                )),
            ],
            OrderCost = (double)Policy.OrderCost!.Value,
            HoldingRate = (double)Policy.HoldingRate!.Value,
            Margin = (double)Math.Max(0, (Price ?? UnitCost ?? 0) - (UnitCost ?? 0)),
        };

    /// <summary>The policy as the engine takes it.</summary>
    /// <param name="gapDays">The longest time between two days on which orders can be placed.</param>
    public IOrderPolicy ToPolicy(int gapDays = 1)
    {
        if (Policy is { Policy: OrderPolicy.MinMax, Min: { } min, Max: { } max })
            return new TypedLevels((double)min, (double)max);
        return new ServicePolicy(
            Kind(Policy.Policy),
            Policy.Promise == ServicePromise.StockOutCost && !KnowsMargin
                ? ServiceMeasure.CycleService
                : Measure(Policy.Promise),
            ServiceLevel,
            Math.Max(ReviewPeriodDays, gapDays > 1 ? gapDays : 0)
        )
        {
            LotSize = (double)(Policy.Lot ?? 0),
        };
    }

    public static PolicyKind Kind(OrderPolicy? policy) =>
        policy switch
        {
            OrderPolicy.ReorderQuantity => PolicyKind.ReorderQuantity,
            OrderPolicy.PeriodicUpTo => PolicyKind.PeriodicUpTo,
            OrderPolicy.PeriodicReorderUpTo => PolicyKind.PeriodicReorderUpTo,
            _ => PolicyKind.ReorderUpTo,
        };

    public static ServiceMeasure Measure(ServicePromise? promise) =>
        promise switch
        {
            ServicePromise.FillRate => ServiceMeasure.FillRate,
            ServicePromise.StockOutCost => ServiceMeasure.StockOutCost,
            _ => ServiceMeasure.CycleService,
        };

    private static LeadTime Distribution(int promised, LearnedLeadTime? learned)
    {
        if (learned is null)
            return LeadTime.Fixed(promised);
        // What came on the day it was ordered took half a day.
        var median = Math.Max(.5, learned.MedianDays);
        return LeadTime.Learned(median, Math.Max(median, learned.P90Days));
    }
}
