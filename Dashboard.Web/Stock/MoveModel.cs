using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using SmartInventory.Contracts;
using SmartInventory.Contracts.Catalog;
using SmartInventory.Contracts.Identity;
using SmartInventory.Dashboard.Web.Gateway;
using SmartInventory.Dashboard.Web.Identity;
using SmartInventory.Dashboard.Web.Shared;

namespace SmartInventory.Dashboard.Web.Stock;

/// <summary>What a level will be after what is about to be recorded.</summary>
public sealed record LevelChange(string Location, decimal Before, decimal After);

/// <summary>
/// A page on which stock is moved by hand: pick a product, say what happens, read what the levels will be, record it.
/// </summary>
[Needs(Role.Clerk)]
public abstract class MoveModel(ICatalogApi catalog) : PageModel
{
    private IReadOnlyList<StockLevelResponse> _levels = [];

    /// <summary>What a scanner read, or somebody typed: a SKU, a barcode, or a part of a name.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Code { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Sku { get; set; }

    /// <summary>One per confirmation: pressed twice, it is recorded once.</summary>
    [BindProperty]
    public string? Key { get; set; }

    public ProductPicker Picker { get; private set; } = null!;

    /// <summary>What is moved; null until it is picked.</summary>
    public ProductResponse? Product => Picker.Product;

    public IReadOnlyList<LocationResponse> Locations { get; private set; } = [];

    /// <summary>Why it was not recorded; null when nothing stands against it.</summary>
    public string? Refusal { get; private set; }

    /// <summary>What is to be confirmed; null until everything is said.</summary>
    public IReadOnlyList<LevelChange>? Review { get; private set; }

    /// <summary>What the page is called in its address.</summary>
    public abstract string Here { get; }

    /// <summary>What else was said, to be kept while a product is picked and to be confirmed with it.</summary>
    public abstract IEnumerable<(string Name, string? Value)> Said { get; }

    protected ICatalogApi Catalog => catalog;

    public async Task OnGetAsync(CancellationToken ct)
    {
        // What is wrong in an address is no fault of who follows it: the form is empty there.
        ModelState.Clear();
        await ReadAsync(ct);
    }

    /// <summary>Shows what the levels will be.</summary>
    public async Task OnPostAsync(CancellationToken ct)
    {
        await ReadAsync(ct);
        CheckNumbers();
        if (Product is { } product && ModelState.IsValid)
            Check(product);
        if (Product is null || !ModelState.IsValid)
            return;
        Key = Guid.CreateVersion7().ToString();
        Review = [.. Changes()];
    }

    /// <summary>Records it.</summary>
    public async Task<IActionResult> OnPostRecordAsync(CancellationToken ct)
    {
        await ReadAsync(ct);
        CheckNumbers();
        if (Product is { } product && ModelState.IsValid)
            Check(product);
        if (Product is null || !ModelState.IsValid)
            return Page();
        var recorded = await RecordAsync(ct);
        if (recorded.Value is { } url)
            return LocalRedirect(url.Address);
        Refusal = recorded.Refuse(ModelState);
        return Page();
    }

    /// <summary>What can be told to be wrong before the services are asked, beside the fields.</summary>
    protected abstract void Check(ProductResponse product);

    protected abstract IEnumerable<LevelChange> Changes();

    /// <returns>The page of what was recorded.</returns>
    protected abstract Task<Loaded<DoneAt>> RecordAsync(CancellationToken ct);

    protected decimal OnHandAt(string? location) => _levels.FirstOrDefault(l => l.Location == location)?.OnHand ?? 0;

    protected void CheckLocation(string field, string? location)
    {
        if (Query.Text(location) is null)
            ModelState.AddModelError(field, T("Choose a location."));
    }

    protected void CheckQuantity(string field, decimal? quantity, ProductResponse product)
    {
        if (quantity is not { } number)
            ModelState.AddModelError(field, T("Say how much."));
        else if (product.WholeUnits && decimal.Truncate(number) != number)
            ModelState.AddModelError(field, T("Only whole units: this product cannot be split."));
    }

    protected static string Text(decimal? number) => number?.ToString("0.####", CultureInfo.InvariantCulture) ?? "";

    private void CheckNumbers()
    {
        foreach (var (_, field) in ModelState.Where(f => f.Value!.Errors.Count > 0))
        {
            field!.Errors.Clear();
            field.Errors.Add(T("This is no number."));
        }
    }

    private async Task ReadAsync(CancellationToken ct)
    {
        var locations = Load.TryAsync(catalog.ListLocations(Limits.MaxPage, ct: ct), ct);
        Picker = await ProductPicker.ReadAsync(catalog, Code, Sku, ct);
        if (Product is { } product)
        {
            Sku = product.Sku;
            await ReadMoreAsync(product, ct);
            _levels =
                (await Load.TryAsync(catalog.ListStock(Limits.MaxPage, sku: product.Sku, ct: ct), ct)).Value?.Items
                ?? [];
        }

        Locations = (await locations).Value?.Items ?? [];
    }

    protected virtual Task ReadMoreAsync(ProductResponse product, CancellationToken ct) => Task.CompletedTask;

    /// <summary>What is there, for the choice of a location.</summary>
    public string StockAt(string location) => Show.Units(OnHandAt(location));
}

/// <summary>Where something that was recorded is shown.</summary>
public sealed record DoneAt(string Address);
