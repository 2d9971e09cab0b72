namespace SmartInventory.Forecasting.Engine.Replay;

/// <summary>
/// What a policy came to over the days that were counted. Units are the product's, money is the terms'.
/// </summary>
public sealed class ReplayResult
{
    /// <summary>Days counted.</summary>
    public int Days { get; internal set; }

    /// <summary>Units demanded.</summary>
    public double Demand { get; internal set; }

    /// <summary>Units served on the day they were demanded.</summary>
    public double Served { get; internal set; }

    /// <summary>Units served later, when goods came.</summary>
    public double ServedLate { get; internal set; }

    /// <summary>Units that were never served.</summary>
    public double Lost { get; internal set; }

    /// <summary>Units that waited for goods before the first day, and after the last.</summary>
    public double WaitingBefore { get; internal set; }
    public double StillWaiting { get; internal set; }

    /// <summary>Share of units served on the day; 1 where nothing was demanded.</summary>
    public double FillRate => Demand > 0 ? Served / Demand : 1;

    /// <summary>Times between two receipts, and how many of them missed nothing.</summary>
    public int Cycles { get; internal set; }
    public int GoodCycles { get; internal set; }

    /// <summary>Share of the times between two receipts in which nothing was missing; 1 without any.</summary>
    public double CycleService => Cycles > 0 ? (double)GoodCycles / Cycles : 1;

    /// <summary>Days on which something was missing.</summary>
    public int StockOutDays { get; internal set; }

    /// <summary>Units on hand in the evening, summed over the days.</summary>
    public double StockDays { get; internal set; }

    /// <summary>Units on hand in the evening, on average.</summary>
    public double MeanStock => Days > 0 ? StockDays / Days : 0;

    /// <summary>The same in money, at the price of the smallest order.</summary>
    public double MeanStockValue { get; internal set; }

    /// <summary>Orders placed, and what they were for.</summary>
    public int Orders { get; internal set; }
    public double Ordered { get; internal set; }

    /// <summary>Money.</summary>
    public double HoldingCost { get; internal set; }
    public double OrderingCost { get; internal set; }
    public double LostMargin { get; internal set; }

    /// <summary>What goods cost at the prices of their orders, money.</summary>
    public double Purchases { get; internal set; }

    /// <summary>Holding, ordering and lost margin, money.</summary>
    public double Cost => HoldingCost + OrderingCost + LostMargin;

    /// <summary>Units on hand before the first day, received, and on hand after the last.</summary>
    public double StartStock { get; internal set; }
    public double Received { get; internal set; }
    public double EndStock { get; internal set; }

    /// <summary>Days whose demand was not known, and the units that were expected of them instead.</summary>
    public int UnknownDays { get; internal set; }
    public double Imputed { get; internal set; }

    /// <summary>Units that appeared or vanished: 0, or the replay is wrong.</summary>
    public double Unaccounted => StartStock + Received - EndStock - Served - ServedLate;
}
