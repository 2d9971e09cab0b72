using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using SmartInventory.Contracts;
using SmartInventory.Contracts.Catalog;
using SmartInventory.Contracts.Forecasting;
using SmartInventory.Contracts.Identity;
using SmartInventory.Dashboard.Web.Gateway;
using SmartInventory.Dashboard.Web.Identity;
using SmartInventory.Dashboard.Web.Shared;

namespace SmartInventory.Dashboard.Web.Stock;

/// <summary>Which products of a location a new sheet has.</summary>
public enum SheetChoice
{
    All,
    NeverCounted,
    Due,
    ClassA,
}

/// <summary>Count sheets, the newest first, and a form for a new one.</summary>
public sealed class SheetsModel(ICatalogApi catalog, IForecastingApi forecasting) : PageModel
{
    private const int PageSize = 50;

    /// <summary>What was not counted for so long is due for a cycle count.</summary>
    public const int CycleDays = 90;

    [BindProperty(SupportsGet = true)]
    public string? After { get; set; }

    [BindProperty]
    public string? Location { get; set; }

    [BindProperty]
    public string? Name { get; set; }

    [BindProperty]
    public string? Category { get; set; }

    [BindProperty]
    public string? Supplier { get; set; }

    [BindProperty]
    public SheetChoice Which { get; set; }

    /// <summary>Who counts sees what is expected.</summary>
    [BindProperty]
    public bool Open { get; set; }

    /// <summary>One per shown form: pressed twice, it is one sheet.</summary>
    [BindProperty]
    public string? Key { get; set; }

    public Loaded<Page<CountSheetSummary>> Sheets { get; private set; } = null!;

    public IReadOnlyList<LocationResponse> Locations { get; private set; } = [];

    public string? Refusal { get; private set; }

    public Task OnGetAsync(CancellationToken ct) => ReadAsync(ct);

    [Needs(Role.Clerk)]
    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        var made = await Load.TryAsync(MakeAsync(ct), ct);
        if (made.Value is { } sheet)
            return LocalRedirect(StockWords.SheetUrl(sheet.Sheet.Number));
        Refusal = made.Refuse(ModelState);
        await ReadAsync(ct);
        return Page();
    }

    private async Task<CountSheetResponse> MakeAsync(CancellationToken ct) =>
        await catalog.CreateCountSheet(
            new CreateCountSheet
            {
                Location = Location,
                Name = Query.Text(Name),
                Blind = !Open,
                Category = Query.Text(Category),
                Supplier = Query.Text(Supplier),
                NeverCounted = Which == SheetChoice.NeverCounted ? true : null,
                NotCountedForDays = Which == SheetChoice.Due ? CycleDays : null,
                Skus = Which == SheetChoice.ClassA ? await ClassAAsync(ct) : null,
            },
            Key,
            ct
        );

    /// <summary>The products that bring most of the revenue there: the planner knows them.</summary>
    private async Task<List<string>> ClassAAsync(CancellationToken ct)
    {
        var skus = new List<string>();
        string? after = null;
        do
        {
            var page = await forecasting.ListTrends(
                Limits.MaxPage,
                after,
                abc: ValueClass.A,
                location: Query.Text(Location),
                category: Query.Text(Category),
                supplier: Query.Text(Supplier),
                ct: ct
            );
            skus.AddRange(page.Items.Select(trend => trend.Sku));
            after = page.Next;
            // One more than fits: the catalogue then says that it is too many.
        } while (after is not null && skus.Count <= Limits.MaxBatch);
        return skus;
    }

    private async Task ReadAsync(CancellationToken ct)
    {
        ModelState.Remove(nameof(Key));
        Key = Guid.CreateVersion7().ToString();
        var locations = Load.TryAsync(catalog.ListLocations(Limits.MaxPage, ct: ct), ct);
        Sheets = await Load.TryAsync(catalog.ListCountSheets(PageSize, Query.Text(After), ct: ct), ct);
        Locations = (await locations).Value?.Items ?? [];
    }
}
