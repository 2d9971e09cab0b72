using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using SmartInventory.Contracts;
using SmartInventory.Contracts.Catalog;
using SmartInventory.Contracts.Identity;
using SmartInventory.Dashboard.Web.Gateway;
using SmartInventory.Dashboard.Web.Identity;
using SmartInventory.Dashboard.Web.Shared;

namespace SmartInventory.Dashboard.Web.Stock;

/// <summary>
/// Counting with a phone in one hand: scan a product, type how many there are, the next one. Each count is kept by the
/// server at once.
/// </summary>
[Needs(Role.Clerk)]
public sealed class SheetCountModel(ICatalogApi catalog) : PageModel
{
    private const int NextShown = 5;

    [BindProperty(SupportsGet = true)]
    public int Number { get; set; }

    /// <summary>What a scanner read, or somebody typed.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Code { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Sku { get; set; }

    /// <summary>The product that was just counted.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Done { get; set; }

    [BindProperty]
    public decimal? Counted { get; set; }

    /// <summary>Replaces what somebody counted before.</summary>
    [BindProperty]
    public bool Again { get; set; }

    public Loaded<CountSheetResponse> Sheet { get; private set; } = null!;

    public ProductPicker Picker { get; private set; } = null!;

    public string? Refusal { get; private set; }

    /// <summary>What of the product is on the sheet; null where it is not on it yet.</summary>
    public CountLine? Line => Sheet.Value?.Lines.FirstOrDefault(l => l.Sku == Picker.Product?.Sku);

    public CountLine? LastCounted => Sheet.Value?.Lines.FirstOrDefault(l => l.Sku == Done);

    /// <summary>Those that nobody counted yet.</summary>
    public IEnumerable<CountLine> Next => (Sheet.Value?.Lines ?? []).Where(l => l.Counted is null).Take(NextShown);

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        ModelState.Clear();
        await ReadAsync(ct);
        return Sheet.Missing ? NotFound() : Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        if (ModelState.TryGetValue(nameof(Counted), out var typed) && typed.Errors.Count > 0)
        {
            typed.Errors.Clear();
            typed.Errors.Add(T("This is no number."));
        }
        else if (Counted is null)
        {
            ModelState.AddModelError(nameof(Counted), T("Say how many there are."));
        }
        else
        {
            var recorded = await Load.TryAsync(
                catalog.RecordCount(
                    Number,
                    Sku ?? "",
                    new RecordCount { Counted = Counted, Again = Again ? true : null },
                    ct
                ),
                ct
            );
            if (recorded.Value is not null)
                return LocalRedirect(Query.Address($"{StockWords.SheetUrl(Number)}/count", ("done", Sku)));
            Refusal = recorded.Refuse(ModelState);
        }

        Code = null;
        await ReadAsync(ct);
        return Sheet.Missing ? NotFound() : Page();
    }

    private async Task ReadAsync(CancellationToken ct)
    {
        Sheet = await Load.TryAsync(catalog.GetCountSheet(Number, ct), ct);
        Picker = await ProductPicker.ReadAsync(catalog, Code, Sku, ct);
        Sku = Picker.Product?.Sku;
    }
}
