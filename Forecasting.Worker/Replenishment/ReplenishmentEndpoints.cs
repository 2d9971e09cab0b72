using System.ComponentModel;
using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using SmartInventory.Contracts;
using SmartInventory.Contracts.Forecasting;
using SmartInventory.Forecasting.Demand;
using SmartInventory.ServiceDefaults.Web;

namespace SmartInventory.Forecasting.Replenishment;

internal static class ReplenishmentEndpoints
{
    public static async Task<Results<Ok<Page<SuggestionResponse>>, ValidationProblem>> List(
        [AsParameters] PageRequest page,
        [AsParameters] WorklistFilter filter,
        [Description("Also what needs no order.")] bool? all,
        [Description("order, transfer, in-draft, count-first, clock-stands or nothing; default order and transfer.")]
            string? advice,
        [Description("True: only what somebody set aside; default: only what nobody did.")] bool? setAside,
        ForecastingDb db,
        TimeProvider time,
        HttpContext http,
        CancellationToken ct
    )
    {
        var errors = new FieldErrors();
        var wanted = errors.Word<Advice>("advice", advice);
        if (all == true && wanted is not null)
            errors.Add("advice", T("cannot be combined with all=true"));
        var rows = filter.Apply(db, time, errors);
        var list = page.Check(errors, "worklist", 4);
        var after = list.After;
        var (waiting, urgency) = (0m, default(Urgency));
        if (
            after is not null
            && !(
                decimal.TryParse(after[0], NumberStyles.Number, CultureInfo.InvariantCulture, out waiting)
                && Enum.TryParse(after[1], out urgency)
                && Enum.IsDefined(urgency)
            )
        )
            errors.Add("after", PageRequest.NoCursor);
        if (errors.Any)
            return errors.ToProblem();

        var everything = all == true || filter.Risk is not null;
        if (wanted is { } only)
            rows = rows.Where(s => s.Advice == only);
        else if (!everything)
            rows = rows.Where(s => s.ToDo);
        if (!everything)
            rows = setAside == true ? rows.SetAside(time) : rows.Open(time);
        if (after is not null)
        {
            var (rank, sku, at) = ((int)urgency, after[2], after[3]);
            rows = rows.Where(s =>
                s.WaitingCost < waiting
                || (
                    s.WaitingCost == waiting
                    && (
                        s.UrgencyRank > rank
                        || (
                            s.UrgencyRank == rank
                            && (string.Compare(s.Sku, sku) > 0 || (s.Sku == sku && string.Compare(s.Location, at) > 0))
                        )
                    )
                )
            );
        }
        var found = await rows.Ranked().Take(list.Take).ToListAsync(ct);
        var shown = list.Of(
            found,
            s => [s.WaitingCost.ToString(CultureInfo.InvariantCulture), s.Urgency.ToString(), s.Sku, s.Location],
            http
        );
        return TypedResults.Ok(
            new Page<SuggestionResponse>(
                [.. shown.Items.Select(s => StoredSuggestion.Read(s.Document).Suggestion)],
                shown.Next
            )
        );
    }

    public static async Task<Results<Ok<List<SuggestionExplanation>>, ValidationProblem, ProblemHttpResult>> Explain(
        string sku,
        [Description("A location's code; default all.")] string? location,
        [Description("As it stood at the end of that day, UTC; default as it stands.")] string? at,
        SuggestionReader reader,
        ForecastingDb db,
        CancellationToken ct
    )
    {
        var errors = new FieldErrors();
        var (name, place) = SeriesQuery.Parse(errors, sku, location);
        var day = errors.Day("at", at);
        if (errors.Any)
            return errors.ToProblem();
        List<SuggestionExplanation> suggestions = day is { } then
            ?
            [
                .. from row in await SuggestionLog.AtAsync(db, name, place, then, ct)
                let explained = row.Explained
                select explained with
                {
                    Reproduced = FrozenInputs.FromJson(row.Inputs).Reproduces(explained),
                },
            ]
            : await reader.SuggestionsAsync(name, place, ct);
        return suggestions.Count == 0 && !await SeriesQuery.ExistsAsync(db, name, ct)
            ? Refusals.NoProduct(sku)
            : TypedResults.Ok(suggestions);
    }

    public static async Task<Results<Ok<List<SuggestionChange>>, ValidationProblem, ProblemHttpResult>> Changes(
        string sku,
        [Description("A location's code; default all.")] string? location,
        [Description("So many per location, 1 to 100; default 10.")] int? limit,
        ForecastingDb db,
        CancellationToken ct
    )
    {
        var errors = new FieldErrors();
        var (name, place) = SeriesQuery.Parse(errors, sku, location);
        var most = errors.Whole("limit", limit, 1, MostChanges, UsualChanges);
        if (errors.Any)
            return errors.ToProblem();
        // One more, to hold the oldest that is shown against.
        var rows = await SuggestionLog.NewestAsync(db, name, place, most + 1, ct);
        if (rows.Count == 0 && !await SeriesQuery.ExistsAsync(db, name, ct))
            return Refusals.NoProduct(sku);
        var changes = new List<SuggestionChange>();
        foreach (var ofLocation in rows.GroupBy(r => r.Location))
        {
            var all = ofLocation.Select(r => (r.At, r.Explained)).ToList();
            for (var i = 0; i < Math.Min(most, all.Count); i++)
            {
                var (made, explained) = all[i];
                changes.Add(
                    new(
                        ofLocation.Key,
                        made,
                        explained.Suggestion.Advice,
                        explained.Suggestion.OrderQuantity,
                        explained.Suggestion.OrderBy,
                        i + 1 < all.Count ? SuggestionWords.Between(all[i + 1].Explained, explained) : []
                    )
                );
            }
        }
        return TypedResults.Ok(changes);
    }

    private const int MostChanges = 100,
        UsualChanges = 10;
}
