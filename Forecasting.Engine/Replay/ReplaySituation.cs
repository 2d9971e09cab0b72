using SmartInventory.Forecasting.Engine.Replenishment;

namespace SmartInventory.Forecasting.Engine.Replay;

/// <summary>
/// What a policy may know on the evening of a day: the days until then, and what a forecast makes of them.
/// </summary>
public sealed class ReplaySituation : IOrderSituation
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

    /// <summary>How the product is ordered and what it costs.</summary>
    public SupplyTerms Terms { get; private set; } = new();

    /// <summary>Units per day until now, oldest first; NaN is unknown.</summary>
    public ReadOnlySpan<double> Past => _demand.AsSpan(0, _known);

    /// <summary>The smallest number of units there is.</summary>
    public double Unit => Forecast.Unit;

    /// <summary>A position is looked at in the evening, and the order of the next one comes a day later.</summary>
    public int LookDays => 1;

    /// <summary>Expected units of the next days.</summary>
    public double Expected(int days) => Forecast.Expected(0, days);

    /// <summary>How far below a reorder point a position is found, in days of demand.</summary>
    public double UndershootDays => Forecast.UndershootDays;

    /// <summary>The demand until an order placed now arrives and for so many days after.</summary>
    public IDemandDistribution Demand(int more)
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
        Forecast.Fill(table, Terms.LeadTime, more);
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
        Forecast.Fill(protection, Terms.LeadTime, 1, lot / OrderSteps);
        Forecast.FillDay(_day, protection.Unit);
        return _cheapest = _day.Count < 2 ? new(0, 0) : OrderPoints.Cheapest(Terms, _day, protection);
    }

    private const int SearchDays = 7,
        OrderSteps = 100;

    internal void Start(double[] demand, SupplyTerms terms, int review)
    {
        (_demand, _known, _filled, _cheapestOf) = (demand, 0, 0, 0);
        Terms = terms;
        var near = (int)Math.Round(terms.LeadTime.Mean) + 1;
        Forecast.Start(!terms.Order.Divisible, near, near + Math.Max(1, review - 1));
    }

    internal void Learn()
    {
        Forecast.Learn(_demand[_known++]);
        _filled = 0;
    }
}
