using System.Net;
using System.Net.Http.Headers;
using SkiaSharp;
using SmartInventory.Contracts.Catalog;
using SmartInventory.Testing;

namespace SmartInventory.Catalog.Api.Tests;

public sealed class ProductImageTests(CatalogApp app)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>A picture whose left half is red and whose right half is blue.</summary>
    internal static byte[] Draw(int width, int height, SKEncodedImageFormat format)
    {
        using var bitmap = new SKBitmap(width, height);
        using var canvas = new SKCanvas(bitmap);
        canvas.Clear(SKColors.Red);
        using var blue = new SKPaint { Color = SKColors.Blue };
        canvas.DrawRect(width / 2f, 0, width, height, blue);
        canvas.Flush();
        using var image = SKImage.FromBitmap(bitmap);
        using var data = image.Encode(format, 95);
        return data.ToArray();
    }

    private async Task<HttpResponseMessage> Put(string sku, byte[] bytes, string? type = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, Address(sku));
        request.Content = new ByteArrayContent(bytes);
        if (type is not null)
            request.Content.Headers.ContentType = new MediaTypeHeaderValue(type);
        return await app.Http.SendAsync(request, Cancellation);
    }

    private static string Address(string sku) => $"/api/v1/products/{Uri.EscapeDataString(sku)}/image";

    private async Task<string> Refused(string sku, byte[] bytes) => await Problem.Read(await Put(sku, bytes));

    private async Task<SKBitmap> Read(string sku, string query = "")
    {
        using var answer = await app.Http.Get(Address(sku) + query);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("image/webp", answer.Content.Headers.ContentType!.MediaType);
        var bytes = await answer.Content.ReadAsByteArrayAsync(Cancellation);
        Assert.True(bytes.AsSpan(8).StartsWith("WEBP"u8));
        return SKBitmap.Decode(bytes);
    }

    [Theory]
    [InlineData(SKEncodedImageFormat.Png, "image/gif")]
    [InlineData(SKEncodedImageFormat.Jpeg, null)]
    [InlineData(SKEncodedImageFormat.Webp, "text/plain")]
    public async Task An_image_is_told_by_its_bytes_and_kept_small(SKEncodedImageFormat format, string? type)
    {
        var product = await app.NewProduct();
        Assert.Null(product.Image);
        using var answer = await Put(product.Sku, Draw(2_000, 1_000, format), type);
        var stored = await Task.FromResult(answer).Read<StoredImage>(HttpStatusCode.OK);

        Assert.Equal((1_024, 512), (stored.Width, stored.Height));
        Assert.Equal(stored.Image, (await app.Api.GetProduct(product.Sku, Cancellation)).Image);
        using var full = await Read(product.Sku);
        Assert.Equal((1_024, 512), (full.Width, full.Height));
        Assert.True(full.GetPixel(100, 100) is { Red: > 200, Blue: < 60 });
        Assert.True(full.GetPixel(900, 100) is { Red: < 60, Blue: > 200 });
        using var thumb = await Read(product.Sku, "?size=thumb");
        Assert.Equal((128, 64), (thumb.Width, thumb.Height));
    }

    [Fact]
    public async Task A_gif_is_taken_a_small_image_keeps_its_size_and_the_last_one_stays()
    {
        // One transparent pixel.
        var gif = Convert.FromBase64String("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7");
        var product = await app.NewProduct();
        await (Task.FromResult(await Put(product.Sku, gif))).Read<StoredImage>(HttpStatusCode.OK);
        using var first = await Read(product.Sku);
        Assert.Equal((1, 1, 0), (first.Width, first.Height, first.GetPixel(0, 0).Alpha));

        await (Task.FromResult(await Put(product.Sku, Draw(300, 3, SKEncodedImageFormat.Png)))).Read<StoredImage>(
            HttpStatusCode.OK
        );
        using var second = await Read(product.Sku);
        Assert.Equal((300, 3), (second.Width, second.Height));
    }

    [Fact]
    public async Task A_picture_that_was_held_aside_stands_upright_and_its_metadata_are_gone()
    {
        // Exif with nothing but orientation 6: to be turned clockwise once.
        byte[] exif =
        [
            0xFF,
            0xE1,
            0x00,
            0x22,
            .. "Exif\0\0"u8,
            .. "MM\0*"u8,
            0,
            0,
            0,
            8,
            0,
            1,
            0x01,
            0x12,
            0,
            3,
            0,
            0,
            0,
            1,
            0,
            6,
            0,
            0,
            0,
            0,
            0,
            0,
        ];
        var jpeg = Draw(400, 200, SKEncodedImageFormat.Jpeg);
        var product = await app.NewProduct();

        await Put(product.Sku, [.. jpeg[..2], .. exif, .. jpeg[2..]]);

        using var upright = await Read(product.Sku);
        Assert.Equal((200, 400), (upright.Width, upright.Height));
        Assert.True(upright.GetPixel(100, 50) is { Red: > 200, Blue: < 60 });
        Assert.True(upright.GetPixel(100, 350) is { Red: < 60, Blue: > 200 });
        var bytes = await app.Http.GetByteArrayAsync(new Uri(Address(product.Sku), UriKind.Relative), Cancellation);
        Assert.Equal(-1, bytes.AsSpan().IndexOf("Exif"u8));
    }

    [Fact]
    public async Task It_is_fetched_again_only_when_it_is_another_one()
    {
        var product = await app.NewProduct();
        await Put(product.Sku, Draw(10, 10, SKEncodedImageFormat.Png));
        using var first = await app.Http.Get(Address(product.Sku));
        Assert.Equal((true, true), (first.Headers.CacheControl!.Private, first.Headers.CacheControl.NoCache));
        Assert.Equal("nosniff", Assert.Single(first.Headers.GetValues("X-Content-Type-Options")));

        Assert.Equal(HttpStatusCode.NotModified, await Again());
        await Put(product.Sku, Draw(11, 10, SKEncodedImageFormat.Png));
        Assert.Equal(HttpStatusCode.OK, await Again());
        using var thumb = await app.Http.Get(Address(product.Sku) + "?size=thumb");
        using var full = await app.Http.Get(Address(product.Sku));
        Assert.NotEqual(full.Headers.ETag, thumb.Headers.ETag);

        async Task<HttpStatusCode> Again()
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, Address(product.Sku));
            request.Headers.IfNoneMatch.Add(first.Headers.ETag!);
            using var answer = await app.Http.SendAsync(request, Cancellation);
            return answer.StatusCode;
        }
    }

    [Fact]
    public async Task What_is_no_image_or_too_much_of_one_is_refused_with_its_reason()
    {
        var sku = (await app.NewProduct()).Sku;
        var png = Draw(100, 100, SKEncodedImageFormat.Png);

        Assert.Equal("400 One or more fields are not valid.\nimage: is required", await Refused(sku, []));
        Assert.Equal(
            "413 The image is too large.\nimage: must have at most 5242880 bytes",
            await Refused(sku, new byte[20_000_000])
        );
        Assert.Equal(
            "415 That is no image of a kind that is taken.\n"
                + "image: must be PNG, JPEG, WebP or GIF, whatever its name or type says",
            await Refused(sku, [.. "<svg xmlns='http://www.w3.org/2000/svg'/>"u8])
        );
        foreach (var damaged in new[] { png[..8], png[..60], png[..(png.Length / 2)] })
            Assert.StartsWith(
                "422 The image cannot be taken.\nimage: cannot be read: it is damaged",
                await Refused(sku, damaged),
                StringComparison.Ordinal
            );
        Assert.Equal(
            "422 The image cannot be taken.\nimage: has 8000 x 5001 pixels; at most 40 megapixels are taken",
            await Refused(sku, Draw(8_000, 5_001, SKEncodedImageFormat.Png))
        );
        Assert.Equal(HttpStatusCode.NotFound, (await app.Http.Get(Address(sku))).StatusCode);
        Assert.Equal(
            "400 One or more fields are not valid.\nsize: must be one of full, thumb",
            await Problem.Read(app.Http.Get(Address(sku) + "?size=huge"))
        );
    }

    [Fact]
    public async Task It_is_removed_and_an_archived_product_takes_none()
    {
        var product = await app.NewProduct();
        await Put(product.Sku, Draw(10, 10, SKEncodedImageFormat.Png));

        await app.Api.RemoveProductImage(product.Sku, Cancellation);

        var missing = $"404 Product '{product.Sku}' has no image.";
        Assert.Equal(missing, await Problem.Read(app.Http.Get(Address(product.Sku))));
        Assert.Equal(missing, await Problem.Read(app.Http.Delete(Address(product.Sku))));
        var now = await app.Api.GetProduct(product.Sku, Cancellation);
        Assert.Null(now.Image);
        await app.Api.DeleteProduct(now.Sku, now.ETag, Cancellation);
        Assert.StartsWith(
            $"409 Product '{now.Sku}' is archived.",
            await Refused(now.Sku, []),
            StringComparison.Ordinal
        );
        Assert.Equal("404 No product has the SKU 'NO-SUCH'.", await Refused("NO-SUCH", []));
    }
}
