using System.Linq.Expressions;
using SmartInventory.Contracts.Sales;

namespace SmartInventory.Sales.Api.Import;

/// <summary>
/// An import: what its lines have in common. The counts are written in the transaction of the lines they count.
/// </summary>
public sealed class ImportRun
{
    public required Guid Id { get; init; }
    public required string Name { get; init; }
    public required DateTimeOffset StartedAt { get; init; }
    public DateTimeOffset? FinishedAt { get; init; }
    public DateTimeOffset? UndoneAt { get; init; }
    public long Read { get; init; }
    public long Accepted { get; init; }
    public long Returns { get; init; }
    public long Duplicates { get; init; }
    public long Rejected { get; init; }

    public static Expression<Func<ImportRun, SalesImportResponse>> ToResponse { get; } =
        r => new SalesImportResponse(
            r.Id,
            r.Name,
            r.UndoneAt != null ? ImportState.Undone
                : r.FinishedAt != null ? ImportState.Finished
                : ImportState.Open,
            r.StartedAt,
            r.FinishedAt,
            r.UndoneAt,
            r.Read,
            r.Accepted,
            r.Returns,
            r.Duplicates,
            r.Rejected
        );

    private static readonly Func<ImportRun, SalesImportResponse> Response = ToResponse.Compile();

    public SalesImportResponse Show() => Response(this);
}
