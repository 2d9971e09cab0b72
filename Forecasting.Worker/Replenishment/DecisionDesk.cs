using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Refit;
using SmartInventory.Contracts;
using SmartInventory.Contracts.Catalog;
using SmartInventory.Contracts.Collaboration;
using SmartInventory.Contracts.Forecasting;
using SmartInventory.Forecasting.Localization;
using SmartInventory.Forecasting.Pending;
using SmartInventory.Forecasting.Series;
using SmartInventory.ServiceDefaults.Activities;
using SmartInventory.ServiceDefaults.Data;
using SmartInventory.ServiceDefaults.Identity;
using SmartInventory.ServiceDefaults.Web;

namespace SmartInventory.Forecasting.Replenishment;

/// <summary>One decision that was found good.</summary>
/// <param name="Of">The suggestion as it is.</param>
/// <param name="Action">What to make of it.</param>
/// <param name="Quantity">Units to order; 0 unless it is accepted.</param>
/// <param name="Supplier">Who delivers; null unless it is accepted.</param>
/// <param name="Until">The first day on which it is back; null when it is accepted.</param>
/// <param name="Reason">Why.</param>
/// <param name="From">The location that goods come from; null unless they are transferred.</param>
/// <param name="Suggested">What was suggested, where it is not the suggestion's order.</param>
internal sealed record Verdict(
    SuggestionExplanation Of,
    DecisionAction Action,
    decimal Quantity = 0,
    string? Supplier = null,
    DateOnly? Until = null,
    string? Reason = null,
    string? From = null,
    decimal? Suggested = null
);

/// <summary>
/// Turns decisions into draft orders, days of rest and a record, all or none. Needs the caller's transaction: it is
/// committed after the catalogue has made the orders, under a key that makes them once.
/// </summary>
internal sealed class DecisionDesk(
    ForecastingDb db,
    ICatalogApi catalog,
    IHttpContextAccessor http,
    WakeSignal signal,
    TimeProvider time
)
{
    /// <summary>Orders of the catalogue have at most so many lines.</summary>
    private const int MaxLines = 200;

    /// <summary>The suggestions of these series as they are.</summary>
    public async Task<Dictionary<SeriesKey, SuggestionExplanation>> ReadAsync(
        IReadOnlyCollection<SeriesKey> keys,
        CancellationToken ct
    )
    {
        var skus = keys.Select(k => k.Sku.Value).Distinct().ToArray();
        var wanted = keys.ToHashSet();
        var rows = await db
            .Suggestions.AsNoTracking()
            .Where(s => skus.Contains(s.Sku) && !s.Archived)
            .Select(s => new
            {
                s.Sku,
                s.Location,
                s.Document,
            })
            .ToListAsync(ct);
        return rows.Where(r => wanted.Contains(SeriesKey.Of(r.Sku, r.Location)))
            .ToDictionary(r => SeriesKey.Of(r.Sku, r.Location), r => StoredSuggestion.Read(r.Document));
    }

    public async Task<Results<Ok<DecisionsMade>, ValidationProblem, ProblemHttpResult>> MakeAsync(
        IReadOnlyList<Verdict> verdicts,
        IReadOnlyList<LeftOut> left,
        CancellationToken ct
    )
    {
        var now = Moments.Stored(time.GetUtcNow());
        var groups = verdicts
            .Where(v => v.Action == DecisionAction.Accept)
            .GroupBy(v => (Supplier: v.Supplier!, v.Of.Suggestion.Location))
            .OrderBy(g => g.Key)
            .SelectMany(g => g.Chunk(MaxLines).Select(lines => (g.Key.Supplier, g.Key.Location, Lines: lines)))
            .ToList();
        if (groups.Count > CreatePurchaseOrders.MaxOrders)
            return Refusals.Conflict(
                T($"That would be {groups.Count} orders, one per supplier and location."),
                T($"At most {CreatePurchaseOrders.MaxOrders} are made at once: accept fewer.")
            );

        IReadOnlyList<PurchaseOrderResponse> orders = [];
        if (groups.Count > 0)
        {
            try
            {
                orders = await catalog.CreatePurchaseOrders(
                    new()
                    {
                        Orders =
                        [
                            .. groups.Select(g => new CreatePurchaseOrder
                            {
                                Supplier = g.Supplier,
                                Location = g.Location,
                                Status = PurchaseOrderStatus.Draft,
                                Lines =
                                [
                                    .. g.Lines.Select(v => new CreatePurchaseOrderLine
                                    {
                                        Sku = v.Of.Suggestion.Sku,
                                        Quantity = v.Quantity,
                                    }),
                                ],
                            }),
                        ],
                    },
                    OrderKey(),
                    ct
                );
            }
            catch (ApiException e) when (IsRefusal(e))
            {
                return Refused(T("The catalogue refuses the order."), e);
            }
        }

        if (verdicts is [{ Action: DecisionAction.Transfer } transfer])
        {
            if (await TransferAsync(transfer, ct) is { } refused)
                return refused;
        }

        var numbers = new Dictionary<Verdict, string>(ReferenceEqualityComparer.Instance);
        for (var i = 0; i < groups.Count; i++)
        {
            foreach (var verdict in groups[i].Lines)
                numbers[verdict] = orders[i].Number;
        }

        var decisions = verdicts.Select(v => Record(v, numbers.GetValueOrDefault(v), now)).ToList();
        db.AddRange(decisions);
        foreach (var decision in decisions)
            db.Add(Log(decision, now));
        await db.SaveChangesAsync(ct);
        await SetAsideAsync(decisions, ct);
        var least = await MinimaAsync(orders, ct);
        // The transaction is committed before the answer is complete.
        http.HttpContext?.Response.OnCompleted(() =>
        {
            signal.Wake();
            return Task.CompletedTask;
        });
        return TypedResults.Ok(
            new DecisionsMade(
                [
                    .. orders.Select(o => new DraftedOrder(
                        o.Number,
                        o.Supplier,
                        o.Location,
                        o.Lines.Count,
                        o.Value,
                        Math.Max(0, (least.GetValueOrDefault(o.Supplier) ?? 0) - o.Value)
                    )),
                ],
                decisions.ConvertAll(d => d.ToResponse()),
                left
            )
        );
    }

    /// <summary>Null when the goods are on the other location's books.</summary>
    private async Task<ProblemHttpResult?> TransferAsync(Verdict verdict, CancellationToken ct)
    {
        var suggestion = verdict.Of.Suggestion;
        try
        {
            await catalog.TransferStock(
                new()
                {
                    Sku = suggestion.Sku,
                    From = verdict.From,
                    To = suggestion.Location,
                    Quantity = verdict.Quantity,
                    Reason = verdict.Reason ?? "suggested",
                },
                OrderKey(),
                ct
            );
            return null;
        }
        catch (ApiException e) when (IsRefusal(e))
        {
            return Refused(T("The catalogue refuses the transfer."), e);
        }
    }

    private static bool IsRefusal(ApiException e) =>
        e.StatusCode is >= HttpStatusCode.BadRequest and < HttpStatusCode.InternalServerError;

    private static ProblemHttpResult Refused(string title, ApiException e) =>
        Refusals.Conflict(title, T($"Nothing was decided. It says: {Reason(e)}"));

    private async Task<Dictionary<string, decimal?>> MinimaAsync(
        IReadOnlyList<PurchaseOrderResponse> orders,
        CancellationToken ct
    )
    {
        var suppliers = orders.Select(o => o.Supplier).Distinct().ToArray();
        return await db
            .Suppliers.Where(s => suppliers.Contains(s.Code))
            .ToDictionaryAsync(s => s.Code, s => s.MinimumOrderValue, ct);
    }

    /// <summary>
    /// What is put off leaves the worklist here and now; what is accepted is put off no more. The documents follow with
    /// the refresh that is asked for.
    /// </summary>
    private async Task SetAsideAsync(List<Decision> decisions, CancellationToken ct)
    {
        var keys = decisions.ConvertAll(d => SeriesKey.Of(d.Sku, d.Location)).ToArray();
        var (skus, locations) = keys.Columns();
        var until = decisions.Select(d => d.Until).ToArray();
        await db.Database.ExecuteSqlAsync(
            $"""
            WITH decided AS (SELECT * FROM unnest({skus}, {locations}, {until}) AS d (sku, location, until)),
            ended AS (
                DELETE FROM forecasting.set_asides AS a USING decided AS d
                WHERE a.sku = d.sku AND a.location = d.location AND d.until IS NULL)
            UPDATE forecasting.suggestions AS s SET set_aside_until = d.until
            FROM decided AS d WHERE s.sku = d.sku AND s.location = d.location
            """,
            ct
        );
        await db.UpsertAsync(
            decisions
                .Where(d => d.Until is not null)
                .Select(d => new SetAsideSeries
                {
                    Sku = d.Sku,
                    Location = d.Location,
                    Action = d.Action,
                    Until = d.Until!.Value,
                    By = d.By,
                    Reason = d.Reason,
                }),
            ct
        );
        await db.MarkAsync(keys, Need.Suggestion, Lane.Fresh, time, ct);
    }

    private static Decision Record(Verdict verdict, string? order, DateTimeOffset now)
    {
        var suggestion = verdict.Of.Suggestion;
        var actor = Actor.Current;
        return new()
        {
            Id = Guid.CreateVersion7(now),
            At = now,
            ById = actor?.Id,
            By = actor?.Name,
            ByName = actor?.DisplayName,
            Sku = suggestion.Sku,
            Location = suggestion.Location,
            Action = verdict.Action,
            Suggested = verdict.Suggested ?? suggestion.OrderQuantity,
            Quantity = verdict.Quantity,
            Supplier = verdict.Supplier,
            From = verdict.From,
            Order = order,
            Until = verdict.Until,
            Reason = verdict.Reason,
            ForecastVersion = verdict.Of.ForecastVersion,
            StockVersion = verdict.Of.StockVersion,
            Document = JsonSerializer.Serialize(verdict.Of, KeptJson.Options),
        };
    }

    private static ActivityEntry Log(Decision d, DateTimeOffset now)
    {
        var changes = new List<FieldChange>();
        if (d.Action is DecisionAction.Accept or DecisionAction.Transfer)
        {
            changes.Add(new("quantity", FieldText.Of(d.Suggested), FieldText.Of(d.Quantity)));
            changes.Add(d.Action == DecisionAction.Accept ? new("order", null, d.Order) : new("from", null, d.From));
        }
        else
            changes.Add(new("until", null, d.Until?.ToString("O", CultureInfo.InvariantCulture)));
        if (d.Reason is not null)
            changes.Add(new("reason", null, d.Reason));
        var action = d.Action switch
        {
            DecisionAction.Accept => "accepted",
            DecisionAction.Transfer => "transferred",
            DecisionAction.Snooze => "snoozed",
            _ => "rejected",
        };
        return ActivityEntry.Of(action, new Subject(SubjectKind.Suggestion, d.Sku, d.Location), changes, now);
    }

    /// <summary>The same for a request that is sent again, so that it finds the orders of the first time.</summary>
    private string OrderKey() =>
        http.HttpContext?.Request.Headers["Idempotency-Key"].ToString() is { Length: > 0 } key
            ? "decision-" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)))
            : $"decision-{Guid.CreateVersion7()}";

    private static string Reason(ApiException e)
    {
        try
        {
            var problem = JsonSerializer.Deserialize<JsonElement>(e.Content ?? "");
            if (problem.TryGetProperty("errors", out var errors))
                return string.Join(
                    "; ",
                    errors.EnumerateObject().Select(f => $"{f.Name} {string.Join(", ", f.Value.EnumerateArray())}")
                );
            return problem.TryGetProperty("detail", out var detail) ? detail.ToString()
                : problem.TryGetProperty("title", out var title) ? title.ToString()
                : e.Message;
        }
        catch (JsonException)
        {
            return e.Message;
        }
    }
}
