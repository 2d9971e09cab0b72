using SmartInventory.Contracts;
using SmartInventory.Contracts.Catalog;
using SmartInventory.Contracts.Identity;
using SmartInventory.Dashboard.Web.Editing;
using SmartInventory.Dashboard.Web.Identity;
using SmartInventory.Dashboard.Web.Shared;

namespace SmartInventory.Dashboard.Web.Products;

/// <summary>A new product: its SKU, which stays for ever, and what its form has.</summary>
[Needs(Role.Planner)]
public sealed class NewProductModel(ICatalogApi catalog) : NewPage<ProductResponse, UpdateProduct>
{
    public override string Back => "/products";

    protected override FormField<ProductResponse, UpdateProduct> Name =>
        new("sku", T("SKU"), p => p.Sku, (change, _) => change)
        {
            Required = true,
            Hint = T("What it is known by, as LAMP-1. It never changes."),
        };

    protected override EditForm<ProductResponse, UpdateProduct> Fields => ProductForm.Form;

    protected override Task CreateAsync(string? name, UpdateProduct said, string? key, CancellationToken ct) =>
        catalog.CreateProduct(CreateProduct.Of(name, said), key, ct);

    protected override string PageOf(string name) => Show.ProductUrl(name);
}
