using System.ComponentModel;
using System.Globalization;
using System.Text.Json;
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
        [Description("A location's code; default all.")] string? location,
        [Description("Also what needs no order.")] bool? all,
        ForecastingDb db,
        HttpContext http,
        CancellationToken ct
    )
    {
        const string Kind = "replenishment";
        var errors = new FieldErrors();
        var place = errors.OptionalCode("location", location);
        var list = page.Check(errors, Kind, 5);
        var after = list.After;
        var (urgency, orderBy, cost) = (default(Urgency), default(DateOnly), 0m);
        if (
            after is not null
            && !(
                Enum.TryParse(after[0], out urgency)
                && Enum.IsDefined(urgency)
                && DateOnly.TryParseExact(after[1], "O", out orderBy)
                && decimal.TryParse(after[2], NumberStyles.Number, CultureInfo.InvariantCulture, out cost)
            )
        )
            errors.Add("after", PageRequest.NoCursor);
        if (errors.Any)
            return errors.ToProblem();

        var rows = db.Suggestions.AsNoTracking().Where(s => !s.Archived);
        if (place is not null)
            rows = rows.Where(s => s.Location == place);
        if (all != true)
            rows = rows.Where(s => s.Urgency != Urgency.None);
        if (after is not null)
        {
            var (sku, at) = (after[3], after[4]);
            rows = rows.Where(s =>
                s.UrgencyRank > (int)urgency
                || (
                    s.UrgencyRank == (int)urgency
                    && (
                        s.OrderBy > orderBy
                        || (
                            s.OrderBy == orderBy
                            && (
                                s.Cost < cost
                                || (
                                    s.Cost == cost
                                    && (
                                        string.Compare(s.Sku, sku) > 0
                                        || (s.Sku == sku && string.Compare(s.Location, at) > 0)
                                    )
                                )
                            )
                        )
                    )
                )
            );
        }
        var found = await rows.OrderBy(s => s.UrgencyRank)
            .ThenBy(s => s.OrderBy)
            .ThenByDescending(s => s.Cost)
            .ThenBy(s => s.Sku)
            .ThenBy(s => s.Location)
            .Take(list.Take)
            .ToListAsync(ct);
        var shown = list.Of(
            found,
            s =>
                [
                    s.Urgency.ToString(),
                    s.OrderBy.ToString("O", CultureInfo.InvariantCulture),
                    s.Cost.ToString(CultureInfo.InvariantCulture),
                    s.Sku,
                    s.Location,
                ],
            http
        );
        return TypedResults.Ok(
            new Page<SuggestionResponse>(
                [
                    .. shown.Items.Select(s =>
                        JsonSerializer.Deserialize<SuggestionExplanation>(s.Document, ContractsJson.Options)!.Suggestion
                    ),
                ],
                shown.Next
            )
        );
    }

    public static async Task<Results<Ok<List<SuggestionExplanation>>, ValidationProblem, ProblemHttpResult>> Explain(
        string sku,
        [Description("A location's code; default all.")] string? location,
        SuggestionReader reader,
        ForecastingDb db,
        CancellationToken ct
    )
    {
        var errors = new FieldErrors();
        var (name, place) = SeriesQuery.Parse(errors, sku, location);
        if (errors.Any)
            return errors.ToProblem();
        var suggestions = await reader.SuggestionsAsync(name, place, ct);
        return suggestions.Count == 0 && !await SeriesQuery.ExistsAsync(db, name, ct)
            ? Refusals.NoProduct(sku)
            : TypedResults.Ok(suggestions);
    }
}
