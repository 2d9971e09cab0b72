namespace SmartInventory.Forecasting.Engine.Replay;

/// <summary>When and how much to order.</summary>
/// <param name="Reorder">An order is placed while the position is below it, units.</param>
/// <param name="UpTo">The position that the order brings about at least, units.</param>
/// <param name="Lot">Units of which an order is a multiple, before packs; 0 orders what is missing.</param>
public readonly record struct StockRule(double Reorder, double UpTo, double Lot = 0);

/// <summary>A way to decide that can be replayed. Without state: one object serves many threads.</summary>
public interface IReplayPolicy
{
    /// <summary>Days from one decision to the next, at least 1.</summary>
    int ReviewDays { get; }

    /// <summary>Decides on the evening of a day.</summary>
    StockRule Decide(ReplaySituation situation);
}
