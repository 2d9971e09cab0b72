using SmartInventory.Forecasting.Engine.Paths;

namespace SmartInventory.Forecasting.Engine.History;

/// <summary>
/// The memory of one thread: grown when a longer series comes, so that forecasting thousands allocates only their
/// results.
/// </summary>
public sealed class ForecastWorkspace
{
    public DailyDemand History { get; } = new();

    internal Scratch Scratch { get; } = new();
}
