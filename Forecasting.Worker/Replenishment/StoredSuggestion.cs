using System.Text.Json;
using SmartInventory.Contracts;
using SmartInventory.Contracts.Forecasting;

namespace SmartInventory.Forecasting.Replenishment;

/// <summary>The newest suggestion of a series. The columns are what the list is ordered and filtered by.</summary>
internal sealed class StoredSuggestion
{
    public required string Sku { get; init; }
    public required string Location { get; init; }
    public Urgency Urgency { get; init; }

    /// <summary>The place of <see cref="Urgency"/> among its words, which have no order of their own at rest.</summary>
    public int UrgencyRank { get; private set; }
    public bool Archived { get; init; }

    /// <summary>The day to order by; the end of time when no order is needed, so that those come last.</summary>
    public DateOnly OrderBy { get; init; }

    /// <summary>0 when unknown: what is known to be dear comes first.</summary>
    public decimal Cost { get; init; }

    /// <summary>A <see cref="SuggestionExplanation"/>.</summary>
    public required string Document { get; init; }

    /// <param name="explained">The suggestion.</param>
    /// <param name="archived">Whether its product or location is.</param>
    public static StoredSuggestion Of(SuggestionExplanation explained, bool archived)
    {
        var suggestion = explained.Suggestion;
        return new()
        {
            Sku = suggestion.Sku,
            Location = suggestion.Location,
            Urgency = suggestion.Urgency,
            Archived = archived,
            OrderBy = suggestion.OrderBy ?? DateOnly.MaxValue,
            Cost = suggestion.Cost ?? 0,
            Document = JsonSerializer.Serialize(explained, ContractsJson.Options),
        };
    }
}
