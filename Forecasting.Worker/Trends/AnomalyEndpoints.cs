using System.ComponentModel;
using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using SmartInventory.Contracts;
using SmartInventory.Contracts.Forecasting;
using SmartInventory.Forecasting.Catalogue;
using SmartInventory.ServiceDefaults.Web;

namespace SmartInventory.Forecasting.Trends;

/// <summary>Days that nobody would have expected.</summary>
internal static class AnomalyEndpoints
{
    public static async Task<Results<Ok<Page<AnomalyResponse>>, ValidationProblem>> List(
        [AsParameters] PageRequest page,
        [AsParameters] ProductFilter filter,
        [Description("spike, drop or silence; default all.")] string? kind,
        [Description("A product's SKU; default all.")] string? sku,
        [Description("The first day; default as far back as is looked.")] string? from,
        ForecastingDb db,
        HttpContext http,
        CancellationToken ct
    )
    {
        var errors = new FieldErrors();
        var choice = filter.Read(errors);
        var only = errors.Word<AnomalyKind>("kind", kind);
        var product = errors.OptionalSku("sku", sku);
        var since = errors.Day("from", from);
        var list = page.Check(errors, "anomalies", 4);
        DateOnly start = default;
        if (
            list.After is { } after
            && !DateOnly.TryParseExact(
                after[0],
                "yyyy-MM-dd",
                CultureInfo.InvariantCulture,
                DateTimeStyles.None,
                out start
            )
        )
            errors.Add("after", PageRequest.NoCursor);
        if (errors.Any)
            return errors.ToProblem();

        var place = choice.Location;
        var rows = await db
            .Anomalies.AsNoTracking()
            .Where(a =>
                (place == null || a.Location == place)
                && (only == null || a.Kind == only)
                && (product == null || a.Sku == product)
                && (since == null || a.ToDay >= since)
            )
            .ToListAsync(ct);
        var skus = rows.Select(r => r.Sku).Distinct().ToArray();
        var products = await db
            .Products.AsNoTracking()
            .Where(p => skus.Contains(p.Sku))
            .ToDictionaryAsync(p => p.Sku, ct);
        var archived = await KnownSupplier.ArchivedAsync(db, ct);
        var suppliers = skus.ToDictionary(s => s, s => products.GetValueOrDefault(s)?.OrderedBy(archived)?.Supplier);
        var found = rows.Where(r =>
                products.GetValueOrDefault(r.Sku) is not { Archived: true }
                && choice.Has(products.GetValueOrDefault(r.Sku)?.Category, suppliers[r.Sku])
            )
            .Where(r => list.After is null || Compare(Key(r), list.After) > 0)
            .OrderBy(Key, Comparer<string[]>.Create(Compare))
            .Take(list.Take)
            .ToList();
        var shown = list.Of(found, Key, http);
        return TypedResults.Ok(
            new Page<AnomalyResponse>(
                [
                    .. shown.Items.Select(r => new AnomalyResponse
                    {
                        Sku = r.Sku,
                        Name = products.GetValueOrDefault(r.Sku)?.Name ?? r.Sku,
                        Location = r.Location,
                        Kind = r.Kind,
                        From = r.FromDay,
                        To = r.ToDay,
                        Actual = r.Actual,
                        Expected = r.Expected,
                        Probability = r.Probability,
                    }),
                ],
                shown.Next
            )
        );
    }

    private static string[] Key(StoredAnomaly row) =>
        [row.ToDay.ToString("O", CultureInfo.InvariantCulture), row.Sku, row.Location, row.Kind.ToString()];

    /// <summary>Newest day first, then by SKU, location and kind.</summary>
    private static int Compare(string[] a, string[] b)
    {
        if (string.CompareOrdinal(b[0], a[0]) is not 0 and var day)
            return day;
        for (var i = 1; i < a.Length; i++)
        {
            if (string.CompareOrdinal(a[i], b[i]) is not 0 and var order)
                return order;
        }
        return 0;
    }
}
