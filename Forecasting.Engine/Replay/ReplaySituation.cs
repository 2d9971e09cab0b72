using SmartInventory.Forecasting.Engine.Replenishment;

namespace SmartInventory.Forecasting.Engine.Replay;

/// <summary>
/// What a policy may know on the evening of a day: the days until then, and what a forecast makes of them.
/// </summary>
public sealed class ReplaySituation
{
    private readonly List<(int More, DemandTable Table)> _tables = [];
    private int _filled;
    private readonly DemandTable _day = new();
    private readonly DemandTable _coarse = new();
    private double[] _demand = [];
    private int _known;
    private int _cheapestOf;
    private StockRule _cheapest;

    internal RollingForecast Forecast { get; } = new();

    /// <summary>How long an order placed now takes.</summary>
    public LeadTime LeadTime { get; private set; } = LeadTime.Fixed(0);

    /// <summary>How the product is ordered and what it costs.</summary>
    public ReplayTerms Terms { get; private set; } = new();

    /// <summary>Units per day until now, oldest first; NaN is unknown.</summary>
    public ReadOnlySpan<double> Past => _demand.AsSpan(0, _known);

    /// <summary>The smallest number of units there is.</summary>
    public double Unit => Forecast.Unit;

    /// <summary>Expected units of the next days.</summary>
    public double Expected(int days) => Forecast.Expected(0, days);

    /// <summary>How far below a reorder point a position is found, in days of demand.</summary>
    public double UndershootDays => Forecast.UndershootDays;

    /// <summary>The demand until an order placed now arrives and for so many days after.</summary>
    public DemandTable Demand(int more)
    {
        for (var i = 0; i < _filled; i++)
        {
            if (_tables[i].More == more)
                return _tables[i].Table;
        }
        if (_filled == _tables.Count)
            _tables.Add((more, new()));
        var table = _tables[_filled].Table;
        _tables[_filled++] = (more, table);
        Forecast.Fill(table, LeadTime, more);
        return table;
    }

    /// <summary>
    /// The (s, S) that costs least with the terms' costs of ordering, holding and missing units. Found anew once a
    /// week: it is the one thing here that is slow.
    /// </summary>
    public StockRule Cheapest()
    {
        if (_cheapestOf > 0 && _known < _cheapestOf + SearchDays)
            return _cheapest;
        _cheapestOf = _known;
        // On a grid of which an order is some hundred steps: the search grows with their square.
        var lot = EconomicOrder.Quantity(Terms.OrderCost, Terms.HoldingPerDay, Expected(SearchDays) / SearchDays);
        var protection = _coarse;
        Forecast.Fill(protection, LeadTime, 1, lot / OrderSteps);
        Forecast.FillDay(_day, protection.Unit);
        if (_day.Count < 2)
            return _cheapest = new(0, 0);
        var unit = protection.Unit;
        var points = OrderPoints.Cheapest(
            Terms.OrderCost,
            Terms.HoldingPerDay * unit,
            Math.Max(Terms.Margin, 1e-9) * unit,
            _day.Probabilities,
            protection
        );
        return _cheapest = new(Math.BitIncrement(Math.Max(0, points.Reorder * unit)), points.UpTo * unit);
    }

    private const int SearchDays = 7,
        OrderSteps = 100;

    internal void Start(double[] demand, ReplayTerms terms, int review)
    {
        (_demand, _known, _filled, _cheapestOf) = (demand, 0, 0, 0);
        (Terms, LeadTime) = (terms, terms.LeadTime);
        var near = (int)Math.Round(terms.LeadTime.Mean) + 1;
        Forecast.Start(!terms.Order.Divisible, near, near + Math.Max(1, review - 1));
    }

    internal void Learn()
    {
        Forecast.Learn(_demand[_known++]);
        _filled = 0;
    }
}
