using System.ComponentModel;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using SmartInventory.Contracts.Forecasting;
using SmartInventory.ServiceDefaults.Identity;
using SmartInventory.ServiceDefaults.Web;

namespace SmartInventory.Forecasting.Replenishment;

/// <summary>Which suggestions are looked at: the list's and the summary's filters are the same.</summary>
internal sealed record WorklistFilter
{
    [FromQuery(Name = "location")]
    [Description("A location's code; default all.")]
    public string? Location { get; init; }

    [FromQuery(Name = "supplier")]
    [Description("A supplier's code; default all.")]
    public string? Supplier { get; init; }

    [FromQuery(Name = "category")]
    [Description("A category, as products have it; default all.")]
    public string? Category { get; init; }

    [FromQuery(Name = "assignee")]
    [Description("The user name of who looks after it, me, or none for nobody; default all.")]
    public string? Assignee { get; init; }

    [FromQuery(Name = "urgency")]
    [Description("late, now, soon or none; default all.")]
    public string? Urgency { get; init; }

    [FromQuery(Name = "risk")]
    [Description(
        "out: nothing is there and something is expected to be sold; at-risk: expected demand uses up what is there, "
            + "and what is on order and comes until then, within 14 days. Also what needs no order or is set aside. "
            + "Default all."
    )]
    public string? Risk { get; init; }

    /// <summary>The suggestions that pass; what is bad goes into <paramref name="errors"/>.</summary>
    public IQueryable<StoredSuggestion> Apply(ForecastingDb db, TimeProvider time, FieldErrors errors)
    {
        var rows = db.Suggestions.AsNoTracking().Within(errors, Location, Supplier, Category);
        if (errors.Word<Urgency>("urgency", Urgency) is { } urgency)
            rows = rows.Where(s => s.Urgency == urgency);
        if (errors.Assignee("assignee", Assignee) is { Name: var person })
            rows = rows.Where(s => s.Assignee == person);
        return errors.Word<StockRisk>("risk", Risk) switch
        {
            StockRisk.Out => rows.Out(db),
            StockRisk.AtRisk => rows.AtRisk(db, time),
            _ => rows,
        };
    }
}
