using SmartInventory.Contracts.Forecasting;
using SmartInventory.Contracts.Localization;
using SmartInventory.Forecasting.Engine.Replenishment;
using SmartInventory.Forecasting.Policies;
using static SmartInventory.Forecasting.Replenishment.Figures;

namespace SmartInventory.Forecasting.Replenishment;

/// <summary>The levels that a policy comes to, when it is looked at, and how both came about.</summary>
internal sealed class OrderLevels
{
    private readonly OrderCalendar _calendar;

    /// <summary>Looked at on review days only; else whenever an order can be placed.</summary>
    private readonly bool _periodic;

    /// <summary>What is typed is ordered at, and not only below.</summary>
    private readonly bool _typed;

    private OrderLevels(OrderCalendar calendar, bool periodic, bool typed, StepLog log)
    {
        (_calendar, _periodic, _typed, Log) = (calendar, periodic, typed, log);
    }

    /// <summary>The day on which an order is counted to arrive, from the day it is placed.</summary>
    public int Lead { get; private init; }

    /// <summary>Days from one order to the next.</summary>
    public int Review { get; private init; }

    /// <summary>s: below it an order is placed.</summary>
    public decimal Reorder { get; private init; }

    /// <summary>S.</summary>
    public decimal UpTo { get; private init; }

    /// <summary>Q; 0 where an order fills up to S.</summary>
    public decimal Lot { get; private init; }

    public decimal Safety { get; private init; }

    public StepLog Log { get; }

    public List<Sentence> Notes { get; } = [];

    /// <summary>The step that changes between suggestions are told by.</summary>
    public static Sentence ExpectedDemand { get; } = S($"Expected demand in the lead time");

    /// <summary>The first day, from today, whose position is held against s.</summary>
    public int FirstLook => _periodic ? _calendar.First(0) : 0;

    public int NextLook(int day) => _periodic ? _calendar.First(day + 1) : day + 1;

    /// <summary>The day on which to order so that the position of <paramref name="day"/> is answered.</summary>
    public int OrderDay(int day) => _periodic ? _calendar.First(day) : _calendar.First(Math.Max(0, day - 1));

    public bool CallsForOrder(decimal position) => _typed ? position <= Reorder : position < Reorder;

    /// <summary>Lots that bring a position below s up to it.</summary>
    public decimal Lots(decimal position) => position < Reorder ? decimal.Ceiling((Reorder - position) / Lot) * Lot : 0;

    public Sentence WhyThen(int due, decimal then, decimal drained, DateOnly on) =>
        _periodic
            ? due == 0
                ? S($"{About(then)} is below {N(Reorder)}, and today orders are placed: {On(on)}")
                : S(
                    $"{About(then)} - {About(drained)} expected until {On(on)}, when orders are placed, "
                        + $"is below {N(Reorder)}"
                )
            : due == 0
                ? S($"{About(then)} is below {N(Reorder)}, or will be tomorrow: {On(on)}")
                : due == OrderDay(0)
                    ? S($"{About(then)} is below {N(Reorder)} soon; orders are taken next on {On(on)}")
                    : S(
                        $"{About(then)} - {About(drained)} expected until {On(on)} still covers {N(Reorder)}; "
                            + $"a day later it does not"
                    );

    public static OrderLevels Of(DemandOutlook outlook, OrderTerms terms, DateOnly asOf)
    {
        var (lead, supply) = (terms.LeadTimeDays, terms.ToSupply());
        var periodic = terms.Policy.Policy is OrderPolicy.PeriodicUpTo or OrderPolicy.PeriodicReorderUpTo;
        var calendar = new OrderCalendar(asOf, terms.OrderDays, periodic ? terms.ReviewPeriodDays : 1);
        var gap = calendar.LongestGap();
        var review = gap > 1 ? Math.Max(terms.ReviewPeriodDays, gap) : terms.ReviewPeriodDays;
        var policy = terms.ToPolicy(gap);
        // Tomorrow's position is held against s, on the last day before it falls below; see OrderDay.
        var situation = new ForecastSituation(outlook, supply, gap - 1);
        var rule = policy.Decide(situation);

        var typed = policy is TypedLevels;
        var reorder = typed ? terms.Policy.Min!.Value : Units(rule.Reorder, terms.WholeUnits);
        var upTo = Math.Max(reorder, Units(rule.UpTo, terms.WholeUnits));
        var expected = Units(situation.Demand(0).Mean);
        var log = new StepLog(terms.Unit);
        var levels = new OrderLevels(calendar, periodic, typed, log)
        {
            Lead = lead,
            Review = review,
            Reorder = reorder,
            UpTo = upTo,
            Lot = Units(rule.Lot, terms.WholeUnits),
            Safety = Math.Max(0, reorder - expected),
        };
        levels.Explain(terms, gap, expected);
        return levels;
    }

    private void Explain(OrderTerms terms, int gap, decimal expected)
    {
        var fixedLead = terms.LeadTime.Days.Length == 1;
        var (low, high) = (terms.LeadTime.Days[0], terms.LeadTime.Days[^1]);
        var until = fixedLead ? Days(Lead) : S($"{low} to {high} days");
        if (terms.Learned is { } learned)
            Log.Add(
                S($"Lead time"),
                S(
                    $"promised {Days(terms.PromisedDays)}; after receipts half is expected within "
                        + $"{N((decimal)learned.MedianDays)} days, nine tenths within {N((decimal)learned.P90Days)}"
                ),
                Lead,
                "days"
            );
        if (terms.OrderDays.Count > 0)
            Log.Add(
                S($"Between orders"),
                S($"{Sentence.Join(", ", terms.OrderDays.Cast<object>())}: at most {Days(gap)} apart"),
                gap,
                "days"
            );
        Log.Add(
            ExpectedDemand,
            fixedLead ? S($"sum of the next {Days(Lead)}") : S($"of {until}, each with its share"),
            expected
        );
        var measure = OrderTerms.Measure(terms.Policy.Promise);
        if (measure == ServiceMeasure.StockOutCost && !terms.KnowsMargin)
        {
            measure = ServiceMeasure.CycleService;
            Notes.Add(
                S($"Price or unit cost is unknown, so the service level decides and not what a stock-out costs.")
            );
        }
        var more = _periodic ? Review : gap - 1;
        var days =
            more == 0 ? until
            : fixedLead ? S($"{Lead} + {Days(more)}")
            : S($"{until} + {Days(more)}");
        var promise = measure switch
        {
            ServiceMeasure.FillRate => S($"{Percent(terms.ServiceLevel)} of demand is served at once"),
            ServiceMeasure.StockOutCost => S($"a unit more would cost as much to hold as it saves"),
            _ => S($"demand of {days} stays within it with probability {Percent(terms.ServiceLevel)}"),
        };
        if (terms.Policy.Policy == OrderPolicy.MinMax)
        {
            Log.Add(S($"Reorder point"), S($"typed: ordered at {N(terms.Policy.Min!.Value)} and below"), Reorder);
            Log.Add(S($"Safety stock"), S($"{N(Reorder)} - {About(expected)}"), Safety);
            Log.Add(S($"Order up to"), S($"typed"), UpTo);
            return;
        }
        if (terms.Policy.Policy == OrderPolicy.PeriodicUpTo)
        {
            Log.Add(S($"Order up to"), S($"every {Days(Review)}: {promise}"), UpTo);
            Log.Add(S($"Safety stock"), S($"{N(Reorder)} - {About(expected)} expected in the lead time"), Safety);
            return;
        }
        Log.Add(S($"Reorder point"), promise, Reorder);
        Log.Add(S($"Safety stock"), S($"{N(Reorder)} - {About(expected)}"), Safety);
        if (Lot > 0)
            Log.Add(
                S($"Lot"),
                terms.Policy.Lot is not null ? S($"as the policy says")
                    : terms.Policy.OrderCost > 0 ? S($"at which ordering and holding cost least")
                    : S($"expected demand of {Days(Review)}"),
                Lot
            );
        else
            Log.Add(
                S($"Order up to"),
                measure == ServiceMeasure.CycleService && !_periodic
                    ? S(
                        $"demand of {(fixedLead ? Lead : until)} + {Days(Review)} (lead time + review period) stays "
                            + $"within it with probability {Percent(terms.ServiceLevel)}"
                    )
                    : S($"{N(Reorder)} + an order of {N(UpTo - Reorder)}"),
                UpTo
            );
    }
}
