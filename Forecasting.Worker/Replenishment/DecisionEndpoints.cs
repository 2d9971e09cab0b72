using System.ComponentModel;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using SmartInventory.Contracts;
using SmartInventory.Contracts.Forecasting;
using SmartInventory.Forecasting.Series;
using SmartInventory.ServiceDefaults.Web;

namespace SmartInventory.Forecasting.Replenishment;

internal static class DecisionEndpoints
{
    private const string ListOrder = "decisions";
    private const int MaxReason = 200;

    /// <summary>The newest so many are judged.</summary>
    private const int MostScored = 10_000;

    public static async Task<Results<Ok<DecisionsMade>, ValidationProblem, ProblemHttpResult>> Decide(
        DecideSuggestions body,
        DecisionDesk desk,
        TimeProvider time,
        CancellationToken ct
    )
    {
        var errors = new FieldErrors();
        var items = body.Items ?? [];
        if (items.Count is 0 or > DecideSuggestions.MaxItems)
        {
            errors.Add("items", T($"must be 1 to {DecideSuggestions.MaxItems}"));
            return errors.ToProblem();
        }

        var keys = new List<SeriesKey?>(items.Count);
        for (var i = 0; i < items.Count; i++)
        {
            var sku = errors.Sku($"items[{i}].sku", items[i]?.Sku);
            var location = errors.Code($"items[{i}].location", items[i]?.Location);
            SeriesKey? key = sku.Length > 0 && location.Length > 0 ? SeriesKey.Of(sku, location) : null;
            if (key is not null && keys.Contains(key))
                errors.Add($"items[{i}].sku", T($"{sku} at {location} is named twice"));
            keys.Add(key);
        }

        var known = await desk.ReadAsync([.. keys.OfType<SeriesKey>()], ct);
        var verdicts = new List<Verdict>(items.Count);
        for (var i = 0; i < items.Count; i++)
        {
            if (keys[i] is not { } key)
                continue;
            if (!known.TryGetValue(key, out var explained))
                errors.Add($"items[{i}].sku", T($"there is no suggestion for {key.Sku} at {key.Location}"));
            else if (Judge(items[i], explained, WorklistRows.Today(time), $"items[{i}].", errors) is { } verdict)
                verdicts.Add(verdict);
        }

        for (var i = 0; i < items.Count && items.Count > 1; i++)
        {
            if (items[i]?.Action == DecisionAction.Transfer)
                errors.Add($"items[{i}].action", T("transfer must be the only item: its goods move at once"));
        }
        return errors.Any ? errors.ToProblem() : await desk.MakeAsync(verdicts, [], ct);
    }

    public static async Task<Results<Ok<DecisionsMade>, ValidationProblem, ProblemHttpResult>> AcceptDue(
        AcceptDue body,
        ForecastingDb db,
        DecisionDesk desk,
        TimeProvider time,
        CancellationToken ct
    )
    {
        var errors = new FieldErrors();
        var supplier = errors.OptionalCode("supplier", body.Supplier);
        var location = errors.OptionalCode("location", body.Location);
        var least = body.AtLeast ?? Urgency.Soon;
        if (least == Urgency.None)
            errors.Add("atLeast", T("must be one of late, now, soon"));
        var budget = body.Budget is null ? (decimal?)null : errors.Money("budget", body.Budget);
        if (supplier is null && budget is null && !errors.Any)
            errors.Add("supplier", T("is required without a budget"));
        if (errors.Any)
            return errors.ToProblem();

        var rows = db.Suggestions.AsNoTracking().Where(s => !s.Archived && s.Supplier != null);
        if (supplier is not null)
            rows = rows.Where(s => s.Supplier == supplier);
        if (location is not null)
            rows = rows.Where(s => s.Location == location);
        var documents = await rows.Where(s => s.Advice == Advice.Order && s.UrgencyRank <= (int)least)
            .Open(time)
            .Ranked()
            .Take(DecideSuggestions.MaxItems)
            .Select(s => s.Document)
            .ToListAsync(ct);
        var basket = new OrderBasket(budget);
        foreach (var explained in documents.Select(StoredSuggestion.Read))
            basket.Add(explained);
        if (basket.Verdicts.Count == 0)
            return Refusals.Conflict(
                documents.Count == 0
                    ? (supplier is null ? T("Nothing is due.") : T($"Nothing is due at '{supplier}'."))
                    : T("The budget has no room for any of it."),
                T("Nothing was ordered.")
            );
        if (body.FillUp == true)
        {
            var minima = await db
                .Suppliers.Where(s => s.MinimumOrderValue > 0 && (supplier == null || s.Code == supplier))
                .ToDictionaryAsync(s => s.Code, s => s.MinimumOrderValue!.Value, ct);
            foreach (var (from, place, _) in basket.Below(minima))
            {
                // What is due next comes first.
                var next = await rows.Where(s =>
                        s.Supplier == from
                        && s.Location == place
                        && (s.Advice == Advice.Nothing || (s.Advice == Advice.Order && s.UrgencyRank > (int)least))
                    )
                    .Open(time)
                    .OrderBy(s => s.DaysToReorder)
                    .ThenBy(s => s.Sku)
                    .Take(MostFillers)
                    .Select(s => s.Document)
                    .ToListAsync(ct);
                basket.FillUp(from, place, minima[from], next.Select(StoredSuggestion.Read));
            }
        }
        return await desk.MakeAsync(basket.Verdicts, basket.Left, ct);
    }

    /// <summary>Products that an order is filled up with at most.</summary>
    private const int MostFillers = 100;

    public static async Task<Results<Ok<Page<DecisionResponse>>, ValidationProblem>> List(
        [AsParameters] PageRequest page,
        [Description("A product's SKU; default all.")] string? sku,
        [Description("A location's code; default all.")] string? location,
        [Description("accept, transfer, snooze or reject; default all.")] string? action,
        [Description("The name of who decided; default all.")] string? by,
        ForecastingDb db,
        TimeProvider time,
        HttpContext http,
        CancellationToken ct
    )
    {
        var errors = new FieldErrors();
        var list = page.Check(errors, ListOrder, 1);
        var rows = db.Decisions.AsNoTracking();
        if (errors.OptionalSku("sku", sku) is { } product)
            rows = rows.Where(d => d.Sku == product);
        if (errors.OptionalCode("location", location) is { } place)
            rows = rows.Where(d => d.Location == place);
        if (errors.Word<DecisionAction>("action", action) is { } only)
            rows = rows.Where(d => d.Action == only);
        if (errors.Text("by", by, 200) is { } who)
            rows = rows.Where(d => d.By == who);
        var last = Guid.Empty;
        if (list.After is [var id] && !Guid.TryParseExact(id, "D", out last))
            errors.Add("after", PageRequest.NoCursor);
        if (errors.Any)
            return errors.ToProblem();
        if (list.After is not null)
            rows = rows.Where(d => d.Id < last);
        var found = await rows.OrderByDescending(d => d.Id).Take(list.Take).ToListAsync(ct);
        var scores = await Hindsight.ScoreAsync(db, found, WorklistRows.Today(time), ct);
        return TypedResults.Ok(
            list.Of(
                found.ConvertAll(d => d.ToResponse(scores.GetValueOrDefault(d.Id))),
                d => [d.Id.ToString("D")],
                http
            )
        );
    }

    public static async Task<Results<Ok<DecisionScores>, ValidationProblem>> Scores(
        [Description("The first day of the decisions, UTC; default a year ago.")] string? from,
        [Description("The last day, UTC; default today.")] string? to,
        ForecastingDb db,
        TimeProvider time,
        CancellationToken ct
    )
    {
        var errors = new FieldErrors();
        var today = WorklistRows.Today(time);
        var first = errors.Day("from", from) ?? today.AddYears(-1);
        var last = errors.Day("to", to) ?? today;
        if (last < first)
            errors.Add("to", T("must not be before from"));
        if (errors.Any)
            return errors.ToProblem();
        var (begin, end) = (
            new DateTimeOffset(first, default, TimeSpan.Zero),
            new DateTimeOffset(last.AddDays(1), default, TimeSpan.Zero)
        );
        var found = await db
            .Decisions.AsNoTracking()
            .Where(d =>
                d.Action != DecisionAction.Snooze && d.Action != DecisionAction.Transfer && d.At >= begin && d.At < end
            )
            .OrderByDescending(d => d.Id)
            .Take(MostScored)
            .ToListAsync(ct);
        var scores = await Hindsight.ScoreAsync(db, found, today, ct);
        var own = found
            .Where(d => d.Action == DecisionAction.Reject || d.Quantity != d.Suggested)
            .Select(d => scores.GetValueOrDefault(d.Id))
            .OfType<DecisionScore>()
            .ToList();
        return TypedResults.Ok(
            new DecisionScores(
                found.Count(d => d.Action == DecisionAction.Accept && d.Quantity == d.Suggested),
                found.Count(d => d.Action == DecisionAction.Accept && d.Quantity != d.Suggested),
                found.Count(d => d.Action == DecisionAction.Reject),
                own.Count(s => s.Saved > 0),
                own.Count(s => s.Saved < 0),
                own.Sum(s => s.Saved),
                found.Count - scores.Count
            )
        );
    }

    /// <summary>What an item says, where it is good; else says in <paramref name="errors"/> what is bad.</summary>
    private static Verdict? Judge(
        DecideSuggestion item,
        SuggestionExplanation explained,
        DateOnly today,
        string at,
        FieldErrors errors
    )
    {
        var bad = new FieldErrors();
        if (item.From is not null && item.Action is not (null or DecisionAction.Transfer))
            bad.Add("from", T("is of transfer only"));
        var reason = bad.Text("reason", item.Reason, MaxReason, required: item.Action == DecisionAction.Reject);
        var verdict = item.Action switch
        {
            DecisionAction.Accept => Accept(item, explained, reason, bad),
            DecisionAction.Transfer => Transfer(item, explained, reason, bad),
            DecisionAction.Snooze or DecisionAction.Reject => PutOff(item, explained, today, reason, bad),
            _ => null,
        };
        if (verdict is null && !bad.Any)
            bad.Add("action", T($"must be one of {Words.All<DecisionAction>()}"));
        errors.Add(at, bad);
        return bad.Any ? null : verdict;
    }

    private static Verdict Accept(
        DecideSuggestion item,
        SuggestionExplanation explained,
        string? reason,
        FieldErrors bad
    )
    {
        var suggestion = explained.Suggestion;
        if (item.Until is not null)
            bad.Add("until", T("is of snooze and reject only"));
        if (suggestion.Drafts.Count > 0)
            bad.Add("sku", T($"{suggestion.Sku} is in {string.Join(", ", suggestion.Drafts)} already"));
        var supplier = bad.OptionalCode("supplier", item.Supplier) ?? suggestion.Supplier;
        if (supplier is null)
            bad.Add("supplier", T("is required: nobody is known to deliver it"));
        decimal quantity;
        if (item.Quantity is null && suggestion.OrderQuantity <= 0)
        {
            bad.Add("quantity", T("is required: nothing is suggested"));
            quantity = 0;
        }
        else
            quantity = bad.Quantity("quantity", item.Quantity, suggestion.OrderQuantity);
        return new(explained, DecisionAction.Accept, quantity, supplier, Reason: reason);
    }

    private static Verdict Transfer(
        DecideSuggestion item,
        SuggestionExplanation explained,
        string? reason,
        FieldErrors bad
    )
    {
        var suggestion = explained.Suggestion;
        if (item.Until is not null)
            bad.Add("until", T("is of snooze and reject only"));
        if (item.Supplier is not null)
            bad.Add("supplier", T("is of accept only"));
        var from = bad.OptionalCode("from", item.From) ?? (suggestion.Transfers is [var first, ..] ? first.From : null);
        if (from is null)
            bad.Add("from", T("is required: no transfer is suggested"));
        if (from == suggestion.Location)
            bad.Add("from", T("must be another location"));
        var suggested = suggestion.Transfers.FirstOrDefault(t => t.From == from)?.Quantity ?? 0;
        decimal quantity = 0;
        if (item.Quantity is null && suggested <= 0)
            bad.Add("quantity", T($"is required: nothing is suggested from {from}"));
        else
            quantity = bad.Quantity("quantity", item.Quantity, suggested);
        return new(explained, DecisionAction.Transfer, quantity, Reason: reason, From: from, Suggested: suggested);
    }

    private static Verdict PutOff(
        DecideSuggestion item,
        SuggestionExplanation explained,
        DateOnly today,
        string? reason,
        FieldErrors bad
    )
    {
        if (item.Quantity is not null)
            bad.Add("quantity", T("is of accept only"));
        if (item.Supplier is not null)
            bad.Add("supplier", T("is of accept only"));
        var until = item.Until;
        if (until is null && item.Action == DecisionAction.Snooze)
            bad.Add("until", T("is required"));
        until ??= today.AddDays(Math.Max(1, explained.ReviewPeriodDays));
        if (until <= today || until > today.AddYears(1))
            bad.Add("until", T("must be a day after today and at most a year ahead"));
        return new(explained, item.Action!.Value, Until: until, Reason: reason);
    }
}
