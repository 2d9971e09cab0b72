using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using SmartInventory.Contracts.Sales;
using SmartInventory.Sales.Api.Catalogue;
using SmartInventory.Sales.Api.Recording;
using SmartInventory.ServiceDefaults.Web;

namespace SmartInventory.Sales.Api.Import;

/// <param name="DryRun">Check everything, store nothing.</param>
/// <param name="Import">The <see cref="ImportRun"/> that the lines belong to; null: to none.</param>
/// <param name="Rejects">How many rejected rows the report shows.</param>
internal readonly record struct ImportOptions(bool DryRun, Guid? Import, int Rejects);

/// <summary>
/// Stores a stream of rows, a chunk per transaction. What is committed stays; repeating a body adds nothing, because
/// every
/// row has a name of its own.
/// </summary>
internal sealed class SalesImport(IServiceScopeFactory scopes, TimeProvider time)
{
    /// <summary>Rows per transaction.</summary>
    public const int ChunkSize = 5_000;

    /// <returns>The report, and a problem when the body could not be read to its end.</returns>
    /// <exception cref="ProblemException">503 with the report so far: the database or the catalogue does not
    /// answer.</exception>
    public async Task<(ImportReport Report, string? Fault)> RunAsync(
        RowReader reader,
        ImportOptions options,
        CancellationToken ct
    )
    {
        var tally = new ImportTally(options.Rejects);
        var storing = Task.CompletedTask;
        try
        {
            // While one chunk is being stored, the next is read.
            for (var more = true; more; )
            {
                var rows = new List<ImportRow>(ChunkSize);
                more = await reader.FillAsync(rows, ChunkSize, ct);
                await storing;
                storing = StoreAsync(rows, options, tally, ct);
            }

            await storing;
            return (tally.Report(), reader.Fault);
        }
        catch (ProblemException e)
        {
            e.Problem.Extensions["report"] = tally.Report();
            throw;
        }
        catch (Exception e) when (e.IsOutage())
        {
            throw new ProblemException(
                new ProblemDetails
                {
                    Status = StatusCodes.Status503ServiceUnavailable,
                    Title = T("The database does not answer."),
                    Detail = options.DryRun
                        ? T("Nothing was stored. Try again in a moment.")
                        : T(
                            "What the report counts is stored. Send the whole again in a moment: "
                                + "nothing is stored twice."
                        ),
                    Extensions = { ["report"] = tally.Report() },
                },
                e
            );
        }
        finally
        {
            // A chunk that is still under way must not outlive the request; its own failure is told by the first one.
            await storing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task StoreAsync(List<ImportRow> rows, ImportOptions options, ImportTally tally, CancellationToken ct)
    {
        if (rows.Count == 0)
            return;
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<SalesDb>();
        var now = SaleRules.Now(time);
        var chunk = new ImportChunk(rows.Count);
        var drafts = new List<(ImportRow Row, SaleDraft Draft, FieldErrors Errors)>(rows.Count);
        foreach (var row in rows)
        {
            if (row.Fault is { } fault)
                chunk.Reject(row.Number, fault);
            else if (Check(row, now, out var errors) is { } draft)
                drafts.Add((row, draft, errors));
            else
                chunk.Reject(row.Number, RowFault.Of(errors));
        }

        var view = await scope
            .ServiceProvider.GetRequiredService<CatalogueLookup>()
            .LoadAsync(
                drafts.Select(d => d.Draft.Sku).ToHashSet(StringComparer.Ordinal),
                drafts.Select(d => d.Draft.Location).OfType<string>().ToHashSet(StringComparer.Ordinal),
                drafts.Where(d => d.Draft.Location is null).Select(d => d.Draft.Sku).ToHashSet(StringComparer.Ordinal),
                ask: true,
                ct
            );
        foreach (var (row, draft, errors) in drafts)
        {
            var (sale, reason) = SaleRules.Place(draft, view, now, errors, options.Import);
            if (sale is not null)
                chunk.Sales.Add(sale);
            else
                chunk.Reject(row.Number, RowFault.Of(errors, reason));
        }

        var store = scope.ServiceProvider.GetRequiredService<SaleStore>();
        if (options.DryRun)
        {
            tally.Add(chunk, await store.FindNewAsync(chunk.Sales, ct));
            return;
        }

        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        if (options.Import is { } open && !await HoldAsync(db, open, ct))
        {
            throw new ProblemException(
                new ProblemDetails
                {
                    Status = StatusCodes.Status409Conflict,
                    Title = T("This import was undone."),
                    Detail = T("It takes no more rows. Those that the report counts were taken back."),
                }
            );
        }

        var stored = await store.AddAsync(chunk.Sales, ct);
        if (options.Import is { } import)
            await CountAsync(db, import, chunk, stored, ct);
        await transaction.CommitAsync(ct);
        tally.Add(chunk, stored);
    }

    /// <summary>
    /// Keeps the import from being undone before these rows are in; others may add theirs at the same time.
    /// </summary>
    /// <returns>False when it was undone.</returns>
    private static async Task<bool> HoldAsync(SalesDb db, Guid import, CancellationToken ct) =>
        (
            await db
                .Database.SqlQuery<Guid>(
                    $"""
                    SELECT id AS "Value" FROM sales.imports WHERE id = {import} AND undone_at IS NULL FOR KEY SHARE
                    """
                )
                .ToListAsync(ct)
        ).Count == 1;

    private static async Task CountAsync(
        SalesDb db,
        Guid import,
        ImportChunk chunk,
        IReadOnlySet<Guid> stored,
        CancellationToken ct
    )
    {
        var returns = chunk.Sales.LongCount(s => s.Kind == SaleKind.Return && stored.Contains(s.Id));
        await db
            .Imports.Where(r => r.Id == import)
            .ExecuteUpdateAsync(
                r =>
                    r.SetProperty(x => x.Read, x => x.Read + chunk.Rows)
                        .SetProperty(x => x.Accepted, x => x.Accepted + stored.Count - returns)
                        .SetProperty(x => x.Returns, x => x.Returns + returns)
                        .SetProperty(x => x.Duplicates, x => x.Duplicates + chunk.Sales.Count - stored.Count)
                        .SetProperty(x => x.Rejected, x => x.Rejected + chunk.Rejects.Count),
                ct
            );
    }

    private static SaleDraft? Check(ImportRow row, DateTimeOffset now, out FieldErrors errors)
    {
        errors = new FieldErrors();
        var draft = SaleRules.Check(row.Sale, now, errors);
        // Elsewhere a new one is made up; here it would make every repetition a new line.
        if (string.IsNullOrWhiteSpace(row.Sale.ExternalId))
            errors.Add("externalId", T("is required"));
        return errors.Any ? null : draft;
    }
}

/// <summary>One chunk: what is to be stored, and what was refused.</summary>
internal sealed class ImportChunk(int rows)
{
    public int Rows { get; } = rows;
    public List<Sale> Sales { get; } = new(rows);
    public List<RejectedRow> Rejects { get; } = [];

    public void Reject(long number, RowFault fault) => Rejects.Add(new RejectedRow(number, fault.Reason, fault.Detail));
}

/// <summary>Adds up what was committed, and nothing else; in a dry run, what would be.</summary>
internal sealed class ImportTally(int maxRejects)
{
    private readonly SortedDictionary<string, long> _rejected = new(StringComparer.Ordinal);
    private readonly List<RejectedRow> _rejects = [];
    private long _read,
        _accepted,
        _returns,
        _duplicates;

    public void Add(ImportChunk chunk, IReadOnlySet<Guid> stored)
    {
        _read += chunk.Rows;
        foreach (var sale in chunk.Sales)
        {
            if (!stored.Contains(sale.Id))
                _duplicates++;
            else if (sale.Kind == SaleKind.Return)
                _returns++;
            else
                _accepted++;
        }

        foreach (var row in chunk.Rejects)
            _rejected[row.Reason] = _rejected.GetValueOrDefault(row.Reason) + 1;
        // In the order of the body, not of finding: a row is refused in one of two passes.
        _rejects.AddRange(chunk.Rejects.OrderBy(r => r.Row).Take(maxRejects - _rejects.Count));
    }

    public ImportReport Report() =>
        new(
            _read,
            _accepted,
            _returns,
            _duplicates,
            new SortedDictionary<string, long>(_rejected, StringComparer.Ordinal),
            [.. _rejects]
        );
}
