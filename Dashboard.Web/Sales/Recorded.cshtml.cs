using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using SmartInventory.Contracts;
using SmartInventory.Contracts.Catalog;
using SmartInventory.Contracts.Identity;
using SmartInventory.Contracts.Sales;
using SmartInventory.Dashboard.Web.Gateway;
using SmartInventory.Dashboard.Web.Identity;
using SmartInventory.Dashboard.Web.Shared;

namespace SmartInventory.Dashboard.Web.Sales;

/// <summary>One of the lines, and what is left of its product.</summary>
/// <param name="Name">Of the product; null where the catalogue does not tell it.</param>
/// <param name="Stock">At the place where it was sold; null where that cannot be read.</param>
public sealed record RecordedLine(SaleResponse Sale, string? Name, StockLevelResponse? Stock);

/// <summary>Lines that were just recorded together, until the next sale.</summary>
public sealed class RecordedModel(ISalesApi sales, ICatalogApi catalog, TimeProvider time) : PageModel
{
    private static readonly TimeSpan FreshFor = TimeSpan.FromMinutes(15);

    /// <summary>As <see cref="SaleWords.RecordedUrl"/> writes them.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Ids { get; set; }

    [BindProperty]
    public string? Reason { get; set; }

    public Loaded<IReadOnlyList<RecordedLine>> Lines { get; private set; } = null!;

    /// <summary>Why something was not taken back; null when nothing was tried.</summary>
    public string? Refusal { get; private set; }

    /// <summary>Whether the reason is what is missing.</summary>
    public bool WithoutReason { get; private set; }

    public DateTimeOffset ReadAt { get; private set; }

    public bool AllTakenBack => Lines.Value?.All(line => !SaleWords.Counts(line.Sale)) == true;

    public bool JustRecorded => Lines.Value?.All(line => ReadAt - line.Sale.RecordedAt < FreshFor) == true;

    public decimal Total =>
        (Lines.Value ?? [])
            .Where(line => SaleWords.Counts(line.Sale))
            .Sum(line => SaleWords.WithSign(line.Sale, line.Sale.Amount));

    public async Task<IActionResult> OnGetAsync(string? tile, CancellationToken ct)
    {
        if (await ReadAsync(ct) is not { } lines || lines.Missing)
            return NotFound();
        return tile switch
        {
            null => Page(),
            "recorded" => Partial("_Recorded", this),
            _ => NotFound(),
        };
    }

    /// <summary>Takes back what counts of it.</summary>
    [Needs(Role.Clerk)]
    public async Task<IActionResult> OnPostUndoAsync(CancellationToken ct)
    {
        if (await ReadAsync(ct) is not { } lines || lines.Missing)
            return NotFound();
        if (lines.Value is not { } shown)
            return Page();
        if (Query.Text(Reason) is not { } reason)
        {
            WithoutReason = true;
            return Page();
        }

        var refused = new List<string>();
        foreach (var (sale, _, _) in shown)
        {
            if (!SaleWords.Counts(sale))
                continue;
            // A line is taken back once, whoever asks: it needs no key.
            var refusal = await Load.RefusalAsync(
                sales.VoidSale(sale.Id, new VoidSale { Reason = reason }, ct: ct),
                ct
            );
            if (refusal is not null)
                refused.Add($"{sale.Sku}: {refusal}");
        }

        if (refused.Count == 0)
            return LocalRedirect(SaleWords.RecordedUrl(shown.Select(line => line.Sale.Id)));
        Refusal = T($"Not taken back: {string.Join(" ", refused)}");
        await ReadAsync(ct);
        return Page();
    }

    /// <returns>Null where the address names nothing.</returns>
    private async Task<Loaded<IReadOnlyList<RecordedLine>>?> ReadAsync(CancellationToken ct)
    {
        var ids = (Ids ?? "")
            .Split('.')
            .Select(text => Guid.TryParseExact(text, "N", out var id) ? id : (Guid?)null)
            .ToList();
        if (ids.Contains(null))
            return null;
        Lines = await Load.TryAsync(ReadAsync(ids.OfType<Guid>(), ct), ct);
        ReadAt = time.GetUtcNow();
        return Lines;
    }

    private async Task<IReadOnlyList<RecordedLine>> ReadAsync(IEnumerable<Guid> ids, CancellationToken ct)
    {
        var lines = await Task.WhenAll(ids.Select(id => sales.GetSale(id, ct)));
        var names = ProductNames.ReadAsync(catalog, lines.Select(line => line.Sku), ct);
        var places = lines.Select(line => (line.Sku, line.Location)).Distinct().ToList();
        var levels = await Task.WhenAll(
            places.Select(place =>
                Load.TryAsync(catalog.ListStock(1, sku: place.Sku, location: place.Location, ct: ct), ct)
            )
        );
        var stock = places
            .Zip(levels)
            .ToDictionary(read => read.First, read => read.Second.Value?.Items is [var level] ? level : null);
        var called = await names;
        return
        [
            .. lines.Select(line => new RecordedLine(
                line,
                called.GetValueOrDefault(line.Sku),
                stock[(line.Sku, line.Location)]
            )),
        ];
    }
}
