using Microsoft.AspNetCore.Mvc;
using SmartInventory.Contracts;
using SmartInventory.Contracts.Catalog;
using SmartInventory.Contracts.Identity;
using SmartInventory.Dashboard.Web.Editing;
using SmartInventory.Dashboard.Web.Gateway;
using SmartInventory.Dashboard.Web.Identity;
using SmartInventory.Dashboard.Web.Shared;

namespace SmartInventory.Dashboard.Web.Products;

/// <summary>What shall be different of many products; what is empty stays as it is.</summary>
public sealed record ManyChange
{
    public string? Category { get; init; }
    public bool NoCategory { get; init; }
    public string? Supplier { get; init; }
    public string? Assignee { get; init; }
    public bool NoAssignee { get; init; }
    public ProductStatus? Status { get; init; }
    public string? AddTags { get; init; }
    public string? RemoveTags { get; init; }
    public decimal? PriceByPercent { get; init; }

    /// <summary>True archives, false restores.</summary>
    public bool? Archived { get; init; }

    public ProductEdit ToEdit() =>
        new()
        {
            Category = NoCategory ? "" : Category,
            Supplier = Supplier,
            Assignee = NoAssignee ? "" : Assignee,
            Status = Status,
            AddTags = AddTags is { } add ? FormText.List(add) : null,
            RemoveTags = RemoveTags is { } remove ? FormText.List(remove) : null,
            PriceByPercent = PriceByPercent,
            Archived = Archived,
        };
}

/// <summary>
/// Changes many products alike, all or none: those that were chosen, or all of a list. What would be different is shown
/// before anything is stored.
/// </summary>
[Needs(Role.Planner)]
public sealed class EditManyModel(ICatalogApi catalog) : ProductsPage(catalog)
{
    public const string Path = "/products-edit";

    /// <summary>So many rows of a preview are shown.</summary>
    public const int MostShown = 200;

    [BindProperty(SupportsGet = true)]
    public string[] Sku { get; set; } = [];

    /// <summary>All that the filters select, and not those that are named.</summary>
    [BindProperty(SupportsGet = true)]
    public bool All { get; set; }

    [BindProperty]
    public ManyChange Change { get; set; } = new();

    /// <summary>How many the preview had.</summary>
    [BindProperty]
    public int? Expected { get; set; }

    /// <summary>One per shown form: sent twice, it is done once.</summary>
    [BindProperty]
    public string? Key { get; set; }

    /// <summary>How many the filters select; null where they are named.</summary>
    public int? Selected { get; private set; }

    /// <summary>What would be different, or what stands against it; null before it is asked for.</summary>
    public Loaded<EditResult>? Preview { get; private set; }

    /// <summary>What is different now.</summary>
    public EditResult? Done { get; private set; }

    /// <summary>Why it is not known how many there are.</summary>
    public string? Trouble { get; private set; }

    public bool Nothing => Sku.Length == 0 && !All;

    /// <summary>The list that this came from; of a single product its page.</summary>
    public string Back => Sku is [{ } one] ? Show.ProductUrl(one) : Query.Address(ListModel.Path, Filters);

    /// <summary>What takes back what was done; null where a click cannot.</summary>
    public ManyChange? Undo =>
        Change.Archived is { } archived && Change == new ManyChange { Archived = archived }
            ? new ManyChange { Archived = !archived }
            : null;

    /// <summary>What a field of a product is called.</summary>
    public static string LabelOf(string field) =>
        field switch
        {
            "archived" => T("Archived"),
            "suppliers" => T("Supplier terms"),
            "attributes" => T("Attributes"),
            _ => ProductForm.Form.Fields.FirstOrDefault(f => f.Name == field)?.Label ?? field,
        };

    public Task OnGetAsync(CancellationToken ct) => OpenAsync(ct);

    public async Task<IActionResult> OnPostPreviewAsync(CancellationToken ct)
    {
        await OpenAsync(ct);
        Preview = await Load.TryAsync(Catalog.EditProducts(Asked, preview: true, ct: ct), ct);
        return Page();
    }

    public async Task<IActionResult> OnPostApplyAsync(CancellationToken ct)
    {
        var answer = await Load.TryAsync(Catalog.EditProducts(Asked, key: Key, ct: ct), ct);
        Done = answer.Value;
        if (Done is not null)
            return Page();
        // What was refused may be tried again, otherwise: that is another request.
        await OpenAsync(ct);
        Preview = answer;
        return Page();
    }

    private EditProducts Asked =>
        new()
        {
            Skus = All ? null : Sku,
            Filter = All ? Selection : null,
            Expected = All ? Expected : null,
            Change = Change.ToEdit(),
        };

    private async Task OpenAsync(CancellationToken ct)
    {
        ModelState.Remove(nameof(Key));
        Key = Guid.CreateVersion7().ToString();
        if (!All)
            return;
        var counts = await Load.TryAsync(CountAsync(ct), ct);
        (Selected, Trouble) = (counts.Value?.Products, counts.Error);
    }
}
