using System.Globalization;
using Microsoft.EntityFrameworkCore;
using SmartInventory.Contracts;
using SmartInventory.Contracts.Localization;
using SmartInventory.Contracts.Sales;
using SmartInventory.Sales.Api.Catalogue;
using SmartInventory.ServiceDefaults.Data;
using SmartInventory.ServiceDefaults.Web;

namespace SmartInventory.Sales.Api.Recording;

/// <summary>What became of one line of a request.</summary>
/// <param name="Sale">The stored line: the new one, or of a duplicate the one before. Null when rejected for a bad
/// field.</param>
/// <param name="Differs">Not empty when the name is taken by <paramref name="Sale"/>, which says something
/// else.</param>
internal sealed record Recorded(RowOutcome Outcome, Sale? Sale, FieldErrors Errors, IReadOnlyList<string> Differs);

/// <summary>
/// Records lines that somebody waits for: all are decided, then the good ones stored, in the caller's transaction.
/// </summary>
internal sealed class SaleRecorder(SalesDb db, CatalogueLookup catalogue, SaleStore store, TimeProvider time)
{
    /// <param name="requests">The lines.</param>
    /// <param name="allOrNone">One bad line keeps all from being stored; when it shows only at storing, the caller must
    /// roll back.</param>
    public async Task<Recorded[]> RecordAsync(
        IReadOnlyList<RecordSale> requests,
        bool allOrNone,
        CancellationToken ct
    ) => [.. (await RecordAsync(requests, allOrNone, ask: true, ct)).Select(r => r!)];

    /// <summary>Records what needs no question to the catalogue, which may take long.</summary>
    /// <param name="requests">The lines.</param>
    /// <param name="by">Who recorded each.</param>
    /// <returns>Null for a line that needs one.</returns>
    public Task<Recorded?[]> RecordKnownAsync(
        IReadOnlyList<RecordSale> requests,
        IReadOnlyList<string?> by,
        CancellationToken ct
    ) => RecordAsync(requests, allOrNone: false, ask: false, ct, by);

    private async Task<Recorded?[]> RecordAsync(
        IReadOnlyList<RecordSale> requests,
        bool allOrNone,
        bool ask,
        CancellationToken ct,
        IReadOnlyList<string?>? by = null
    )
    {
        var now = SaleRules.Now(time);
        var results = new Recorded?[requests.Count];
        var errors = requests.Select(_ => new FieldErrors()).ToArray();
        var drafts = requests.Select((request, i) => SaleRules.Check(request, now, errors[i])).ToArray();

        // What is stored already needs no catalogue: a repeat is answered also after the product was archived.
        var known = await FindAsync(
            drafts.Where((_, i) => !errors[i].Any && !string.IsNullOrWhiteSpace(requests[i].ExternalId)),
            ct
        );
        var clocks = await ClocksAsync(known.Values, drafts, ct);
        for (var i = 0; i < drafts.Length; i++)
        {
            if (!errors[i].Any && known.TryGetValue((drafts[i].Channel, drafts[i].ExternalId), out var stored))
                results[i] = Compare(drafts[i], stored, clocks, errors[i]);
        }

        var open = Enumerable.Range(0, drafts.Length).Where(i => results[i] is null).ToArray();
        var sales = new Sale?[drafts.Length];
        if (open.Length > 0)
        {
            var view = await catalogue.LoadAsync(
                open.Select(i => drafts[i].Sku).Where(sku => sku.Length > 0).ToHashSet(StringComparer.Ordinal),
                open.Select(i => drafts[i].Location)
                    .OfType<string>()
                    .Where(code => code.Length > 0)
                    .ToHashSet(StringComparer.Ordinal),
                open.Where(i => drafts[i].Location is null)
                    .Select(i => drafts[i].Sku)
                    .Where(sku => sku.Length > 0)
                    .ToHashSet(StringComparer.Ordinal),
                ask,
                ct
            );
            foreach (var i in open)
            {
                if (!ask && !view.Knows(drafts[i]))
                    continue;
                (sales[i], _) = SaleRules.Place(drafts[i], view, now, errors[i]);
                if (sales[i] is { } placed)
                    placed.RecordedBy = by?[i];
                else
                    results[i] = new Recorded(RowOutcome.Rejected, null, errors[i], []);
            }
        }

        if (allOrNone && results.Any(r => r is { Outcome: RowOutcome.Rejected }))
            return [.. results.Select((r, i) => r ?? new Recorded(RowOutcome.Created, null, errors[i], []))];

        var added = await store.AddAsync(sales.OfType<Sale>().ToList(), ct);
        // The rest met a line of the same name in this very request, or one that was stored a moment ago.
        var met = await FindAsync(drafts.Where((_, i) => sales[i] is { } sale && !added.Contains(sale.Id)), ct);
        clocks = await ClocksAsync(met.Values, drafts, ct);
        for (var i = 0; i < drafts.Length; i++)
        {
            if (sales[i] is not { } sale)
                continue;
            results[i] = added.Contains(sale.Id)
                ? new Recorded(RowOutcome.Created, sale, errors[i], [])
                : Compare(drafts[i], met[(sale.Channel, sale.ExternalId)], clocks, errors[i]);
        }

        return results;
    }

    private async Task<Dictionary<(string, string), Sale>> FindAsync(
        IEnumerable<SaleDraft> drafts,
        CancellationToken ct
    )
    {
        var found = new Dictionary<(string, string), Sale>();
        foreach (var channel in drafts.GroupBy(d => d.Channel, StringComparer.Ordinal))
        {
            var ids = channel.Select(d => d.ExternalId).Distinct(StringComparer.Ordinal).ToArray();
            await foreach (
                var sale in db
                    .Sales.AsNoTracking()
                    .Where(s => s.Channel == channel.Key && ids.Contains(s.ExternalId) && !s.Released)
                    .AsAsyncEnumerable()
                    .WithCancellation(ct)
            )
                found[(sale.Channel, sale.ExternalId)] = sale;
        }

        return found;
    }

    // Needed only to compare a time that is on one of them. Where something was sold is known here.
    private async Task<Dictionary<string, TimeZoneInfo?>> ClocksAsync(
        IEnumerable<Sale> stored,
        SaleDraft[] drafts,
        CancellationToken ct
    )
    {
        var codes = stored.Select(sale => sale.Location).Distinct(StringComparer.Ordinal).ToArray();
        if (codes.Length == 0 || !drafts.Any(draft => draft.SoldAt is { Offset: null }))
            return [];
        return await db
            .Locations.AsNoTracking()
            .Where(location => codes.Contains(location.Code))
            .ToDictionaryAsync(location => location.Code, location => CalendarDay.Clock(location.TimeZone), ct);
    }

    // Only what the request says is compared: a repeat that left the time or the price to us says nothing about them.
    private static Recorded Compare(
        SaleDraft draft,
        Sale stored,
        Dictionary<string, TimeZoneInfo?> clocks,
        FieldErrors errors
    )
    {
        var differs = new List<string>();
        Field("sku", stored.Sku, draft.Sku);
        Field("kind", Sale.Word(stored.Kind), Sale.Word(draft.Kind));
        if (draft.Location is not null)
            Field("location", stored.Location, draft.Location);
        Field("quantity", stored.Quantity, draft.Quantity);
        if (draft.UnitPrice is { } price)
            Field("unitPrice", stored.UnitPrice, price);
        if (
            draft.SoldAt is { } time
            && (time.Offset is null ? clocks.GetValueOrDefault(stored.Location) : TimeZoneInfo.Utc) is { } clock
        )
            Field("soldAt", stored.SoldAt, Moments.Stored(time.In(clock)));
        if (draft.Customer is not null)
            Field("customer", stored.Customer ?? "", draft.Customer);
        if (draft.Discount is { } discount)
            Field("discount", stored.Discount, discount);
        if (draft.Promotion is { } promotion)
            Field("promotion", stored.Promotion, promotion);
        // A till that only now sends receipts says nothing against the lines that it sent without.
        if (draft.Receipt is not null && stored.Receipt is not null)
            Field("receipt", stored.Receipt, draft.Receipt);
        if (differs.Count == 0)
            return new Recorded(RowOutcome.Duplicate, stored, errors, []);

        errors.Add(
            "externalId",
            T(
                $"'{stored.ExternalId}' is taken in channel '{stored.Channel}' by a line that says something else: "
                    + $"{string.Join("; ", differs)}"
            )
        );
        return new Recorded(RowOutcome.Rejected, stored, errors, differs);

        void Field<TValue>(string name, TValue then, TValue now)
            where TValue : IEquatable<TValue>
        {
            if (!then.Equals(now))
                differs.Add(T($"{name} is {Show(then)}, sent was {Show(now)}"));
        }
    }

    private static string Show<T>(T value) =>
        value switch
        {
            DateTimeOffset at => at.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFF'Z'", CultureInfo.InvariantCulture),
            decimal number => number.ToString("0.####", Languages.Reader),
            _ => $"'{value}'",
        };
}
