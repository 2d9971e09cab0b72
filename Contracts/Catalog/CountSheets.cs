using System.ComponentModel.DataAnnotations;

namespace SmartInventory.Contracts.Catalog;

/// <summary>Where a count sheet stands.</summary>
public enum CountSheetState
{
    /// <summary>It is counted.</summary>
    Open,

    /// <summary>What was counted is in the ledger.</summary>
    Posted,

    /// <summary>It was given up; what of it was posted before stays.</summary>
    Cancelled,
}

/// <summary>
/// Which products a new sheet has: those of a location that fit all that is said. Required: location.
/// </summary>
public sealed record CreateCountSheet
{
    [Required]
    public string? Location { get; init; }

    /// <summary>What people call it, up to 100 characters; default the location and the day.</summary>
    public string? Name { get; init; }

    /// <summary>Whether who counts does not see what is expected; default true.</summary>
    public bool? Blind { get; init; }

    /// <summary>In it or below.</summary>
    public string? Category { get; init; }

    /// <summary>Of which this supplier is the preferred one.</summary>
    public string? Supplier { get; init; }

    /// <summary>Only what was never counted there.</summary>
    public bool? NeverCounted { get; init; }

    /// <summary>Only what was not counted there for so many days, 1 to 3660.</summary>
    public int? NotCountedForDays { get; init; }

    /// <summary>These products, whether or not stock is kept of them there; at most 1,000.</summary>
    public IReadOnlyList<string>? Skus { get; init; }
}

/// <summary>One product on a sheet.</summary>
public sealed record CountLine
{
    public required string Sku { get; init; }
    public required string Name { get; init; }

    /// <summary>What scanners read on it.</summary>
    public required IReadOnlyList<string> Barcodes { get; init; }
    public required string Unit { get; init; }
    public required bool WholeUnits { get; init; }

    /// <summary>What lay there; null until somebody counted.</summary>
    public decimal? Counted { get; init; }

    /// <summary>When: what is sold after it still counts, whenever the sheet is posted.</summary>
    public DateTimeOffset? CountedAt { get; init; }

    /// <summary>The user name of who counted.</summary>
    public string? CountedBy { get; init; }

    /// <summary>Whether it is in the ledger.</summary>
    public required bool Posted { get; init; }

    /// <summary>What the ledger has: for the moment of the count, else for now. Null while a blind sheet is not counted
    /// there.</summary>
    public decimal? Expected { get; init; }

    /// <summary>Counted less expected; of what is posted, as it was posted.</summary>
    public decimal? Difference { get; init; }

    /// <summary>The difference at what a unit costs; null when that is unknown.</summary>
    public decimal? DifferenceValue { get; init; }
}

/// <summary>A count sheet without its lines.</summary>
/// <param name="Lines">How many products are on it.</param>
/// <param name="Counted">How many of them are counted.</param>
/// <param name="Posted">How many of them are in the ledger.</param>
/// <param name="ClosedBy">Who posted or cancelled it.</param>
public sealed record CountSheetSummary(
    int Number,
    string Name,
    string Location,
    bool Blind,
    CountSheetState State,
    DateTimeOffset CreatedAt,
    string? CreatedBy,
    DateTimeOffset? ClosedAt,
    string? ClosedBy,
    int Lines,
    int Counted,
    int Posted
);

/// <summary>A count sheet, its lines by SKU.</summary>
public sealed record CountSheetResponse(CountSheetSummary Sheet, IReadOnlyList<CountLine> Lines);

/// <summary>"At 10:42 there were 7." Required: the quantity, zero or more.</summary>
public sealed record RecordCount
{
    [Required]
    public decimal? Counted { get; init; }

    /// <summary>When; default now, and not in the future.</summary>
    public DateTimeOffset? CountedAt { get; init; }

    /// <summary>True to replace what somebody counted before; else that is refused.</summary>
    public bool? Again { get; init; }
}

/// <summary>Which counts of a sheet go into the ledger.</summary>
public sealed record PostCountSheet
{
    /// <summary>Only these, and the sheet stays open; default all that is counted, and the sheet is closed.</summary>
    public IReadOnlyList<string>? Skus { get; init; }
}
