using SmartInventory.Contracts.Catalog;
using SmartInventory.Contracts.Localization;

namespace SmartInventory.Contracts.Forecasting;

/// <summary>Whether the numbers can be trusted.</summary>
public enum ForecastStatus
{
    Ok,

    /// <summary>Too little history to choose a model by backtest: the numbers are a wide guess and say so.</summary>
    NotEnoughData,
}

/// <summary>How long the periods are that a forecast is told in.</summary>
public enum ForecastGrain
{
    Day,

    /// <summary>From Monday to Sunday.</summary>
    Week,

    /// <summary>Of the calendar.</summary>
    Month,
}

/// <summary>A week or month of a forecast.</summary>
/// <param name="From">Its first day; of the present period, the first that is not known yet.</param>
/// <param name="To">Its last day.</param>
/// <param name="Mean">Expected demand of these days together, units.</param>
/// <param name="Quantiles">What it stays at or below, by level.</param>
public sealed record ForecastPeriod(DateOnly From, DateOnly To, double Mean, IReadOnlyList<double> Quantiles);

/// <summary>What forecasts of products are added up by.</summary>
public enum ForecastGroupBy
{
    /// <summary>As products have it.</summary>
    Category,
    Location,

    /// <summary>All together.</summary>
    None,
}

/// <summary>What groups of products are expected to sell in the year ahead: the sums of what each product is.</summary>
public sealed record GroupForecasts
{
    public required ForecastGroupBy By { get; init; }

    /// <summary>Week or month.</summary>
    public required ForecastGrain Grain { get; init; }

    /// <summary>
    /// The last day that counts as known, of several locations the newest; null while nothing was added up yet.
    /// </summary>
    public DateOnly? AsOf { get; init; }

    /// <summary>When it was added up, which is once a day; null while nothing was.</summary>
    public DateTimeOffset? ComputedAt { get; init; }

    /// <summary>How many groups there are.</summary>
    public required int Count { get; init; }

    /// <summary>Those of which most is expected first.</summary>
    public required IReadOnlyList<GroupForecast> Groups { get; init; }

    /// <summary>Locations whose present day is not added up yet: they are in it as of an earlier day, or not.</summary>
    public required IReadOnlyList<string> Waiting { get; init; }

    /// <summary>Locations whose clock stands in the past: what they sold is history and in no group.</summary>
    public required IReadOnlyList<string> Standing { get; init; }
}

/// <summary>The year ahead of a group.</summary>
/// <param name="Key">The category or code; null for all together, and for what has no category.</param>
/// <param name="Name">What people read.</param>
/// <param name="Periods">Ascending, first what is left of the present one.</param>
public sealed record GroupForecast(string? Key, string Name, IReadOnlyList<GroupPeriod> Periods)
{
    /// <summary>
    /// All periods together: what is expected, what was sold in those whose year before is known, and the change from
    /// these to the same of now; null where nothing is known.
    /// </summary>
    public (decimal Expected, decimal? Before, double? Change) Sum()
    {
        var known = Periods.Where(p => p.SoldBefore is not null).ToList();
        decimal? before = known.Count == 0 ? null : known.Sum(p => p.SoldBefore);
        return (
            Periods.Sum(p => p.Mean),
            before,
            before > 0 ? (double)(known.Sum(p => p.Mean) / before.Value) - 1 : null
        );
    }
}

/// <summary>A week or month of a group.</summary>
/// <param name="From">Its first day; of the present period, the first that is not known yet.</param>
/// <param name="To">Its last day.</param>
/// <param name="Mean">Expected demand of all products together, units.</param>
/// <param name="BeforeFrom">First day of what it is compared with: 52 weeks before, or the same month a year before.
/// </param>
/// <param name="BeforeTo">Last day of that.</param>
/// <param name="SoldBefore">Units sold less returned then; null where no location's sales reach back so far, and in
/// the last period, as the present one, a year before it, is not over.</param>
public sealed record GroupPeriod(
    DateOnly From,
    DateOnly To,
    decimal Mean,
    DateOnly BeforeFrom,
    DateOnly BeforeTo,
    decimal? SoldBefore
)
{
    /// <summary>0.25 is a quarter more than a year before; null where nothing was sold then, or nothing is known.
    /// </summary>
    public double? Change() => SoldBefore > 0 ? (double)(Mean / SoldBefore.Value) - 1 : null;
}

/// <summary>The forecast of one series, (SKU, location).</summary>
public sealed record ForecastResponse
{
    public required string Sku { get; init; }
    public required string Location { get; init; }
    public required long Version { get; init; }

    /// <summary>
    /// The last day that counts as known: today at the location, or, when the location has recorded no sale for more
    /// than 28 days, its last day with a sale (the clock of a location stops with its data, so that an imported history
    /// is forecast from its own end).
    /// </summary>
    public required DateOnly AsOf { get; init; }

    public required DateTimeOffset ComputedAt { get; init; }
    public required ForecastStatus Status { get; init; }
    public required string Model { get; init; }
    public required Sentence Why { get; init; }

    /// <summary>
    /// The quantile levels, ascending, of every row in <see cref="Days"/> and <see cref="Cumulative"/>.
    /// </summary>
    public required IReadOnlyList<double> Levels { get; init; }

    /// <summary>One row per day from AsOf + 1 on.</summary>
    public required IReadOnlyList<ForecastRow> Days { get; init; }

    /// <summary>
    /// Row N: demand of the first N days together (from dependent sample paths, not a sum of quantiles).
    /// </summary>
    public required IReadOnlyList<ForecastRow> Cumulative { get; init; }

    /// <summary>How long the periods are.</summary>
    public ForecastGrain Grain { get; init; }

    /// <summary>
    /// By week or month: one row per period, first what is left of the present one. Their sums are those of the same
    /// days, whatever they are told in. <see cref="Days"/> and <see cref="Cumulative"/> are empty then.
    /// </summary>
    public IReadOnlyList<ForecastPeriod> Periods { get; init; } = [];

    /// <summary>What each model scored in the rolling-origin backtest.</summary>
    public required IReadOnlyList<ModelScore> Candidates { get; init; }

    /// <summary>What a reader must know: silent stretches left out, a pooled model not yet trained, ...</summary>
    public required IReadOnlyList<Sentence> Notes { get; init; }

    /// <summary>Days of the history that stand out, ascending; as they were when the model was chosen.</summary>
    public required IReadOnlyList<DemandMark> Marks { get; init; }

    /// <summary>The choice of a model; null while it is provisional.</summary>
    public FitSource? Fit { get; init; }

    /// <summary>
    /// Weekdays on which the location is closed, Monday first: for a year nothing of any product was sold there on
    /// them, at least eight times. Their rows are zero. A sale on such a day opens it.
    /// </summary>
    public IReadOnlyList<DayOfWeek> ClosedWeekdays { get; init; } = [];
}

/// <summary>
/// The choice of a model that a forecast was made by. It is kept over many forecasts: a sale renews the forecast, not
/// the choice.
/// </summary>
/// <param name="Version">Grows with every choice for this series.</param>
/// <param name="FittedAt">When, UTC.</param>
/// <param name="GlobalModel">Version of the model over all series that took part in it; null when none did.</param>
public sealed record FitSource(long Version, DateTimeOffset FittedAt, long? GlobalModel);

/// <summary>Why a day of the history stands out.</summary>
public enum DemandMarkKind
{
    /// <summary>Far more than the days around, or nothing where something is sold every day.</summary>
    Outlier,

    /// <summary>Sold at a price well below that of the weeks before.</summary>
    Promotion,

    /// <summary>In a promotion that somebody marked.</summary>
    MarkedPromotion,
}

/// <summary>A day of the history that stands out.</summary>
/// <param name="Demand">Units that came.</param>
/// <param name="Expected">Units on a usual day around it.</param>
public sealed record DemandMark(DateOnly Day, DemandMarkKind Kind, double Demand, double Expected);

/// <param name="Date">The day, or for cumulative rows the last day of the span.</param>
/// <param name="Mean">Expected units.</param>
/// <param name="Quantiles">Units per level.</param>
public sealed record ForecastRow(DateOnly Date, double Mean, IReadOnlyList<double> Quantiles);

/// <summary>Scores over the backtest's origins; null where they cannot be computed (a scale of zero).</summary>
public sealed record ModelScore
{
    public required string Model { get; init; }
    public required int Origins { get; init; }
    public required int HorizonDays { get; init; }

    /// <summary>Root mean squared scaled error; below 1 beats the one-step naive.</summary>
    public double? Rmsse { get; init; }

    /// <summary>Mean pinball loss over the levels / mean absolute first difference.</summary>
    public double? ScaledPinball { get; init; }

    /// <summary>The same for the demand of all HorizonDays together / the root of their number.</summary>
    public double? CumulativePinball { get; init; }

    /// <summary>Sum of forecasts / sum of actuals - 1.</summary>
    public double? Bias { get; init; }

    /// <summary>Share of days inside the 80% interval.</summary>
    public double? Coverage80 { get; init; }

    /// <summary>Share of days inside the 95% interval.</summary>
    public double? Coverage95 { get; init; }

    public required bool Chosen { get; init; }
}

/// <summary>
/// Demand history of one series, for charts: one row per day up to <paramref name="AsOf"/>, days without a sale as zero
/// rows.
/// </summary>
/// <param name="Silent">Stretches in which the location recorded no sale at all for more than 28 days: unknown, not
/// zero; no rows.</param>
/// <param name="WithoutStock">
/// Stretches of whole days on which a counted level had nothing to sell: unknown, not zero; rows only for days with a
/// sale or return.
/// </param>
public sealed record DemandHistory(
    string Sku,
    string Location,
    DateOnly AsOf,
    IReadOnlyList<DemandDay> Days,
    IReadOnlyList<DayStretch> Silent,
    IReadOnlyList<DayStretch> WithoutStock
)
{
    /// <summary>What somebody said of its days, oldest first; their rows are still what was sold.</summary>
    public IReadOnlyList<MarkedStretch> Marked { get; init; } = [];
}

/// <summary>What somebody says of days of a product at a location.</summary>
public enum MarkKind
{
    /// <summary>Says nothing about what will be sold: unknown to forecasts.</summary>
    DoesNotCount,

    /// <summary>Is demand as any other, however much it stands out: nothing of it is damped.</summary>
    Counts,

    /// <summary>
    /// Was made by a promotion: unknown to forecasts, but measured against what is usual. One that lies ahead raises
    /// the forecast of its days by what others did.
    /// </summary>
    Promotion,
}

/// <summary>Days of a product to say something of.</summary>
public sealed record MarkDays
{
    /// <summary>Required: the code of the location.</summary>
    public string? Location { get; init; }

    /// <summary>Required: the first day.</summary>
    public DateOnly? From { get; init; }

    /// <summary>
    /// The last day, which belongs to them; default the first. Days after the location's last one, up to a year, for a
    /// promotion only.
    /// </summary>
    public DateOnly? To { get; init; }

    /// <summary>What is said of them; default that they do not count.</summary>
    public MarkKind? Kind { get; init; }

    /// <summary>Required: why, in at most 200 characters.</summary>
    public string? Reason { get; init; }
}

/// <summary>What somebody said of days of a product at a location.</summary>
/// <param name="From">The first day.</param>
/// <param name="To">The last day, which belongs to them.</param>
/// <param name="By">The user name of who did it; null where nobody asked for it.</param>
/// <param name="At">When.</param>
public sealed record MarkedStretch(
    Guid Id,
    string Sku,
    string Location,
    DateOnly From,
    DateOnly To,
    MarkKind Kind,
    string Reason,
    string? By,
    DateTimeOffset At
)
{
    /// <summary>What a promotion did; null for others, and where nothing tells yet.</summary>
    public MarkedEffect? Effect { get; init; }
}

/// <summary>What was sold in a promotion against what is usual around it, as of the newest forecast.</summary>
/// <param name="Days">Days that are over, known, and have something usual to be measured by.</param>
/// <param name="Sold">Units on these days.</param>
/// <param name="Usual">
/// Units that usually come on such days: the mean of the same weekdays in the eight weeks before and after.
/// </param>
/// <param name="Change">Sold / Usual - 1.</param>
public sealed record MarkedEffect(int Days, double Sold, double Usual, double Change);

public sealed record DemandDay(DateOnly Day, decimal Sold, decimal Returned, decimal Revenue);

/// <summary>Days in a row, both ends included.</summary>
public sealed record DayStretch(DateOnly From, DateOnly To);

/// <summary>How fast a product moves.</summary>
public enum MoverClass
{
    Fast,
    Steady,
    Slow,

    /// <summary>No sale in the last 90 days.</summary>
    Dead,

    /// <summary>First sale less than 28 days ago.</summary>
    New,
}

public enum TrendDirection
{
    Rising,
    Flat,
    Falling,
}

/// <summary>Turnover and trend of one product over all locations.</summary>
public sealed record TrendResponse
{
    public required string Sku { get; init; }
    public required string Name { get; init; }
    public required MoverClass Class { get; init; }

    /// <summary>A, B or C by cumulated revenue (80%, 95%), or as the request asks.</summary>
    public required string AbcClass { get; init; }

    /// <summary>X, Y or Z by forecastability (an RMSSE of at most 0.8, 1), or as the request asks.</summary>
    public string XyzClass { get; init; } = "Z";

    /// <summary>
    /// Error of the chosen method in its backtest / error of saying "as the day before" (RMSSE), the mean of the
    /// locations weighted by revenue. Null while nothing could be tested.
    /// </summary>
    public double? Rmsse { get; init; }

    public required TrendDirection Direction { get; init; }

    /// <summary>Mean net demand of the last 28 days, 0 where more came back than was sold.</summary>
    public required double UnitsPerDay { get; init; }

    /// <summary>Last 28 days against the 28 before: 0.25 is a quarter more; null when the earlier were zero.</summary>
    public double? Change { get; init; }

    /// <summary>Robust slope of weekly demand (Theil-Sen), units per week each week.</summary>
    public required double SlopePerWeek { get; init; }

    /// <summary>Net revenue of the last 28 days.</summary>
    public required decimal Revenue28 { get; init; }

    /// <summary>Share of all products' revenue in the last 365 days, 0 to 1.</summary>
    public required double RevenueShare { get; init; }

    /// <summary>The weekday that sells most, with its share, when it sells clearly more; else null.</summary>
    public DayOfWeek? PeakWeekday { get; init; }

    public double? PeakWeekdayShare { get; init; }

    /// <summary>
    /// Yearly turns: annualised demand of the last 28 days / on hand; null when on hand is not above zero.
    /// </summary>
    public double? Turnover { get; init; }

    /// <summary>On hand / units per day; null when nothing is sold.</summary>
    public double? DaysOfCover { get; init; }

    public DateOnly? LastSale { get; init; }
    public required DateOnly AsOf { get; init; }
}

public enum TrendSort
{
    /// <summary>Most revenue in 28 days first.</summary>
    Revenue,

    /// <summary>Fastest first.</summary>
    Velocity,

    /// <summary>
    /// What lies: counted stock above zero that was not sold for longest first, then products without stock.
    /// </summary>
    Slowest,

    /// <summary>Strongest growth first.</summary>
    Growth,
}

/// <summary>How pressing a suggestion is.</summary>
public enum Urgency
{
    /// <summary>Stock is out, or will be before an order placed now can arrive.</summary>
    Late,

    /// <summary>Order today.</summary>
    Now,

    /// <summary>Order within the review period.</summary>
    Soon,

    /// <summary>Enough for now.</summary>
    None,
}

/// <summary>What a suggestion says to do.</summary>
public enum Advice
{
    /// <summary>Order, by the day and in the quantity given.</summary>
    Order,

    /// <summary>
    /// Count first: the ledger knows sales of it and no stock, so that an order would rest on a guess of what is there.
    /// </summary>
    CountFirst,

    /// <summary>
    /// The location's clock stands in the past (an imported history): there is nothing to order today.
    /// </summary>
    ClockStands,

    /// <summary>Enough for now, or nothing that is ordered any more.</summary>
    Nothing,

    /// <summary>It is in a draft order: approve that, or give it up.</summary>
    InDraft,

    /// <summary>Another location has more than it needs: bring it from there, and order nothing.</summary>
    Transfer,
}

/// <summary>What to order for one (product, location): when, how much, from whom.</summary>
public sealed record SuggestionResponse
{
    public required string Sku { get; init; }
    public required string Name { get; init; }
    public required string Location { get; init; }
    public Advice Advice { get; init; }

    /// <summary>None exactly when <see cref="Advice"/> is neither to order nor to transfer.</summary>
    public required Urgency Urgency { get; init; }

    /// <summary>0 when none is needed.</summary>
    public required decimal OrderQuantity { get; init; }

    /// <summary>Last day to place the order; null when none is needed within the horizon.</summary>
    public DateOnly? OrderBy { get; init; }

    /// <summary>
    /// First day on which expected demand has used up what is there and has arrived until then; null beyond the
    /// horizon.
    /// </summary>
    public DateOnly? StockOutOn { get; init; }

    /// <summary>
    /// The probability that demand exceeds what is there and comes until an order of the next review could arrive, when
    /// nothing is ordered.
    /// </summary>
    public double StockOutProbability { get; init; }

    /// <summary>The units that are then expected to be missing.</summary>
    public decimal LostUnits { get; init; }

    /// <summary>The same in money: units x sales price; null while no price is known.</summary>
    public decimal? LostSales { get; init; }

    /// <summary>
    /// What waiting until the next review costs, in money: margin (price - unit cost; the price where no cost is known)
    /// of the units that an order placed today would still save. Null while no price is known.
    /// </summary>
    public decimal? WaitingCost { get; init; }

    public double? DaysOfCover { get; init; }
    public required decimal OnHand { get; init; }

    /// <summary>False while the ledger knows only sales of it: on hand is then taken as 0.</summary>
    public bool Counted { get; init; } = true;

    public required decimal OnOrder { get; init; }

    /// <summary>Units in draft orders, which are not on order yet.</summary>
    public decimal InDraft { get; init; }

    /// <summary>The numbers of these.</summary>
    public IReadOnlyList<string> Drafts { get; init; } = [];

    /// <summary>
    /// Somebody put it off or refused it: it is not on the worklist until that day. Null when nobody did.
    /// </summary>
    public SetAside? SetAside { get; init; }

    public required decimal ReorderPoint { get; init; }
    public required decimal SafetyStock { get; init; }

    /// <summary>
    /// What other locations have too much of, and this one needs: to be brought here before anything is ordered. What
    /// is ordered is what these leave missing.
    /// </summary>
    public IReadOnlyList<TransferAdvice> Transfers { get; init; } = [];

    /// <summary>
    /// What an order of today would be, due or not: what an order is filled up with. 0 where enough is there.
    /// </summary>
    public decimal QuantityToday { get; init; }

    /// <summary>When and how much is ordered.</summary>
    public OrderPolicy Policy { get; init; }

    public string? Supplier { get; init; }

    /// <summary>
    /// The user name of who looks after it: whoever the product was given to, else its supplier. Null for nobody.
    /// </summary>
    public string? Assignee { get; init; }

    /// <summary>What others read of them, as it was when it was given to them.</summary>
    public string? AssigneeName { get; init; }

    /// <summary>Days until an order is expected to be there.</summary>
    public required int LeadTimeDays { get; init; }

    /// <summary>Money per unit of an order of this size; null when unknown.</summary>
    public decimal? UnitCost { get; init; }

    /// <summary>Sales price per unit; null while it is not known.</summary>
    public decimal? Price { get; init; }

    /// <summary>Order quantity x unit cost; null when the cost is unknown.</summary>
    public decimal? Cost { get; init; }

    /// <summary>The open order that would do if it came earlier; null where none would.</summary>
    public ExpediteAdvice? Expedite { get; init; }

    /// <summary>True when no supplier term exists, so lead time, MOQ and pack are defaults.</summary>
    public required bool Assumed { get; init; }

    public required ForecastStatus Confidence { get; init; }
    public required DateOnly AsOf { get; init; }
    public required DateTimeOffset ComputedAt { get; init; }
}

/// <summary>A suggestion with its arithmetic.</summary>
public sealed record SuggestionExplanation
{
    public required SuggestionResponse Suggestion { get; init; }
    public required decimal ServiceLevel { get; init; }
    public required int ReviewPeriodDays { get; init; }
    public required decimal Moq { get; init; }
    public required decimal PackMultiple { get; init; }

    /// <summary>S: what an order fills up to, units.</summary>
    public decimal OrderUpTo { get; init; }

    /// <summary>The policy, and where each of its values comes from; null in suggestions of earlier versions.</summary>
    public PolicyInForce? Policy { get; init; }

    /// <summary>How long its supplier takes; null in suggestions of earlier versions.</summary>
    public PlannedLeadTime? LeadTime { get; init; }

    /// <summary>Why this supplier, in words; null where nobody delivers it.</summary>
    public Sentence? WhySupplier { get; init; }

    /// <summary>The other suppliers, by what the same order would cost from them; empty where nothing is ordered.
    /// </summary>
    public IReadOnlyList<SupplierOption> OtherSuppliers { get; init; } = [];

    /// <summary>
    /// How the chosen method and the naive one did on this series' own past over lead time and review period; empty
    /// where it could not be tested.
    /// </summary>
    public IReadOnlyList<ModelScore> Backtest { get; init; } = [];

    /// <summary>
    /// Of a suggestion of the past: whether the same inputs make the same suggestion today. False where the program
    /// decides differently by now; null otherwise.
    /// </summary>
    public bool? Reproduced { get; init; }

    /// <summary>What is on order, by the day from which it counts.</summary>
    public IReadOnlyList<ExpectedArrival> Arrivals { get; init; } = [];

    /// <summary>Each step: what, the formula with numbers in it, and the result.</summary>
    public required IReadOnlyList<ExplanationStep> Steps { get; init; }

    public required string Model { get; init; }

    /// <summary>The forecast it was computed from.</summary>
    public required long ForecastVersion { get; init; }

    /// <summary>The stock level's version; 0 when the ledger has none.</summary>
    public required long StockVersion { get; init; }

    public required IReadOnlyList<Sentence> Notes { get; init; }
}

/// <summary>Goods that another location can spare.</summary>
/// <param name="From">Its code.</param>
/// <param name="Quantity">Units.</param>
/// <param name="ArrivesOn">Sent today.</param>
public sealed record TransferAdvice(string From, decimal Quantity, DateOnly ArrivesOn);

/// <summary>How long an order takes.</summary>
/// <param name="PromisedDays">As the supplier says.</param>
/// <param name="Learned">What receipts teach; null where there are none, or the policy does not ask them.</param>
/// <param name="Days">The days that it may take, ascending.</param>
/// <param name="Shares">How likely each of them is.</param>
public sealed record PlannedLeadTime(
    int PromisedDays,
    LearnedLeadTime? Learned,
    IReadOnlyList<int> Days,
    IReadOnlyList<double> Shares
)
{
    /// <summary>The days within which an order has come with so much certainty.</summary>
    /// <param name="share">0 to 1.</param>
    public int Within(double share)
    {
        var sum = 0.0;
        for (var i = 0; i < Days.Count; i++)
        {
            sum += Shares[i];
            // Shares are rounded.
            if (sum >= share - 1e-3)
                return Days[i];
        }
        return Days.Count > 0 ? Days[^1] : PromisedDays;
    }

    /// <summary>The distribution as a sentence without its end.</summary>
    public string InWords() =>
        Learned is null
            ? T($"{PromisedDays} days as promised")
            : T(
                $"promised {PromisedDays} days; after receipts half comes within {Within(.5)}, nine tenths within "
                    + $"{Within(.9)}"
            );
}

/// <summary>The same order from another supplier.</summary>
/// <param name="Supplier">Its code.</param>
/// <param name="Quantity">Units, in its own minimum and packs.</param>
/// <param name="UnitCost">Money per unit of an order of that size; null when unknown.</param>
/// <param name="Cost">Money; null when unknown.</param>
/// <param name="LeadTimeDays">Days until it is expected to be there.</param>
/// <param name="ArrivesOn">Ordered on the order-by date.</param>
public sealed record SupplierOption(
    string Supplier,
    decimal Quantity,
    decimal? UnitCost,
    decimal? Cost,
    int LeadTimeDays,
    DateOnly ArrivesOn
);

/// <summary>Goods of an open order.</summary>
/// <param name="Order">The order's number; null where only an amount is known.</param>
/// <param name="ExpectedOn">The day that was agreed; null where none is known.</param>
/// <param name="CountedFrom">The day from which they count: the agreed one, or what is assumed of a late order.</param>
/// <param name="Quantity">Units that are open.</param>
/// <param name="Late">Whether the agreed day has passed.</param>
public sealed record ExpectedArrival(
    string? Order,
    DateOnly? ExpectedOn,
    DateOnly CountedFrom,
    decimal Quantity,
    bool Late
);

/// <summary>Having an open order earlier would do.</summary>
/// <param name="Order">The order's number.</param>
/// <param name="ArrivesOn">When it comes as things stand.</param>
/// <param name="Quantity">Units it brings.</param>
/// <param name="NeededBy">The day by which it would have to come.</param>
public sealed record ExpediteAdvice(string Order, DateOnly ArrivesOn, decimal Quantity, DateOnly NeededBy);

/// <summary>A step of a suggestion's arithmetic.</summary>
/// <param name="What">What it comes to.</param>
/// <param name="Arithmetic">How, with the numbers in it.</param>
/// <param name="Result">In <paramref name="Unit"/>.</param>
/// <param name="Unit">The product's; <c>days</c>, <c>days from now</c> or <c>money</c>.</param>
public sealed record ExplanationStep(Sentence What, Sentence Arithmetic, decimal Result, string Unit)
{
    /// <summary>The unit for who reads.</summary>
    public string UnitInWords() =>
        Unit switch
        {
            "days" => T("days"),
            "days from now" => T("days from now"),
            "money" => T("money"),
            _ => Unit,
        };
}

/// <summary>A suggestion that another one took the place of, or the one that stands.</summary>
/// <param name="Location">The location's code.</param>
/// <param name="At">When it was made.</param>
/// <param name="Advice">What it said to do.</param>
/// <param name="OrderQuantity">Units; 0 for no order.</param>
/// <param name="OrderBy">The last day to order; null for no order.</param>
/// <param name="Changes">What is different from the one before, in words; empty for the first that is known.</param>
public sealed record SuggestionChange(
    string Location,
    DateTimeOffset At,
    Advice Advice,
    decimal OrderQuantity,
    DateOnly? OrderBy,
    IReadOnlyList<string> Changes
);

/// <summary>What a worklist's rows group by.</summary>
public enum WorklistGroup
{
    Supplier,
    Location,
    Category,
}

/// <summary>The worklist in numbers.</summary>
/// <param name="Total">All orders that are suggested.</param>
/// <param name="Groups">The same per group, the dearest to wait with first; at most 200.</param>
/// <param name="CountFirst">Series that sell and were never counted.</param>
/// <param name="Standing">Locations whose clock stands in the past: nothing is ordered for them today.</param>
public sealed record WorklistSummary(
    WorklistTotals Total,
    IReadOnlyList<WorklistGroupTotals> Groups,
    int CountFirst,
    IReadOnlyList<StandingLocation> Standing
)
{
    /// <summary>Products at a location that are <see cref="StockRisk.Out"/>.</summary>
    public int OutOfStock { get; init; }

    /// <summary>Products at a location that are <see cref="StockRisk.AtRisk"/>.</summary>
    public int AtRisk { get; init; }
}

/// <summary>How stock stands to what is expected to be sold. Only counted stock, where the clock runs.</summary>
public enum StockRisk
{
    /// <summary>Nothing is there, and something is expected to be sold.</summary>
    Out,

    /// <summary>
    /// Something is there, and expected demand uses it up within 14 days, with all that is on order and arrives until
    /// then.
    /// </summary>
    AtRisk,
}

/// <param name="Lines">Suggested orders of one product for one location.</param>
/// <param name="Late">Of these, late.</param>
/// <param name="Now">Of these, due today.</param>
/// <param name="Soon">Of these, due until the next review.</param>
/// <param name="Cost">Money that they cost, where the unit cost is known.</param>
/// <param name="WaitingCost">Money that waiting until the next review costs, where the price is known.</param>
public sealed record WorklistTotals(int Lines, int Late, int Now, int Soon, decimal Cost, decimal WaitingCost);

/// <param name="Key">The supplier's or location's code, or the category; null for those that have none.</param>
/// <param name="Totals">Of the group.</param>
public sealed record WorklistGroupTotals(string? Key, WorklistTotals Totals);

/// <param name="Location">Its code.</param>
/// <param name="AsOf">Its last day with a sale.</param>
/// <param name="Series">Its products.</param>
public sealed record StandingLocation(string Location, DateOnly AsOf, int Series);

/// <summary>How many series were marked for a refresh.</summary>
public sealed record RefreshAccepted(int Series);
