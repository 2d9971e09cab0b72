using SmartInventory.Contracts.Forecasting;
using SmartInventory.Forecasting.Engine.Replay;

namespace SmartInventory.Forecasting.Replenishment;

/// <summary>Adds up what a policy came to on many series.</summary>
internal sealed class SimulationTally
{
    private double _demand,
        _served,
        _lost,
        _stock,
        _value,
        _ordered,
        _holding,
        _ordering,
        _margin,
        _imputed;
    private int _cycles,
        _good,
        _outDays,
        _orders,
        _unknown;

    public void Add(ReplayResult result)
    {
        _demand += result.Demand;
        _served += result.Served;
        _lost += result.Lost;
        _stock += result.MeanStock;
        _value += result.MeanStockValue;
        _ordered += result.Ordered;
        _holding += result.HoldingCost;
        _ordering += result.OrderingCost;
        _margin += result.LostMargin;
        _imputed += result.Imputed;
        _cycles += result.Cycles;
        _good += result.GoodCycles;
        _outDays += result.StockOutDays;
        _orders += result.Orders;
        _unknown += result.UnknownDays;
    }

    public SimulatedOutcome Outcome() =>
        new(
            _demand > 0 ? Math.Round(_served / _demand, 4) : 1,
            _cycles > 0 ? Math.Round((double)_good / _cycles, 4) : 1,
            _outDays,
            Figure(_demand),
            Figure(_lost),
            Figure(_stock),
            Figure(_value),
            _orders,
            Figure(_ordered),
            Figure(_holding),
            Figure(_ordering),
            Figure(_margin),
            Figure(_holding) + Figure(_ordering) + Figure(_margin),
            _unknown,
            Figure(_imputed)
        );

    public static decimal Figure(double value) => Math.Round((decimal)Math.Min(value, 1e20), 2);
}
