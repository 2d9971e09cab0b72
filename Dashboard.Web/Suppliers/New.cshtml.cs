using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using SmartInventory.Contracts;
using SmartInventory.Contracts.Catalog;
using SmartInventory.Contracts.Identity;
using SmartInventory.Dashboard.Web.Editing;
using SmartInventory.Dashboard.Web.Gateway;
using SmartInventory.Dashboard.Web.Identity;
using SmartInventory.Dashboard.Web.Shared;

namespace SmartInventory.Dashboard.Web.Suppliers;

/// <summary>A new supplier: its code, which stays for ever, and what its form has.</summary>
[Needs(Role.Planner)]
public sealed class NewSupplierModel(ICatalogApi catalog) : PageModel
{
    private static readonly FormField<SupplierResponse, UpdateSupplier> CodeField = new(
        "code",
        "Code",
        s => s.Code,
        (change, _) => change
    )
    {
        Required = true,
        Hint = "A short name of letters, digits, dots and dashes, as ACME. It never changes.",
    };

    private Dictionary<string, string> _errors = [];

    [BindProperty]
    public Dictionary<string, string?> Mine { get; set; } = [];

    /// <summary>One per shown form: sent twice, it is one supplier.</summary>
    [BindProperty]
    public string? Key { get; set; }

    public string? Refusal { get; private set; }

    public FormFields Form => new([CodeField, .. SupplierForm.Form.Fields], Mine, _errors);

    public void OnGet() => Key = Guid.CreateVersion7().ToString();

    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        var said = SupplierForm.Form.Change(new UpdateSupplier(), new Dictionary<string, string>(), Mine, _errors);
        if (_errors.Count > 0)
        {
            Refusal = Form.Words();
            return Page();
        }

        (Refusal, var wrong) = await Load.RefusalByFieldAsync(
            catalog.CreateSupplier(
                CreateSupplier.Of(Query.Text(Mine.GetValueOrDefault(CodeField.Name)), said),
                Key,
                ct
            ),
            ct
        );
        if (Refusal is null)
            return LocalRedirect(Show.SupplierUrl(Mine[CodeField.Name]!.Trim().ToUpperInvariant()));
        _errors = FormErrors.ByField(Form.All, wrong);
        // What was refused may be tried again, otherwise: that is another request.
        ModelState.Remove(nameof(Key));
        Key = Guid.CreateVersion7().ToString();
        return Page();
    }
}
