using SmartInventory.Contracts.Forecasting;

namespace SmartInventory.Forecasting.Groups;

/// <summary>What all products of a category are expected to sell at a location in a week or month.</summary>
internal sealed class GroupDemand
{
    /// <summary>As products have it; empty for none.</summary>
    public required string Category { get; init; }
    public required string Location { get; init; }
    public ForecastGrain Grain { get; init; }

    /// <summary>The last day, which names the week or month at every location, whatever day it is there.</summary>
    public DateOnly ToDay { get; init; }
    public DateOnly FromDay { get; init; }

    /// <summary>The sum of what is expected of each product.</summary>
    public decimal Mean { get; init; }

    /// <summary>
    /// Units sold less returned a year before, of products that are archived by now too; null where the location's
    /// sales do not reach back so far, and of the last week or month, as the present one is not over.
    /// </summary>
    public decimal? SoldBefore { get; init; }
}
