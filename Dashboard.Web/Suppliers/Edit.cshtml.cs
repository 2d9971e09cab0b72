using SmartInventory.Contracts;
using SmartInventory.Contracts.Catalog;
using SmartInventory.Contracts.Collaboration;
using SmartInventory.Contracts.Identity;
using SmartInventory.Dashboard.Web.Editing;
using SmartInventory.Dashboard.Web.Identity;
using SmartInventory.Dashboard.Web.Shared;

namespace SmartInventory.Dashboard.Web.Suppliers;

/// <summary>Changes a supplier, also while somebody else does.</summary>
[Needs(Role.Planner)]
public sealed class EditSupplierModel(ICatalogApi catalog) : EditPage<SupplierResponse, UpdateSupplier>
{
    public override Subject Subject => new(SubjectKind.Supplier, Key);

    public override string Back => Show.SupplierUrl(Key);

    protected override EditForm<SupplierResponse, UpdateSupplier> Fields => SupplierForm.Form;

    protected override string? Parse(string text) => Code.TryParse(text, out var code) ? code.Value : null;

    protected override Task<SupplierResponse> GetAsync(string key, CancellationToken ct) =>
        catalog.GetSupplier(key, ct);

    protected override string VersionOf(SupplierResponse thing) => thing.ETag;

    protected override UpdateSupplier Unchanged(SupplierResponse thing) => UpdateSupplier.Of(thing);

    protected override Task SaveAsync(string key, UpdateSupplier change, string etag, CancellationToken ct) =>
        catalog.UpdateSupplier(key, change, etag, ct);
}
