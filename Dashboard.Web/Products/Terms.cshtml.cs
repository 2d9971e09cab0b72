using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using SmartInventory.Contracts;
using SmartInventory.Contracts.Catalog;
using SmartInventory.Contracts.Identity;
using SmartInventory.Dashboard.Web.Editing;
using SmartInventory.Dashboard.Web.Gateway;
using SmartInventory.Dashboard.Web.Identity;
using SmartInventory.Dashboard.Web.Shared;

namespace SmartInventory.Dashboard.Web.Products;

/// <summary>
/// Who delivers a product, and how: a supplier is added, changed in what is meant, preferred, or taken away.
/// </summary>
[Needs(Role.Planner)]
public sealed class TermsModel(ICatalogApi catalog) : PageModel
{
    private const string SupplierField = "supplier";
    private Dictionary<string, string> _errors = [];

    /// <summary>The SKU; empty when the address can be none.</summary>
    public string Key { get; private set; } = "";

    public Loaded<ProductResponse> Product { get; private set; } = null!;

    public Loaded<Page<SupplierResponse>> Suppliers { get; private set; } = null!;

    /// <summary>Whose terms are changed; null for those of another supplier.</summary>
    [BindProperty(SupportsGet = true, Name = "of")]
    public string? Of { get; set; }

    /// <summary>Whose terms were just stored.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Done { get; set; }

    [BindProperty]
    public Dictionary<string, string?> Mine { get; set; } = [];

    /// <summary>The version of the product from which terms are taken away.</summary>
    [BindProperty]
    public string? ETag { get; set; }

    public string? Refusal { get; private set; }

    /// <summary>The terms that are changed; null for new ones.</summary>
    public SupplierTermResponse? Term =>
        Of is null ? null : Product.Value?.Suppliers.FirstOrDefault(t => t.Supplier.Equals(Of, Same));

    public FormFields Form =>
        new(Term is null ? [Supplier, .. TermForm.Form.Fields] : TermForm.Form.Fields, Mine, _errors);

    private FormField Supplier =>
        new FormField<SupplierTermResponse, UpsertTerm>(SupplierField, T("Supplier"), t => t.Supplier, (u, _) => u)
        {
            Required = true,
            Suggestions = [.. (Suppliers.Value?.Items ?? []).Select(s => s.Code)],
            Hint = T("Its code"),
        };

    public async Task<IActionResult> OnGetAsync(string? key, CancellationToken ct)
    {
        if (!await ReadAsync(key, ct))
            return NotFound();
        if (Term is { } term)
            Mine = TermForm.Form.Of(term).ToDictionary(field => field.Key, string? (field) => field.Value);
        else if (Of is not null)
            Mine[SupplierField] = Of;
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(string? key, CancellationToken ct)
    {
        if (!await ReadAsync(key, ct))
            return NotFound();
        var supplier = Term?.Supplier ?? Query.Text(Mine.GetValueOrDefault(SupplierField));
        var said = Term is { } term ? TermForm.Form.Of(term) : Empty;
        var change = TermForm.Form.Change(new UpsertTerm { Sku = Key, Supplier = supplier }, said, Mine, _errors);
        if (_errors.Count > 0)
        {
            Refusal = Form.Words();
            return Page();
        }

        (Refusal, var wrong) = await Load.RefusalByFieldAsync(
            catalog.UpsertSupplierTerms(new UpsertTerms { Terms = [change] }, ct: ct),
            ct
        );
        if (Refusal is null)
            return LocalRedirect(PageUrl(Key, ("done", supplier)));
        // Of the one row that was sent.
        var byField = wrong.ToDictionary(w => w.Key.Replace("terms[0].", "", StringComparison.Ordinal), w => w.Value);
        _errors = FormErrors.ByField(Form.All, byField);
        if (_errors.Count > 0)
            Refusal = Form.Words();
        return Page();
    }

    public async Task<IActionResult> OnPostRemoveAsync(string? key, CancellationToken ct)
    {
        if (!await ReadAsync(key, ct))
            return NotFound();
        if (Term is not { } term)
            return LocalRedirect(PageUrl(Key));
        var change = UpdateProduct.Of(Product.Value!);
        Refusal = await Load.RefusalAsync(
            catalog.UpdateProduct(
                Key,
                change with
                {
                    Suppliers = [.. change.Suppliers!.Where(t => !term.Supplier.Equals(t.Supplier, Same))],
                },
                ETag ?? "",
                ct
            ),
            ct
        );
        if (Refusal is null)
            return LocalRedirect(PageUrl(Key, ("done", term.Supplier)));
        Of = null;
        return Page();
    }

    public static string PageUrl(string sku, params IEnumerable<(string Name, string? Value)> fields) =>
        Query.Address($"/product-terms/{Uri.EscapeDataString(sku)}", fields);

    private async Task<bool> ReadAsync(string? text, CancellationToken ct)
    {
        if (!Sku.TryParse(Uri.UnescapeDataString(text ?? ""), out var sku))
            return false;
        Key = sku.Value;
        var suppliers = Load.TryAsync(catalog.ListSuppliers(Limits.MaxPage, ct: ct), ct);
        Product = await Load.TryAsync(catalog.GetProduct(Key, ct), ct);
        Suppliers = await suppliers;
        return !Product.Missing;
    }

    private const StringComparison Same = StringComparison.OrdinalIgnoreCase;

    // A form of new terms says this before anybody typed: what is still so is not said.
    private static Dictionary<string, string> Empty =>
        TermForm.Form.Fields.ToDictionary(f => f.Name, f => f.Choices?[0] ?? "", StringComparer.Ordinal);
}
