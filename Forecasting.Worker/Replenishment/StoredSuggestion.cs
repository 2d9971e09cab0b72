using SmartInventory.Contracts.Forecasting;

namespace SmartInventory.Forecasting.Replenishment;

/// <summary>The newest suggestion of a series. The columns are what the list is ordered and filtered by.</summary>
internal sealed class StoredSuggestion
{
    public required string Sku { get; init; }
    public required string Location { get; init; }
    public Urgency Urgency { get; init; }
    public bool Archived { get; init; }

    /// <summary>The day to order by; the end of time when no order is needed, so that those come last.</summary>
    public DateOnly OrderBy { get; init; }

    /// <summary>0 when unknown: what is known to be dear comes first.</summary>
    public decimal Cost { get; init; }

    /// <summary>A <see cref="SuggestionExplanation"/>.</summary>
    public required string Document { get; init; }
}
