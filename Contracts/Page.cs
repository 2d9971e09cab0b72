namespace SmartInventory.Contracts;

/// <summary>A page of a keyset-paged list.</summary>
/// <param name="Items">The items of this page, in the list's order.</param>
/// <param name="Next">Opaque cursor for <c>?after=</c>; null on the last page.</param>
public record Page<T>(IReadOnlyList<T> Items, string? Next);

/// <summary>How a batch treats bad rows: by default one bad row refuses all of them.</summary>
public enum BatchMode
{
    RejectEverything,
    RejectFailedRows,
}

/// <summary>What became of one row of a batch.</summary>
public enum RowOutcome
{
    Created,
    Duplicate,
    Rejected,
}

/// <param name="Row">Zero-based place in the request.</param>
/// <param name="Outcome">What became of the row.</param>
/// <param name="Id">The stored id; null when rejected.</param>
/// <param name="Errors">Field to reasons; null unless rejected.</param>
public sealed record RowResult(int Row, RowOutcome Outcome, Guid? Id, IReadOnlyDictionary<string, string[]>? Errors);

/// <summary>The answer to a batch: a result per row, in the order of the request.</summary>
public sealed record BatchResult(int Created, int Duplicates, int Rejected, IReadOnlyList<RowResult> Rows);
