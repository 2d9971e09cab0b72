using System.ComponentModel;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using SmartInventory.Contracts.Forecasting;
using SmartInventory.ServiceDefaults.Web;

namespace SmartInventory.Forecasting.Replenishment;

/// <summary>The worklist in numbers.</summary>
internal static class WorklistEndpoints
{
    private const int MostGroups = 200;

    public static async Task<Results<Ok<WorklistSummary>, ValidationProblem>> Summary(
        [AsParameters] WorklistFilter filter,
        [Description("supplier, location or category; default supplier.")] string? by,
        ForecastingDb db,
        TimeProvider time,
        CancellationToken ct
    )
    {
        var errors = new FieldErrors();
        var group = errors.Word<WorklistGroup>("by", by) ?? WorklistGroup.Supplier;
        var rows = filter.Apply(db, time, errors);
        if (errors.Any)
            return errors.ToProblem();

        var orders = rows.Where(s => s.ToDo).Open(time);
        var groups = await (
            group switch
            {
                WorklistGroup.Location => orders.GroupBy(s => (string?)s.Location),
                WorklistGroup.Category => orders.GroupBy(s => s.Category),
                _ => orders.GroupBy(s => s.Supplier),
            }
        )
            .Select(g => new
            {
                g.Key,
                Lines = g.Count(),
                Late = g.Count(s => s.Urgency == Urgency.Late),
                Now = g.Count(s => s.Urgency == Urgency.Now),
                Soon = g.Count(s => s.Urgency == Urgency.Soon),
                Cost = g.Sum(s => s.Cost),
                WaitingCost = g.Sum(s => s.WaitingCost),
            })
            .ToListAsync(ct);
        var standing = await rows.Where(s => s.Advice == Advice.ClockStands)
            .GroupBy(s => s.Location)
            .Select(g => new { Location = g.Key, Series = g.Count() })
            .Join(
                db.LocationDays,
                g => g.Location,
                d => d.Location,
                (g, d) => new StandingLocation(g.Location, d.Last, g.Series)
            )
            .ToListAsync(ct);
        return TypedResults.Ok(
            new WorklistSummary(
                new(
                    groups.Sum(g => g.Lines),
                    groups.Sum(g => g.Late),
                    groups.Sum(g => g.Now),
                    groups.Sum(g => g.Soon),
                    groups.Sum(g => g.Cost),
                    groups.Sum(g => g.WaitingCost)
                ),
                [
                    .. groups
                        .OrderByDescending(g => g.WaitingCost)
                        .ThenBy(g => g.Key, StringComparer.Ordinal)
                        .Take(MostGroups)
                        .Select(g => new WorklistGroupTotals(
                            g.Key,
                            new(g.Lines, g.Late, g.Now, g.Soon, g.Cost, g.WaitingCost)
                        )),
                ],
                await rows.CountAsync(s => s.Advice == Advice.CountFirst, ct),
                [.. standing.OrderBy(s => s.Location, StringComparer.Ordinal)]
            )
            {
                OutOfStock = await rows.Out(db).CountAsync(ct),
                AtRisk = await rows.AtRisk(db, time).CountAsync(ct),
            }
        );
    }
}
