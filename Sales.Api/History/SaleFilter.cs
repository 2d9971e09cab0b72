using System.ComponentModel;
using Microsoft.AspNetCore.Mvc;
using SmartInventory.Contracts.Sales;
using SmartInventory.Sales.Api.Recording;
using SmartInventory.ServiceDefaults.Web;

namespace SmartInventory.Sales.Api.History;

/// <summary>Which lines; texts, so that one answer can name every bad one.</summary>
internal readonly record struct SaleFilter
{
    [FromQuery(Name = "sku")]
    public string? Sku { get; init; }

    [FromQuery(Name = "location")]
    public string? Location { get; init; }

    [FromQuery(Name = "channel")]
    public string? Channel { get; init; }

    [FromQuery(Name = "kind")]
    [Description("sale or return")]
    public string? Kind { get; init; }

    [FromQuery(Name = "from")]
    [Description("First demand day, yyyy-MM-dd")]
    public string? From { get; init; }

    [FromQuery(Name = "to")]
    [Description("Last demand day, yyyy-MM-dd")]
    public string? To { get; init; }

    [FromQuery(Name = "category")]
    [Description("Products of this category and those below it")]
    public string? Category { get; init; }

    [FromQuery(Name = "import")]
    [Description("The id of the import that brought them")]
    public string? Import { get; init; }

    [FromQuery(Name = "receipt")]
    [Description("What was bought at once")]
    public string? Receipt { get; init; }

    [FromQuery(Name = "recordedBy")]
    [Description("Who recorded them: the name that a person signs in with, or the id of a token")]
    public string? RecordedBy { get; init; }

    [FromQuery(Name = "returnOf")]
    [Description("The id of the sale that came back")]
    public string? ReturnOf { get; init; }

    public SaleQuery Check(FieldErrors errors)
    {
        var query = new SaleQuery(
            errors.OptionalSku("sku", Sku),
            errors.OptionalCode("location", Location),
            errors.Text("channel", Channel, 32),
            errors.Word<SaleKind>("kind", Kind),
            errors.Day("from", From),
            errors.Day("to", To),
            errors.Text("category", Category, 200),
            ReadId("import", Import, T("must be an id, as the list of imports shows it"), errors),
            errors.Text("receipt", Receipt, SaleRules.MaxReceipt),
            errors.Text("recordedBy", RecordedBy, 100),
            ReadId("returnOf", ReturnOf, T("must be an id, as the list of sales shows it"), errors)
        );
        if (query.From > query.To)
            errors.Add("to", T("must not be before 'from'"));
        return query;
    }

    private static Guid? ReadId(string field, string? text, string reason, FieldErrors errors)
    {
        if (string.IsNullOrEmpty(text))
            return null;
        if (Guid.TryParse(text, out var id))
            return id;
        errors.Add(field, reason);
        return null;
    }
}

/// <summary>Which lines, checked.</summary>
internal readonly record struct SaleQuery(
    string? Sku,
    string? Location,
    string? Channel,
    SaleKind? Kind,
    DateOnly? From,
    DateOnly? To,
    string? Category,
    Guid? Import,
    string? Receipt,
    string? RecordedBy,
    Guid? ReturnOf
)
{
    public IQueryable<Sale> Apply(SalesDb db)
    {
        var (sku, location, channel, kind, from, to, category, import, receipt, recordedBy, returnOf) = this;
        IQueryable<Sale> sales = db.Sales;
        if (sku is not null)
            sales = sales.Where(s => s.Sku == sku);
        if (location is not null)
            sales = sales.Where(s => s.Location == location);
        if (channel is not null)
            sales = sales.Where(s => s.Channel == channel);
        if (kind is not null)
            sales = sales.Where(s => s.Kind == kind);
        if (category is not null)
        {
            var name = category.ToLowerInvariant();
            var below = $"{name}/";
#pragma warning disable CA1862 // PostgreSQL compares.
            sales = sales.Where(s =>
                db.Products.Any(p =>
                    p.Sku == s.Sku
                    && p.Category != null
                    && (p.Category.ToLower() == name || p.Category.ToLower().StartsWith(below))
                )
            );
#pragma warning restore CA1862
        }

        if (receipt is not null)
            sales = sales.Where(s => s.Receipt == receipt);
        if (import is not null)
            sales = sales.Where(s => s.ImportId == import);
        if (recordedBy is not null)
            sales = sales.Where(s => s.RecordedBy == recordedBy);
        if (returnOf is not null)
            sales = sales.Where(s => s.ReturnOf == returnOf);
        // The day decides; the moments, wide enough for every time zone, let the index find it.
        if (from is { } first)
        {
            var earliest = new DateTimeOffset(first.AddDays(-1), TimeOnly.MinValue, TimeSpan.Zero);
            sales = sales.Where(s => s.Day >= first && s.SoldAt >= earliest);
        }

        if (to is { } last)
        {
            var latest = new DateTimeOffset(last.AddDays(2), TimeOnly.MinValue, TimeSpan.Zero);
            sales = sales.Where(s => s.Day <= last && s.SoldAt < latest);
        }

        return sales;
    }
}
