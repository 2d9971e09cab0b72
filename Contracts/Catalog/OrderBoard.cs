namespace SmartInventory.Contracts.Catalog;

/// <summary>Where an order stands on the board.</summary>
public enum OrderStage
{
    /// <summary>A draft that somebody else has to approve.</summary>
    Draft,

    /// <summary>A draft that whoever asks may approve.</summary>
    AwaitsYou,
    Approved,
    Sent,
    PartlyReceived,

    /// <summary>All of it came within the last <see cref="OrderBoard.RecentDays"/> days.</summary>
    Received,
}

/// <summary>Orders by where they stand, each stage once, in the order of <see cref="OrderStage"/>.</summary>
public sealed record OrderBoard(IReadOnlyList<OrderColumn> Columns)
{
    /// <summary>What was received before is no work any more.</summary>
    public const int RecentDays = 14;

    /// <summary>Cards of one column; its sums are of all.</summary>
    public const int MaxCards = 30;
}

/// <param name="Stage">Where they stand.</param>
/// <param name="Orders">How many.</param>
/// <param name="Value">Money of all lines of all of them.</param>
/// <param name="Late">Of how many something should have come by now.</param>
/// <param name="Cards">Those first that come first; of what was received, the last one first.</param>
public sealed record OrderColumn(OrderStage Stage, int Orders, decimal Value, int Late, IReadOnlyList<OrderCard> Cards);

/// <summary>What a board shows of an order.</summary>
public sealed record OrderCard
{
    public required string Number { get; init; }
    public required string Supplier { get; init; }
    public required string SupplierName { get; init; }
    public required string Location { get; init; }
    public required PurchaseOrderStatus Status { get; init; }

    /// <summary>Money of all lines.</summary>
    public required decimal Value { get; init; }

    /// <summary>When the next of it is expected; once all has come, when the last of it was.</summary>
    public required DateOnly ExpectedOn { get; init; }

    /// <summary>
    /// Days since that day on the location's calendar, of what is on order and still to come; 0 for what is not late.
    /// </summary>
    public required int DaysLate { get; init; }

    /// <summary>The user name of who made it; null where that is not known.</summary>
    public string? CreatedBy { get; init; }

    /// <summary>What others read of them; null where that is not known.</summary>
    public string? CreatedByName { get; init; }

    public required string ETag { get; init; }
}
