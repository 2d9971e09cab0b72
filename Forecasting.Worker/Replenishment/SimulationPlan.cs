using SmartInventory.Contracts.Forecasting;
using SmartInventory.Forecasting.Engine.Replay;
using SmartInventory.Forecasting.Engine.Replenishment;
using SmartInventory.Forecasting.Policies;
using SmartInventory.ServiceDefaults.Web;

namespace SmartInventory.Forecasting.Replenishment;

/// <summary>A simulation that was checked.</summary>
internal sealed record SimulationPlan(
    int Days,
    OrderPolicy? Policy,
    ServicePromise? Promise,
    double? Service,
    int? ReviewDays,
    TypedLevels? Typed,
    double[] Levels,
    double DemandFactor,
    int LateDays,
    double CostFactor,
    double? OrderCost,
    double? HoldingRate,
    double Backordered
)
{
    private static readonly decimal[] UsualLevels = [.8m, .85m, .9m, .925m, .95m, .96m, .97m, .98m, .99m, .995m];

    private bool WhatIf => DemandFactor != 1 || LateDays != 0 || CostFactor != 1;

    /// <summary>Checks what was asked; what is bad goes into <paramref name="errors"/>.</summary>
    public static SimulationPlan Of(SimulateReplenishment asked, FieldErrors errors)
    {
        var proposed = asked.Proposed ?? new();
        if (proposed.Service is not null)
            Share(errors, "proposed.service", proposed.Service.Value);
        if (proposed.ReviewDays is not null)
            errors.Whole("proposed.reviewDays", proposed.ReviewDays, 1, 365);
        var levels = asked.ServiceLevels ?? UsualLevels;
        if (levels.Count is 0 or > SimulateReplenishment.MaxLevels)
            errors.Add("serviceLevels", T($"must be 1 to {SimulateReplenishment.MaxLevels}"));
        for (var i = 0; i < levels.Count; i++)
            Share(errors, $"serviceLevels[{i}]", levels[i]);

        TypedLevels? typed = null;
        if (proposed.Policy == OrderPolicy.MinMax)
        {
            var min = errors.Number("proposed.min", proposed.Min, 0, FieldErrors.MaxAmount);
            var max = errors.Number("proposed.max", proposed.Max, 0, FieldErrors.MaxAmount, exclusive: true);
            if (proposed.Max <= proposed.Min)
                errors.Add("proposed.max", T("must be above min"));
            if (asked.Skus is not { Count: 1 })
                errors.Add("skus", T("must name one product: a minimum and maximum are of one"));
            typed = new((double)min, (double)max);
        }
        else
        {
            if (proposed.Min is not null)
                errors.Add("proposed.min", T("is of the policy min-max alone"));
            if (proposed.Max is not null)
                errors.Add("proposed.max", T("is of the policy min-max alone"));
        }

        return new(
            errors.Whole(
                "days",
                asked.Days,
                SimulateReplenishment.MinDays,
                SimulateReplenishment.MaxDays,
                SimulateReplenishment.DefaultDays
            ),
            proposed.Policy,
            proposed.Promise,
            (double?)proposed.Service,
            proposed.ReviewDays,
            typed,
            [.. levels.Select(l => (double)l)],
            (double)errors.Number("demandFactor", asked.DemandFactor ?? 1, .1m, 10),
            errors.Whole("lateDays", asked.LateDays, 0, 365, 0),
            (double)errors.Number("costFactor", asked.CostFactor ?? 1, .1m, 10),
            asked.OrderCost is { } orderCost ? (double)errors.Money("orderCost", orderCost) : null,
            asked.HoldingRate is { } holding ? (double)errors.Number("holdingRate", holding, 0, 10) : null,
            (double)errors.Number("backordered", asked.Backordered ?? 0, 0, 1)
        );
    }

    /// <summary>Replays one series; null when its history is too short.</summary>
    /// <param name="replayer">The thread's memory.</param>
    /// <param name="history">Units per day, oldest first; NaN is unknown.</param>
    /// <param name="terms">As suggestions take them.</param>
    public SeriesReplay? Replay(Replayer replayer, double[] history, OrderTerms terms)
    {
        var from = Math.Max(SimulateReplenishment.MinDays, history.Length - Days);
        if (history.Length < 2 * SimulateReplenishment.MinDays)
            return null;
        var now = Supply(terms, 0, 1);
        var current = terms.ToPolicy();

        var (kind, measure) = (
            OrderTerms.Kind(Policy ?? terms.Policy.Policy),
            OrderTerms.Measure(Promise ?? terms.Policy.Promise)
        );
        var period = ReviewDays ?? Math.Max(1, terms.ReviewPeriodDays);
        IOrderPolicy proposed =
            Typed
            ?? (
                Policy is null && current is TypedLevels
                    ? current
                    : new ServicePolicy(kind, measure, Service ?? terms.ServiceLevel, period)
            );
        // What follows from costs has no levels: the curve then is of fill rates.
        var curveOf = measure == ServiceMeasure.StockOutCost ? ServiceMeasure.FillRate : measure;
        IOrderPolicy[] others = [proposed, .. Levels.Select(level => new ServicePolicy(kind, curveOf, level, period))];
        if (!WhatIf)
        {
            var all = replayer.Run(history, from, now, [current, .. others]);
            return new(all[0], all[1], all[2..], Hindsight(now));
        }
        var before = replayer.Run(history, from, now, [current])[0];
        var then = Supply(terms, LateDays, CostFactor);
        var results = replayer.Run(Times(history, terms.WholeUnits), from, then, others);
        return new(before, results[0], results[1..], Hindsight(then));

        double? Hindsight(SupplyTerms of) =>
            of.OrderCost > 0 && of.HoldingPerDay > 0 ? replayer.Hindsight(from, history.Length, of) : null;
    }

    private SupplyTerms Supply(OrderTerms terms, int late, double factor)
    {
        var supply = terms.ToSupply();
        return supply with
        {
            LeadTime = supply.LeadTime.Later(late),
            Prices = Array.ConvertAll(supply.Prices, p => p with { UnitPrice = p.UnitPrice * factor }),
            OrderCost = OrderCost ?? supply.OrderCost,
            HoldingRate = HoldingRate ?? supply.HoldingRate,
            Margin = terms.Price is { } paid ? Math.Max(0, (double)paid - supply.Prices[0].UnitPrice * factor) : 0,
            Backordered = Backordered,
        };
    }

    /// <summary>Demand times the factor; what whole units leave over comes with a later day.</summary>
    private double[] Times(double[] history, bool whole)
    {
        var (more, left) = (new double[history.Length], 0.0);
        for (var t = 0; t < more.Length; t++)
        {
            more[t] = history[t] * DemandFactor;
            if (!whole || double.IsNaN(more[t]) || more[t] == 0)
                continue;
            left += more[t];
            more[t] = Math.Floor(left + 1e-9);
            left -= more[t];
        }
        return more;
    }

    private static void Share(FieldErrors errors, string field, decimal value)
    {
        if (value is <= 0 or >= 1)
            errors.Add(field, T("must be above 0 and below 1"));
    }
}

/// <summary>What the policies came to on one series.</summary>
internal sealed record SeriesReplay(
    ReplayResult Current,
    ReplayResult Proposed,
    ReplayResult[] Curve,
    double? Hindsight
);
