using SmartInventory.Forecasting.Models.Classical;

namespace SmartInventory.Forecasting.Models;

/// <summary>The memory of one thread: grown when a longer series comes, so that forecasting thousands allocates only their results.</summary>
public sealed class ForecastWorkspace
{
    public DemandHistory History { get; } = new();

    public Scratch Scratch { get; } = new();
}
