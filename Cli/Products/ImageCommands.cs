using System.CommandLine;
using SmartInventory.Cli.Hosting;
using SmartInventory.Cli.Output;
using SmartInventory.Contracts;
using SmartInventory.Contracts.Catalog;

namespace SmartInventory.Cli.Products;

/// <summary>The image of a product.</summary>
internal static class ImageCommands
{
    private static View<StoredImage> Stored =>
        new View<StoredImage>()
            .With("image", T("Image"), i => i.Image)
            .With("width", T("Width"), i => i.Width)
            .With("height", T("Height"), i => i.Height)
            .With("bytes", T("Bytes"), i => i.Bytes);

    public static Command Create(Inv inv) =>
        inv.Noun("image", T("The image of a product."), Set(inv), Get(inv), Remove(inv));

    private static Command Set(Inv inv)
    {
        var sku = Inputs.Sku();
        var file = new Argument<string>("file") { Description = T("PNG, JPEG, WebP or GIF, at most 5 MiB.") };
        return inv.Verb(
            "set",
            T("Sets the image of a product."),
            ["inv product image set LAMP-1 lamp.jpg"],
            [sku, file],
            async (run, ct) =>
            {
                using var content = new ByteArrayContent(await ReadAsync(run.Get(file), ct));
                content.Headers.ContentType = new("application/octet-stream");
                return run.Show(Stored, await run.Catalog.SetProductImage(run.Get(sku), content, ct));
            }
        );
    }

    private static Command Get(Inv inv)
    {
        var sku = Inputs.Sku();
        var file = new Argument<string>("file") { Description = T("Where it is written, as WebP.") };
        var thumb = new Option<bool>("--thumb") { Description = T("The small one, of at most 128 pixels.") };
        return inv.Verb(
            "get",
            T("Writes the image of a product to a file."),
            ["inv product image get LAMP-1 lamp.webp"],
            [sku, file, thumb],
            async (run, ct) =>
            {
                using var content = await run.Catalog.GetProductImage(
                    run.Get(sku),
                    run.Get(thumb) ? ImageSize.Thumb : null,
                    ct
                );
                var bytes = await content.ReadAsByteArrayAsync(ct);
                try
                {
                    await File.WriteAllBytesAsync(run.Get(file), bytes, ct);
                }
                catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
                {
                    throw new Failure(T($"'{run.Get(file)}' cannot be written: {fault.Message}"));
                }
                run.Say(T($"{bytes.Length:N0} bytes written to {run.Get(file)}."));
                return ExitCode.Ok;
            }
        );
    }

    private static Command Remove(Inv inv)
    {
        var sku = Inputs.Sku();
        return inv.Verb(
            "remove",
            T("Removes the image of a product."),
            ["inv product image remove LAMP-1"],
            [sku],
            async (run, ct) =>
            {
                await run.Catalog.RemoveProductImage(run.Get(sku), ct);
                run.Say(T($"Removed the image of {run.Get(sku)}."));
                return ExitCode.Ok;
            }
        );
    }

    private static async Task<byte[]> ReadAsync(string path, CancellationToken ct)
    {
        try
        {
            if (new FileInfo(path).Length is > Limits.MaxImageBytes and var length)
                throw new Failure(
                    T($"'{path}' has {length:N0} bytes; an image has at most {Limits.MaxImageBytes:N0}."),
                    ExitCode.Usage
                );
            return await File.ReadAllBytesAsync(path, ct);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new Failure(T($"'{path}' cannot be read: {fault.Message}"), ExitCode.Usage);
        }
    }
}
