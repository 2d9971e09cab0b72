using SmartInventory.Forecasting.Engine.Paths;
using SmartInventory.Forecasting.Engine.Replenishment;

namespace SmartInventory.Forecasting.Engine.Replay;

/// <summary>
/// Policies against a history: what they would have ordered, held and missed, had they decided each evening on what was
/// known then. A forecast is made once a day and shared by all. Its memory is used again and again; of one thread.
/// </summary>
public sealed class Replayer
{
    private readonly ReplaySituation _situation = new();
    private State[] _states = [];
    private double[] _taken = [];
    private double[] _orders = [];

    /// <summary>Replays policies over the end of a history.</summary>
    /// <param name="demand">
    /// Units per day, oldest first; NaN is unknown (a day without stock) and taken to be what was expected of it.
    /// </param>
    /// <param name="from">
    /// The first day that is counted, at least 1. Those before teach the forecast, and the last of them bring the stock
    /// from full to where the policy keeps it.
    /// </param>
    /// <param name="terms">How the product is ordered and what it costs.</param>
    /// <param name="policies">What is compared; at least one.</param>
    /// <param name="seed">Of random lead times, which are the same for all policies; nothing else is random.</param>
    /// <returns>One result per policy.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="from"/> is not a day after another.</exception>
    /// <exception cref="ArgumentException">A day's demand is below zero or infinite, or there is no policy.</exception>
    public ReplayResult[] Run(
        double[] demand,
        int from,
        SupplyTerms terms,
        ReadOnlySpan<IOrderPolicy> policies,
        ulong seed = 1
    )
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(from, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(from, demand.Length);
        if (policies.IsEmpty)
            throw new ArgumentException("At least one policy.", nameof(policies));
        foreach (var units in demand)
        {
            if (units < 0 || double.IsInfinity(units))
                throw new ArgumentException("Demand is 0 or more, or not known.", nameof(demand));
        }

        var longest = 1;
        foreach (var policy in policies)
            longest = Math.Max(longest, policy.ReviewDays);
        // Two rounds of ordering before anything is counted.
        var begin = Math.Max(1, from - 2 * (terms.LeadTime.Days[^1] + longest));
        _situation.Start(demand, terms, longest);
        Begin(policies.Length, terms.LeadTime.Days[^1]);
        if (_taken.Length < demand.Length)
            _taken = new double[demand.Length];
        var (random, carried, unknown, imputed) = (new StableRandom(seed), 0.0, 0, 0.0);
        for (var t = 0; t < demand.Length; t++)
        {
            var units = demand[t];
            if (double.IsNaN(units))
            {
                // What is expected may be broken; whole units come when they are full.
                units = _situation.Forecast.Expected(0, 1);
                if (!terms.Order.Divisible)
                {
                    carried += units;
                    units = Math.Floor(carried);
                    carried -= units;
                }
                if (t >= from)
                {
                    unknown++;
                    imputed += units;
                }
            }
            var days = terms.LeadTime.Draw(random.NextUnit());
            if (t == from)
            {
                foreach (var state in _states.AsSpan(0, policies.Length))
                    state.StartCounting();
            }
            _situation.Learn();
            _taken[t] = units;
            if (t < begin - 1)
                continue;
            for (var p = 0; p < policies.Length; p++)
            {
                var state = _states[p];
                if (t < begin)
                {
                    state.Fill(policies[p].Decide(_situation), terms);
                    continue;
                }
                state.Day(t, units, terms);
                if ((t - begin + 1) % policies[p].ReviewDays == 0)
                    state.Order(t, policies[p].Decide(_situation), days, terms);
            }
        }

        var results = new ReplayResult[policies.Length];
        for (var p = 0; p < results.Length; p++)
        {
            results[p] = _states[p].Finish(terms);
            (results[p].UnknownDays, results[p].Imputed) = (unknown, imputed);
        }
        return results;
    }

    /// <summary>
    /// The least that holding and ordering the demand of the last <see cref="Run"/> would have cost, had it been known:
    /// all of it served, for the begin of the day, without a minimum or packs. Money.
    /// </summary>
    public double Hindsight(int from, int length, SupplyTerms terms)
    {
        if (_orders.Length < length)
            _orders = new double[length];
        return HindsightPlan.Cost(
            _taken.AsSpan(from, length - from),
            terms.OrderCost,
            terms.HoldingPerDay,
            _orders.AsSpan(0, length - from)
        );
    }

    private void Begin(int policies, int longestLead)
    {
        if (_states.Length < policies)
        {
            var more = new State[policies];
            for (var p = 0; p < policies; p++)
                more[p] = p < _states.Length ? _states[p] : new();
            _states = more;
        }
        for (var p = 0; p < policies; p++)
            _states[p].Begin(longestLead);
    }

    /// <summary>The stock of one policy.</summary>
    private sealed class State
    {
        private double[] _arriving = [];
        private ReplayResult _result = new();
        private double _onHand;
        private double _onOrder;
        private double _waiting;
        private bool _missed;

        public void Begin(int longestLead)
        {
            if (_arriving.Length != longestLead + 1)
                _arriving = new double[longestLead + 1];
            else
                _arriving.AsSpan().Clear();
            (_result, _onHand, _onOrder, _waiting, _missed) = (new(), 0, 0, 0, false);
        }

        /// <summary>What was, was only to get going.</summary>
        public void StartCounting() =>
            (_result, _missed) = (new() { StartStock = _onHand, WaitingBefore = _waiting }, false);

        public void Day(int day, double units, SupplyTerms terms)
        {
            var served = Math.Min(units, _onHand);
            var missing = units - served;
            _onHand -= served;
            _result.Days++;
            _result.Demand += units;
            _result.Served += served;
            if (missing > 0)
            {
                var waits = terms.Backordered * missing;
                if (!terms.Order.Divisible)
                    waits = Math.Round(waits);
                _waiting += waits;
                _result.Lost += missing - waits;
                _result.StockOutDays++;
                _missed = true;
            }
            ref var arriving = ref _arriving[day % _arriving.Length];
            if (arriving > 0)
            {
                Receive(arriving);
                _onOrder -= arriving;
                arriving = 0;
            }
            _result.StockDays += _onHand;
        }

        /// <summary>The first evening finds the stock that the policy wants.</summary>
        public void Fill(StockRule rule, SupplyTerms terms) =>
            _onHand = Math.Max(0, terms.Order.Divisible ? rule.UpTo : Math.Ceiling(rule.UpTo));

        public void Order(int day, StockRule rule, int leadDays, SupplyTerms terms)
        {
            var position = _onHand + _onOrder - _waiting;
            if (!(position < rule.Reorder))
                return;
            var quantity = terms.Order.Of(rule.Need(position));
            if (!(quantity > 0))
                return;
            _result.Orders++;
            _result.Ordered += quantity;
            _result.Purchases += quantity * EconomicOrder.PriceAt(quantity, terms.Prices);
            if (leadDays == 0)
            {
                Receive(quantity);
                return;
            }
            _arriving[(day + leadDays) % _arriving.Length] += quantity;
            _onOrder += quantity;
        }

        public ReplayResult Finish(SupplyTerms terms)
        {
            (_result.EndStock, _result.StillWaiting) = (_onHand, _waiting);
            _result.MeanStockValue = _result.MeanStock * terms.Prices[0].UnitPrice;
            _result.HoldingCost = _result.StockDays * terms.HoldingPerDay;
            _result.OrderingCost = _result.Orders * terms.OrderCost;
            _result.LostMargin = _result.Lost * terms.Margin;
            return _result;
        }

        private void Receive(double units)
        {
            _result.Received += units;
            var late = Math.Min(units, _waiting);
            _waiting -= late;
            _result.ServedLate += late;
            _onHand += units - late;
            _result.Cycles++;
            if (!_missed)
                _result.GoodCycles++;
            _missed = false;
        }
    }
}
