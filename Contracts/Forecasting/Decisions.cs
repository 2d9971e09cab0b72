using System.ComponentModel.DataAnnotations;

namespace SmartInventory.Contracts.Forecasting;

/// <summary>What somebody makes of a suggestion.</summary>
public enum DecisionAction
{
    /// <summary>Order it: a line of a draft order, in the suggested or another quantity.</summary>
    Accept,

    /// <summary>Not before a day: it leaves the worklist until then.</summary>
    Snooze,

    /// <summary>Bring it from another location that has too much; one per request, since goods move at once.</summary>
    Transfer,

    /// <summary>Not, for a reason: it leaves the worklist until the next review, or the day given.</summary>
    Reject,
}

/// <summary>Decisions on suggestions, all or none. 1 to <see cref="MaxItems"/>, each series once.</summary>
public sealed record DecideSuggestions
{
    public const int MaxItems = 500;

    public IReadOnlyList<DecideSuggestion>? Items { get; init; }
}

/// <summary>
/// Required: SKU, location, action; of snooze the day, of reject the reason. <see cref="Quantity"/> and
/// <see cref="Supplier"/> are of accept (quantity also of transfer), <see cref="From"/> of transfer,
/// <see cref="Until"/> of the others.
/// </summary>
public sealed record DecideSuggestion
{
    [Required]
    public string? Sku { get; init; }

    [Required]
    public string? Location { get; init; }

    [Required]
    public DecisionAction? Action { get; init; }

    /// <summary>Units to order or bring; default the suggested ones.</summary>
    public decimal? Quantity { get; init; }

    /// <summary>Who is to deliver; default the suggested one.</summary>
    public string? Supplier { get; init; }

    /// <summary>The location that goods are brought from; default the first that is suggested.</summary>
    public string? From { get; init; }

    /// <summary>The first day on which it is back on the worklist; at most a year ahead.</summary>
    public DateOnly? Until { get; init; }

    /// <summary>Why, at most 200 characters.</summary>
    public string? Reason { get; init; }
}

/// <summary>
/// Accepts what is due, the dearest to wait with first. Required: a supplier, or a budget for all of them.
/// </summary>
public sealed record AcceptDue
{
    /// <summary>A supplier's code; default all.</summary>
    public string? Supplier { get; init; }

    /// <summary>Only this location; default all.</summary>
    public string? Location { get; init; }

    /// <summary>What is at least so pressing: late, now or soon. Default soon, which is all.</summary>
    public Urgency? AtLeast { get; init; }

    /// <summary>
    /// Money to spend at most: what does not fit is left, and the next that fits is taken. Default no bound.
    /// </summary>
    public decimal? Budget { get; init; }

    /// <summary>
    /// Whether an order that is below its supplier's minimum value is filled up with what that supplier delivers to the
    /// location and is due next. Default false.
    /// </summary>
    public bool? FillUp { get; init; }
}

/// <summary>What became of it.</summary>
/// <param name="Orders">The drafts that were made.</param>
/// <param name="Decisions">One per item, in their order.</param>
/// <param name="Left">What a budget had no room for.</param>
public sealed record DecisionsMade(
    IReadOnlyList<DraftedOrder> Orders,
    IReadOnlyList<DecisionResponse> Decisions,
    IReadOnlyList<LeftOut> Left
);

/// <param name="Number">The order's.</param>
/// <param name="Supplier">Its code.</param>
/// <param name="Location">Its code.</param>
/// <param name="Lines">How many products.</param>
/// <param name="Value">Money.</param>
/// <param name="Missing">Money up to the supplier's minimum order value; 0 where nothing is missing.</param>
public sealed record DraftedOrder(
    string Number,
    string Supplier,
    string Location,
    int Lines,
    decimal Value,
    decimal Missing
);

/// <param name="Sku">The product.</param>
/// <param name="Location">The location's code.</param>
/// <param name="Cost">Money that its order would have cost; null when unknown.</param>
public sealed record LeftOut(string Sku, string Location, decimal? Cost);

/// <summary>A decision as it was made; it is never changed.</summary>
public sealed record DecisionResponse
{
    public required Guid Id { get; init; }
    public required DateTimeOffset At { get; init; }

    /// <summary>Who, by the name that is signed in with.</summary>
    public string? By { get; init; }
    public string? ByName { get; init; }
    public required string Sku { get; init; }
    public required string Location { get; init; }
    public required DecisionAction Action { get; init; }

    /// <summary>Units that were suggested then.</summary>
    public required decimal Suggested { get; init; }

    /// <summary>Units that were ordered; 0 when none were.</summary>
    public required decimal Quantity { get; init; }

    public string? Supplier { get; init; }

    /// <summary>The location that goods were brought from; null unless they were.</summary>
    public string? From { get; init; }

    /// <summary>The draft's number; null when nothing was ordered.</summary>
    public string? Order { get; init; }
    public DateOnly? Until { get; init; }
    public string? Reason { get; init; }

    /// <summary>
    /// Who was closer; null until the days that the order had to last are over, and where it cannot be told.
    /// </summary>
    public DecisionScore? Score { get; init; }

    /// <summary>The forecast and the stock level that the suggestion rested on.</summary>
    public required long ForecastVersion { get; init; }
    public required long StockVersion { get; init; }
}

/// <summary>
/// What was ordered and what was suggested, against what came: holding of what was left (25% of its cost a year),
/// margin of what was missing.
/// </summary>
/// <param name="Days">Lead time and review period, from the day of the suggestion on.</param>
/// <param name="Demand">Units that were asked for in these days.</param>
/// <param name="SuggestedCost">Money that the suggested quantity would have cost.</param>
/// <param name="DecidedCost">Money that the quantity of the decision cost.</param>
public sealed record DecisionScore(int Days, decimal Demand, decimal SuggestedCost, decimal DecidedCost)
{
    /// <summary>Money that the person's judgement saved; below zero where the suggestion was closer.</summary>
    public decimal Saved => SuggestedCost - DecidedCost;
}

/// <summary>
/// All decisions of a time that can be judged, added up: it is about how much to trust which side, and names nobody.
/// </summary>
/// <param name="AsSuggested">Accepted in the suggested quantity.</param>
/// <param name="Edited">Accepted in another.</param>
/// <param name="Rejected">Rejected.</param>
/// <param name="PersonCloser">Of the edited and rejected, where the person was closer.</param>
/// <param name="SuggestionCloser">Of these, where the suggestion was.</param>
/// <param name="Saved">Money that the edits and rejections saved; below zero where they cost.</param>
/// <param name="Unjudged">Not over yet, or not to be told.</param>
public sealed record DecisionScores(
    int AsSuggested,
    int Edited,
    int Rejected,
    int PersonCloser,
    int SuggestionCloser,
    decimal Saved,
    int Unjudged
);

/// <summary>That somebody set a suggestion aside.</summary>
/// <param name="Action">Snooze or reject.</param>
/// <param name="Until">The first day on which it is back.</param>
/// <param name="By">Who.</param>
/// <param name="Reason">Why; null when none was given.</param>
public sealed record SetAside(DecisionAction Action, DateOnly Until, string? By, string? Reason);
