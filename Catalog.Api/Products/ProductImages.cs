using System.Security.Cryptography;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Microsoft.Net.Http.Headers;
using SmartInventory.Contracts;
using SmartInventory.Contracts.Catalog;
using SmartInventory.Contracts.Collaboration;
using SmartInventory.ServiceDefaults.Activities;
using SmartInventory.ServiceDefaults.Web;

namespace SmartInventory.Catalog.Api.Products;

/// <summary>The image of a product, in a table of its own: lists of products do not read it.</summary>
internal sealed class ProductImage
{
    public required string Sku { get; init; }
    public required byte[] Content { get; init; }
    public required byte[] Thumbnail { get; init; }

    public Product? Product { get; init; }
}

internal static class ProductImages
{
    private const long MaxListened = 64 * 1024 * 1024;

    public static async Task<Results<FileContentHttpResult, ValidationProblem, ProblemHttpResult>> Get(
        string sku,
        string? size,
        CatalogDb db,
        HttpContext http,
        CancellationToken ct
    )
    {
        var errors = new FieldErrors();
        var thumb = errors.Word<ImageSize>("size", size) == ImageSize.Thumb;
        if (errors.Any)
            return errors.ToProblem();
        if (!Sku.TryParseRoute(sku, out var parsed))
            return Refusals.NoProduct(sku);
        var key = parsed.Value;
        var found = await db
            .Images.AsNoTracking()
            .Where(i => i.Sku == key)
            .Select(i => new { Bytes = thumb ? i.Thumbnail : i.Content, Version = i.Product!.Image })
            .SingleOrDefaultAsync(ct);
        if (found is null)
        {
            return await db.Products.AnyAsync(p => p.Sku == key, ct)
                ? Refusals.NotFound(T($"Product '{key}' has no image."))
                : Refusals.NoProduct(sku);
        }
        // Asked for each time, and answered without a body as long as it is the same.
        http.Response.Headers.CacheControl = "private, no-cache";
        http.Response.Headers.XContentTypeOptions = "nosniff";
        return TypedResults.File(
            found.Bytes,
            Picture.ContentType,
            entityTag: new EntityTagHeaderValue($"\"{found.Version}{(thumb ? "-thumb" : "")}\"")
        );
    }

    public static async Task<Results<Ok<StoredImage>, ValidationProblem, ProblemHttpResult>> Set(
        string sku,
        CatalogDb db,
        TimeProvider time,
        HttpContext http,
        CancellationToken ct
    )
    {
        if (!Sku.TryParseRoute(sku, out var key))
            return Refusals.NoProduct(sku);
        // Before the body is read, and again when it is stored.
        if (await Refuse(db, key, ct) is { } gone)
            return gone;
        if (await ReadAsync(http.Request, ct) is not { } bytes)
            return Bad(
                StatusCodes.Status413PayloadTooLarge,
                T("The image is too large."),
                T($"must have at most {Limits.MaxImageBytes} bytes")
            );
        if (bytes.Length == 0)
        {
            var errors = new FieldErrors();
            errors.Add("image", T("is required"));
            return errors.ToProblem();
        }
        if (!Picture.IsKnown(bytes))
            return Bad(
                StatusCodes.Status415UnsupportedMediaType,
                T("That is no image of a kind that is taken."),
                T("must be PNG, JPEG, WebP or GIF, whatever its name or type says")
            );
        var (picture, fault) = await Picture.DrawAsync(bytes, ct);
        if (picture is null)
            return Bad(StatusCodes.Status422UnprocessableEntity, T("The image cannot be taken."), fault!);

        var version = Convert.ToHexStringLower(SHA256.HashData(picture.Content))[..16];
        await db.Database.BeginTransactionAsync(ct);
        if (!await ReplaceAsync(db, key, version, time, ct))
            return await Refuse(db, key, ct) ?? Refusals.NoProduct(sku);
        await db.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO catalog.product_images (sku, content, thumbnail)
            VALUES ({key.Value}, {picture.Content}, {picture.Thumbnail})
            ON CONFLICT (sku) DO UPDATE SET content = excluded.content, thumbnail = excluded.thumbnail
            """,
            ct
        );
        await db.Database.CommitTransactionAsync(ct);
        return TypedResults.Ok(new StoredImage(version, picture.Width, picture.Height, picture.Content.Length));
    }

    public static async Task<Results<NoContent, ProblemHttpResult>> Remove(
        string sku,
        CatalogDb db,
        TimeProvider time,
        CancellationToken ct
    )
    {
        if (!Sku.TryParseRoute(sku, out var key))
            return Refusals.NoProduct(sku);
        await db.Database.BeginTransactionAsync(ct);
        if (!await ReplaceAsync(db, key, null, time, ct))
            return await Refuse(db, key, ct) ?? Refusals.NotFound(T($"Product '{key}' has no image."));
        await db.Images.Where(i => i.Sku == key.Value).ExecuteDeleteAsync(ct);
        await db.Database.CommitTransactionAsync(ct);
        return TypedResults.NoContent();
    }

    /// <summary>Gives the product another image, or none; false where there is nothing to change.</summary>
    private static async Task<bool> ReplaceAsync(
        CatalogDb db,
        string sku,
        string? version,
        TimeProvider time,
        CancellationToken ct
    )
    {
        var held = await db
            .Products.FromSql($"SELECT *, xmin FROM catalog.products WHERE sku = {sku} FOR NO KEY UPDATE")
            .ToListAsync(ct);
        if (held is not [{ Archived: false } product] || (version is null && product.Image is null))
            return false;
        db.Add(
            ActivityEntry.Of(
                version is null ? "image-removed" : "image-set",
                new Subject(SubjectKind.Product, sku),
                [new FieldChange("image", product.Image, version)],
                time.GetUtcNow(),
                replaced: product.Xmin
            )
        );
        product.Image = version;
        await db.SaveChangesAsync(ct);
        return true;
    }

    /// <summary>What stands against changing the product's image; null for nothing.</summary>
    private static async Task<ProblemHttpResult?> Refuse(CatalogDb db, Sku sku, CancellationToken ct)
    {
        var archived = await db
            .Products.Where(p => p.Sku == sku.Value)
            .Select(p => (bool?)p.Archived)
            .SingleOrDefaultAsync(ct);
        return archived switch
        {
            null => Refusals.NoProduct(sku),
            true => Refusals.Conflict(
                T($"Product '{sku}' is archived."),
                T("What was deleted is kept for its history and cannot be changed.")
            ),
            false => null,
        };
    }

    /// <summary>
    /// The body; null where it is longer than is taken. It is read to its end all the same: who is still sending does
    /// not hear the answer.
    /// </summary>
    private static async Task<byte[]?> ReadAsync(HttpRequest request, CancellationToken ct)
    {
        using var read = new MemoryStream();
        var buffer = new byte[64 * 1024];
        var length = 0L;
        while (length < MaxListened && await request.Body.ReadAsync(buffer, ct) is > 0 and var count)
        {
            length += count;
            if (length <= Limits.MaxImageBytes)
                read.Write(buffer, 0, count);
        }
        return length > Limits.MaxImageBytes ? null : read.ToArray();
    }

    private static ProblemHttpResult Bad(int status, string title, string reason)
    {
        var errors = new FieldErrors();
        errors.Add("image", reason);
        return Refusals.Because(status, title, errors);
    }
}
