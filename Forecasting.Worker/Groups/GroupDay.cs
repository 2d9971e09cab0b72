namespace SmartInventory.Forecasting.Groups;

/// <summary>The day that <see cref="GroupDemand"/> of a location was added up as of.</summary>
internal sealed class GroupDay
{
    public required string Location { get; init; }
    public DateOnly AsOf { get; init; }

    /// <summary>When that day began, as it was known then: a day that begins anew is added up anew.</summary>
    public DateTimeOffset BegunAt { get; init; }

    public DateTimeOffset ComputedAt { get; init; }

    /// <summary>Products that were added up.</summary>
    public int Series { get; init; }
}
