using SmartInventory.Contracts;
using SmartInventory.Contracts.Catalog;
using SmartInventory.Contracts.Identity;
using SmartInventory.Dashboard.Web.Editing;
using SmartInventory.Dashboard.Web.Identity;
using SmartInventory.Dashboard.Web.Shared;

namespace SmartInventory.Dashboard.Web.Suppliers;

/// <summary>A new supplier: its code, which stays for ever, and what its form has.</summary>
[Needs(Role.Planner)]
public sealed class NewSupplierModel(ICatalogApi catalog) : NewPage<SupplierResponse, UpdateSupplier>
{
    public override string Back => "/suppliers";

    protected override FormField<SupplierResponse, UpdateSupplier> Name =>
        new("code", T("Code"), s => s.Code, (change, _) => change)
        {
            Required = true,
            Hint = T("A short name of letters, digits, dots and dashes, as ACME. It never changes."),
        };

    protected override EditForm<SupplierResponse, UpdateSupplier> Fields => SupplierForm.Form;

    protected override Task CreateAsync(string? name, UpdateSupplier said, string? key, CancellationToken ct) =>
        catalog.CreateSupplier(CreateSupplier.Of(name, said), key, ct);

    protected override string PageOf(string name) => Show.SupplierUrl(name);
}
