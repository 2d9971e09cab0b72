using SmartInventory.Contracts;
using SmartInventory.Contracts.Catalog;
using SmartInventory.Contracts.Collaboration;
using SmartInventory.Contracts.Identity;
using SmartInventory.Dashboard.Web.Editing;
using SmartInventory.Dashboard.Web.Identity;
using SmartInventory.Dashboard.Web.Shared;

namespace SmartInventory.Dashboard.Web.Products;

/// <summary>Changes a product, also while somebody else does.</summary>
[Needs(Role.Planner)]
public sealed class EditModel(ICatalogApi catalog) : EditPage<ProductResponse, UpdateProduct>
{
    public override Subject Subject => new(SubjectKind.Product, Key);

    public override string Back => Show.ProductUrl(Key);

    protected override EditForm<ProductResponse, UpdateProduct> Fields => ProductForm.Form;

    protected override string? Parse(string text) => Sku.TryParse(text, out var sku) ? sku.Value : null;

    protected override Task<ProductResponse> GetAsync(string key, CancellationToken ct) => catalog.GetProduct(key, ct);

    protected override string VersionOf(ProductResponse thing) => thing.ETag;

    protected override UpdateProduct Unchanged(ProductResponse thing) => UpdateProduct.Of(thing);

    protected override Task SaveAsync(string key, UpdateProduct change, string etag, CancellationToken ct) =>
        catalog.UpdateProduct(key, change, etag, ct);
}
