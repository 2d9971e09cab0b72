using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using SmartInventory.Contracts;
using SmartInventory.Contracts.Catalog;
using SmartInventory.Contracts.Identity;
using SmartInventory.Dashboard.Web.Gateway;
using SmartInventory.Dashboard.Web.Identity;
using SmartInventory.Dashboard.Web.Shared;

namespace SmartInventory.Dashboard.Web.Products;

/// <summary>The image of a product: it is shown to everybody, and set and removed by planners.</summary>
public sealed class ImageModel(ICatalogApi catalog) : PageModel
{
    private const string Path = "/product-image";

    public string ProductSku { get; private set; } = "";

    public Loaded<ProductResponse> Product { get; private set; } = null!;

    public string? Refusal { get; private set; }

    public static string PageUrl(string sku) => $"{Path}/{Uri.EscapeDataString(sku)}";

    /// <summary>The image in small. Its version is part of the address, so that browsers may keep it.</summary>
    public static string ThumbUrl(ProductResponse product) => AddressOf(product, ImageSize.Thumb);

    public static string FullUrl(ProductResponse product) => AddressOf(product, ImageSize.Full);

    [Needs(Role.Planner)]
    public Task<IActionResult> OnGetAsync(string? key, CancellationToken ct) => ShowAsync(key, ct);

    public async Task<IActionResult> OnGetBytesAsync(string? key, ImageSize size, CancellationToken ct)
    {
        if (!Read(key))
            return NotFound();
        var image = await Load.TryAsync(catalog.GetProductImage(ProductSku, size, ct), ct);
        if (image.Value is not { } bytes)
            return image.Missing ? NotFound() : StatusCode(StatusCodes.Status502BadGateway);
        Response.Headers.CacheControl = "private, max-age=86400";
        // It is drawn anew when it is set, and nothing else than that.
        return File(await bytes.ReadAsStreamAsync(ct), "image/webp");
    }

    [Needs(Role.Planner)]
    public async Task<IActionResult> OnPostAsync(string? key, IFormFile? image, CancellationToken ct)
    {
        if (!Read(key))
            return NotFound();
        if (image is not { Length: > 0 })
            Refusal = T("Choose a file first.");
        else if (image.Length > Limits.MaxImageBytes)
            Refusal = T($"The image is too large: at most {Show.Count(Limits.MaxImageBytes / 1024 / 1024)} MB.");
        else
        {
            await using var file = image.OpenReadStream();
            using var content = new StreamContent(file);
            Refusal = await Load.RefusalAsync(catalog.SetProductImage(ProductSku, content, ct), ct);
        }
        return Refusal is null ? LocalRedirect(Show.ProductUrl(ProductSku)) : await ShowAsync(key, ct);
    }

    [Needs(Role.Planner)]
    public async Task<IActionResult> OnPostRemoveAsync(string? key, CancellationToken ct)
    {
        if (!Read(key))
            return NotFound();
        Refusal = await Load.RefusalAsync(catalog.RemoveProductImage(ProductSku, ct), ct);
        return Refusal is null ? LocalRedirect(Show.ProductUrl(ProductSku)) : await ShowAsync(key, ct);
    }

    private static string AddressOf(ProductResponse product, ImageSize size) =>
        Query.Address(PageUrl(product.Sku), ("handler", "Bytes"), ("size", Show.Word(size)), ("v", product.Image));

    private bool Read(string? key)
    {
        if (!Sku.TryParse(Uri.UnescapeDataString(key ?? ""), out var sku))
            return false;
        ProductSku = sku;
        return true;
    }

    private async Task<IActionResult> ShowAsync(string? key, CancellationToken ct)
    {
        if (!Read(key))
            return NotFound();
        Product = await Load.TryAsync(catalog.GetProduct(ProductSku, ct), ct);
        return Product.Missing ? NotFound() : Page();
    }
}
