using System.Net;
using Polly;
using Polly.Retry;
using Refit;
using SmartInventory.Contracts;
using SmartInventory.Contracts.Csv;
using SmartInventory.Contracts.Sales;

namespace SmartInventory.Files;

/// <summary>
/// Posts slices, and posts one again while the service behind it is away: the host restarts what crashed. That is safe,
/// because every line has its external id.
/// </summary>
public sealed class SalesSender
{
    private readonly ISalesApi _sales;
    private readonly TimeProvider _time;
    private readonly ResiliencePipeline _pipeline;
    private int _repeats;

    /// <param name="sales">Where to.</param>
    /// <param name="patience">For how long one slice is tried.</param>
    /// <param name="time">The clock.</param>
    /// <param name="say">Told once per outage.</param>
    public SalesSender(ISalesApi sales, TimeSpan patience, TimeProvider time, Action<string> say)
    {
        _sales = sales;
        _time = time;
        _pipeline = new ResiliencePipelineBuilder { TimeProvider = time }
            .AddRetry(
                new RetryStrategyOptions
                {
                    MaxRetryAttempts = int.MaxValue,
                    Delay = TimeSpan.FromMilliseconds(500),
                    MaxDelay = TimeSpan.FromSeconds(5),
                    BackoffType = DelayBackoffType.Exponential,
                    UseJitter = true,
                    ShouldHandle = args =>
                        ValueTask.FromResult(
                            IsTransient(args.Outcome.Exception, args.Context.CancellationToken)
                                && time.GetElapsedTime(args.Context.Properties.GetValue(Started, 0)) < patience
                        ),
                    DelayGenerator = args =>
                        ValueTask.FromResult(
                            args.Outcome.Exception is ApiException { Headers.RetryAfter.Delta: { } pause }
                            && pause <= patience
                                ? pause
                                : (TimeSpan?)null
                        ),
                    OnRetry = args =>
                    {
                        if (args.AttemptNumber == 0)
                        {
                            Interlocked.Increment(ref _repeats);
                            say(
                                T(
                                    $"The sales service does not take lines at the moment; "
                                        + $"trying again for up to {patience.TotalSeconds:0} s."
                                )
                            );
                        }

                        return ValueTask.CompletedTask;
                    },
                }
            )
            .Build();
    }

    /// <summary>
    /// Slices that had to be sent more than once: of those, lines may count as duplicates that this very run stored.
    /// </summary>
    public int Repeats => _repeats;

    private static readonly ResiliencePropertyKey<long> Started = new("started");

    /// <param name="slice">What to send.</param>
    /// <param name="dryRun">The server is to check and not to store it.</param>
    /// <param name="allRejects">The report is to show every rejected row.</param>
    /// <param name="mark">What stands before the decimals; null where nothing needs to be said.</param>
    /// <param name="import">The import that the rows belong to; null: to none.</param>
    /// <param name="ct">Gives up.</param>
    public async Task<ImportReport> SendAsync(
        Slice slice,
        bool dryRun,
        bool allRejects,
        DecimalMark? mark,
        Guid? import,
        CancellationToken ct
    )
    {
        var report = await TryAsync(
            async c =>
            {
                using var body = new SliceContent(slice.Body);
                return await _sales.ImportSales(
                    body,
                    dryRun ? true : null,
                    allRejects ? slice.Rows : null,
                    mark is { } known ? FieldText.Word(known) : null,
                    import,
                    c
                );
            },
            ct
        );
        return report.Read == slice.Rows
            ? report
            : throw new ImportException(T($"The server read {report.Read:N0} of {slice.Rows:N0} rows that were sent."));
    }

    /// <summary>Begins an import to which rows can belong.</summary>
    /// <param name="name">What it is found by.</param>
    /// <param name="key">The same on every attempt.</param>
    /// <param name="ct">Gives up.</param>
    public async Task<Guid> BeginAsync(string name, string key, CancellationToken ct) =>
        (await TryAsync(c => _sales.BeginImport(new BeginImport { Name = name }, key, c), ct)).Id;

    /// <summary>All rows of an import were sent.</summary>
    public Task FinishAsync(Guid import, CancellationToken ct) => TryAsync(c => _sales.FinishImport(import, c), ct);

    private async Task<T> TryAsync<T>(Func<CancellationToken, Task<T>> act, CancellationToken ct)
    {
        var context = ResilienceContextPool.Shared.Get(ct);
        context.Properties.Set(Started, _time.GetTimestamp());
        try
        {
            return await _pipeline.ExecuteAsync(async c => await act(c.CancellationToken), context);
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }
    }

    private static bool IsTransient(Exception? exception, CancellationToken ct) =>
        exception switch
        {
            ApiException answer => answer.StatusCode
                is >= HttpStatusCode.InternalServerError
                    or HttpStatusCode.TooManyRequests
                    or HttpStatusCode.RequestTimeout,
            ApiRequestException { InnerException: { } inner } => IsTransient(inner, ct),
            HttpRequestException or IOException or TimeoutException => true,
            TaskCanceledException => !ct.IsCancellationRequested,
            _ => false,
        };
}
