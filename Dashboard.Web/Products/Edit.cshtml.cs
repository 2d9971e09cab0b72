using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using SmartInventory.Contracts;
using SmartInventory.Contracts.Catalog;
using SmartInventory.Contracts.Identity;
using SmartInventory.Dashboard.Web.Gateway;
using SmartInventory.Dashboard.Web.Identity;
using SmartInventory.Dashboard.Web.Shared;

namespace SmartInventory.Dashboard.Web.Products;

/// <summary>A field in which two people meet.</summary>
/// <param name="Field">Which.</param>
/// <param name="Original">What both saw.</param>
/// <param name="Theirs">What it is now.</param>
/// <param name="Mine">What was typed here.</param>
public sealed record Meeting(ProductField Field, string Original, string Theirs, string Mine);

/// <summary>
/// Changes a product. Who changed it meanwhile is not overwritten: what only one of the two changed is kept of each,
/// and where both changed the same field, who saves chooses.
/// </summary>
[Needs(Role.Planner)]
public sealed class EditModel(ICatalogApi catalog) : PageModel
{
    private const string FromTheirs = "theirs";
    private const string FromOriginal = "original";

    public string ProductSku { get; private set; } = "";

    public Loaded<ProductResponse> Product { get; private set; } = null!;

    /// <summary>The version that was looked at.</summary>
    [BindProperty]
    public string? ETag { get; set; }

    /// <summary>What the form has, by field.</summary>
    [BindProperty]
    public Dictionary<string, string?> Mine { get; set; } = [];

    /// <summary>What it had when it was opened.</summary>
    [BindProperty]
    public Dictionary<string, string?> Original { get; set; } = [];

    /// <summary>What was chosen where two met: mine, theirs or original.</summary>
    [BindProperty]
    public Dictionary<string, string?> Chosen { get; set; } = [];

    /// <summary>Fields that both changed, to be chosen from.</summary>
    public IReadOnlyList<Meeting> Meetings { get; private set; } = [];

    /// <summary>Fields that only the other changed; they are taken over.</summary>
    public IReadOnlyList<Meeting> Taken { get; private set; } = [];

    public string? Refusal { get; private set; }

    public async Task<IActionResult> OnGetAsync(string? sku, CancellationToken ct)
    {
        if (!await ReadAsync(sku, ct))
            return NotFound();
        if (Product.Value is { } product)
            Open(product);
        return Product.Missing ? NotFound() : Page();
    }

    public async Task<IActionResult> OnPostAsync(string? sku, CancellationToken ct)
    {
        if (!await ReadAsync(sku, ct))
            return NotFound();
        if (Product.Value is not { } product)
            return Product.Missing ? NotFound() : Page();
        if (product.ETag != ETag)
            return Meet(product);

        Choose(product);
        List<string> errors = [];
        var change = ProductForm.Change(product, Mine, errors);
        if (errors.Count > 0)
        {
            Refusal = string.Join(" ", errors);
            return Page();
        }

        Refusal = await Load.RefusalAsync(catalog.UpdateProduct(ProductSku, change, ETag, ct), ct);
        if (Refusal is null)
            return LocalRedirect(Show.ProductUrl(ProductSku));
        // Refused because somebody was quicker, between the look above and this?
        await ReadAsync(sku, ct);
        return Product.Value is { } now && now.ETag != ETag ? Meet(now) : Page();
    }

    private async Task<bool> ReadAsync(string? sku, CancellationToken ct)
    {
        if (!Sku.TryParse(Uri.UnescapeDataString(sku ?? ""), out var parsed))
            return false;
        ProductSku = parsed;
        Product = await Load.TryAsync(catalog.GetProduct(parsed, ct), ct);
        return true;
    }

    private void Open(ProductResponse product)
    {
        ETag = product.ETag;
        Mine = ProductForm.Of(product).ToDictionary(f => f.Key, string? (f) => f.Value);
        Original = new(Mine);
    }

    /// <summary>Somebody was here meanwhile: the form goes on from what they left.</summary>
    private PageResult Meet(ProductResponse now)
    {
        var theirs = ProductForm.Of(now);
        var fields = ProductForm
            .Fields.Select(f => new Meeting(
                f,
                Original.GetValueOrDefault(f.Name) ?? "",
                theirs[f.Name],
                Mine.TryGetValue(f.Name, out var typed) ? typed ?? "" : Original.GetValueOrDefault(f.Name) ?? ""
            ))
            .Where(m => m.Theirs != m.Original)
            .ToList();
        Taken = fields.FindAll(m => m.Mine == m.Original || m.Mine == m.Theirs);
        Meetings = fields.Except(Taken).ToList();
        foreach (var taken in Taken)
            Mine[taken.Field.Name] = taken.Theirs;
        // From here on it is this version that is changed; what both saw first stays to choose from.
        ModelState.Clear();
        Refusal = null;
        ETag = now.ETag;
        Chosen = Meetings.ToDictionary(m => m.Field.Name, string? (_) => "mine");
        foreach (var name in theirs.Keys.Where(name => !Meetings.Any(m => m.Field.Name == name)))
            Original[name] = theirs[name];
        return Page();
    }

    private void Choose(ProductResponse now)
    {
        var theirs = ProductForm.Of(now);
        foreach (var (name, choice) in Chosen)
        {
            Mine[name] = choice switch
            {
                FromTheirs => theirs.GetValueOrDefault(name),
                FromOriginal => Original.GetValueOrDefault(name),
                _ => Mine.GetValueOrDefault(name),
            };
        }
    }
}
