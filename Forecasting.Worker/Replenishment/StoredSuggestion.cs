using System.Text.Json;
using SmartInventory.Contracts.Forecasting;
using SmartInventory.Forecasting.Localization;

namespace SmartInventory.Forecasting.Replenishment;

/// <summary>The newest suggestion of a series. The columns are what the list is ordered and filtered by.</summary>
internal sealed class StoredSuggestion
{
    public required string Sku { get; init; }
    public required string Location { get; init; }
    public Advice Advice { get; init; }
    public Urgency Urgency { get; init; }

    /// <summary>The place of <see cref="Urgency"/> among its words, which have no order of their own at rest.</summary>
    public int UrgencyRank { get; private set; }
    public bool Archived { get; init; }

    /// <summary>The day to order by; the end of time when no order is needed, so that those come last.</summary>
    public DateOnly OrderBy { get; init; }

    /// <summary>0 when unknown: what is known to be dear comes first.</summary>
    public decimal Cost { get; init; }

    /// <summary>What waiting costs, in money; 0 when unknown. The worklist begins with the dearest.</summary>
    public decimal WaitingCost { get; init; }

    public string? Supplier { get; init; }
    public string? Category { get; init; }

    /// <summary>It is not on the worklist before that day; null when nobody set it aside.</summary>
    public DateOnly? SetAsideUntil { get; init; }

    /// <summary>The user name of who looks after it; null for nobody.</summary>
    public string? Assignee { get; init; }

    /// <summary>
    /// After so many days of expected demand the position meets the reorder point; below zero it has. Who has to wait
    /// for a new suggestion waits in this order.
    /// </summary>
    public double DaysToReorder { get; init; }

    /// <summary>
    /// When expected demand will have used up what is there and has come until then; null beyond the horizon, and
    /// where the clock stands.
    /// </summary>
    public DateOnly? StockOutOn { get; init; }

    /// <summary>Units on hand that other locations may have.</summary>
    public decimal Spare { get; init; }

    /// <summary>Whether there is something to do: to order, or to bring from elsewhere.</summary>
    public bool ToDo { get; private set; }

    public required DateTimeOffset ComputedAt { get; init; }

    /// <summary>What it comes to, in a few words: another suggestion than the one before differs in them.</summary>
    public required string Outcome { get; init; }

    /// <summary>A <see cref="SuggestionExplanation"/>, whose sentences are said when it is read.</summary>
    public required string Document { get; init; }

    /// <summary>What it was made of: <see cref="FrozenInputs"/>; null in rows of earlier versions.</summary>
    public required string? Inputs { get; init; }

    /// <param name="built">The suggestion.</param>
    /// <param name="category">The product's; null when none.</param>
    /// <param name="perDay">Expected demand per day.</param>
    /// <param name="archived">Whether its product or location is.</param>
    public static StoredSuggestion Of(BuiltSuggestion built, string? category, double perDay, bool archived)
    {
        var explained = built.Explained;
        var suggestion = explained.Suggestion;
        return new()
        {
            Sku = suggestion.Sku,
            Location = suggestion.Location,
            Advice = suggestion.Advice,
            Urgency = suggestion.Urgency,
            Archived = archived,
            OrderBy = suggestion.OrderBy ?? DateOnly.MaxValue,
            Cost = suggestion.Cost ?? 0,
            WaitingCost = suggestion.WaitingCost ?? 0,
            Supplier = suggestion.Supplier,
            Category = category,
            SetAsideUntil = suggestion.SetAside?.Until,
            Assignee = suggestion.Assignee,
            DaysToReorder = DaysTo(suggestion, perDay),
            StockOutOn = suggestion.Advice == Advice.ClockStands ? null : suggestion.StockOutOn,
            Spare = built.Spare,
            ComputedAt = suggestion.ComputedAt,
            Outcome = OutcomeOf(suggestion),
            Inputs = built.Inputs.ToJson(),
            Document = JsonSerializer.Serialize(explained, KeptJson.Options),
        };
    }

    /// <summary>
    /// What somebody would do by it. The order-by date of an order that is due moves on with every day: it is no other
    /// order for that.
    /// </summary>
    private static string OutcomeOf(SuggestionResponse of)
    {
        var orderBy = of.OrderBy > of.AsOf ? Figures.Iso(of.OrderBy.Value) : "";
        var moved = string.Join(' ', of.Transfers.Select(t => $"{t.From}:{Figures.N(t.Quantity)}"));
        return $"{of.Advice} {Figures.N(of.OrderQuantity)} {of.Supplier} {of.Urgency} {orderBy} {moved}";
    }

    /// <summary>What <see cref="Document"/> says.</summary>
    public static SuggestionExplanation Read(string document) =>
        JsonSerializer.Deserialize<SuggestionExplanation>(document, KeptJson.Options)!;

    private static double DaysTo(SuggestionResponse suggestion, double perDay)
    {
        var spare = (double)(suggestion.OnHand + suggestion.OnOrder - suggestion.ReorderPoint);
        return Math.Clamp(spare / Math.Max(perDay, 1 / Longest), -Longest, Longest);
    }

    /// <summary>Ten years: further than anybody plans.</summary>
    private const double Longest = 3650;
}
