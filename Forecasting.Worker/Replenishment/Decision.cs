using SmartInventory.Contracts.Forecasting;

namespace SmartInventory.Forecasting.Replenishment;

/// <summary>What somebody made of a suggestion, with the suggestion as it was. Rows are only added.</summary>
internal sealed class Decision
{
    public required Guid Id { get; init; }
    public required DateTimeOffset At { get; init; }
    public string? ById { get; init; }
    public string? By { get; init; }
    public string? ByName { get; init; }
    public required string Sku { get; init; }
    public required string Location { get; init; }
    public required DecisionAction Action { get; init; }
    public decimal Suggested { get; init; }
    public decimal Quantity { get; init; }
    public string? Supplier { get; init; }
    public string? From { get; init; }
    public string? Order { get; set; }
    public DateOnly? Until { get; init; }
    public string? Reason { get; init; }
    public long ForecastVersion { get; init; }
    public long StockVersion { get; init; }

    /// <summary>The <see cref="SuggestionExplanation"/> that was decided on.</summary>
    public required string Document { get; init; }

    /// <param name="score">Who was closer; null while it is not known.</param>
    public DecisionResponse ToResponse(DecisionScore? score = null) =>
        new()
        {
            Id = Id,
            At = At,
            By = By,
            ByName = ByName,
            Sku = Sku,
            Location = Location,
            Action = Action,
            Suggested = Suggested,
            Quantity = Quantity,
            Supplier = Supplier,
            From = From,
            Order = Order,
            Until = Until,
            Reason = Reason,
            Score = score,
            ForecastVersion = ForecastVersion,
            StockVersion = StockVersion,
        };
}
