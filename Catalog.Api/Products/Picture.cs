using SkiaSharp;

namespace SmartInventory.Catalog.Api.Products;

/// <summary>
/// An image as it is kept: drawn anew, upright and in sRGB, so that nothing but the picture is left of what was sent.
/// </summary>
internal sealed record Picture(byte[] Content, byte[] Thumbnail, int Width, int Height)
{
    public const int MaxMegapixels = 40;
    public const string ContentType = "image/webp";
    private const int MaxSide = 1_024;
    private const int ThumbnailSide = 128;
    private const int Quality = 85;

    // A picture of 40 megapixels takes 160 MB while it is drawn.
    private static readonly SemaphoreSlim Places = new(2);

    /// <summary>Whether it begins as PNG, JPEG, WebP and GIF do.</summary>
    public static bool IsKnown(ReadOnlySpan<byte> bytes) =>
        bytes.StartsWith((ReadOnlySpan<byte>)[0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A])
        || bytes.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF])
        || bytes.StartsWith("GIF87a"u8)
        || bytes.StartsWith("GIF89a"u8)
        || (bytes.StartsWith("RIFF"u8) && bytes.Length > 12 && bytes[8..].StartsWith("WEBP"u8));

    /// <summary>Draws it; of a moving picture the first frame.</summary>
    /// <returns>The picture, or what is wrong with it.</returns>
    public static async Task<(Picture? Picture, string? Fault)> DrawAsync(byte[] bytes, CancellationToken ct)
    {
        await Places.WaitAsync(ct);
        try
        {
            return await Task.Run(() => Draw(bytes), ct);
        }
        finally
        {
            Places.Release();
        }
    }

    private static (Picture? Picture, string? Fault) Draw(byte[] bytes)
    {
        using var data = SKData.CreateCopy(bytes);
        using var codec = SKCodec.Create(data);
        if (codec is null)
            return (null, T("cannot be read: it is damaged"));
        var (width, height) = (codec.Info.Width, codec.Info.Height);
        if ((long)width * height > MaxMegapixels * 1_000_000L)
            return (null, T($"has {width} x {height} pixels; at most {MaxMegapixels} megapixels are taken"));

        // Where the format can, it is read no larger than is needed for a good reduction.
        var size = codec.GetScaledDimensions(Math.Min(1f, 2f * MaxSide / Math.Max(width, height)));
        using var srgb = SKColorSpace.CreateSrgb();
        using var read = new SKBitmap(
            new SKImageInfo(size.Width, size.Height, SKColorType.Rgba8888, SKAlphaType.Premul, srgb)
        );
        var result = codec.GetPixels(read.Info, read.GetPixels());
        if (result != SKCodecResult.Success)
            return (null, T($"cannot be read: it is damaged ({result})"));
        using var upright = Turn(read, codec.EncodedOrigin);
        var (content, full) = Encode(upright, MaxSide);
        return (new Picture(content, Encode(upright, ThumbnailSide).Bytes, full.Width, full.Height), null);
    }

    // Cameras write down how they were held instead of turning the picture.
    private static SKBitmap Turn(SKBitmap picture, SKEncodedOrigin origin)
    {
        var aside = origin >= SKEncodedOrigin.LeftTop;
        var (w, h) = aside ? (picture.Height, picture.Width) : (picture.Width, picture.Height);
        var turned = new SKBitmap(picture.Info.WithSize(w, h));
        using var canvas = new SKCanvas(turned);
        canvas.Clear(SKColors.Transparent);
        canvas.SetMatrix(
            origin switch
            {
                SKEncodedOrigin.TopRight => new SKMatrix(-1, 0, w, 0, 1, 0, 0, 0, 1),
                SKEncodedOrigin.BottomRight => new SKMatrix(-1, 0, w, 0, -1, h, 0, 0, 1),
                SKEncodedOrigin.BottomLeft => new SKMatrix(1, 0, 0, 0, -1, h, 0, 0, 1),
                SKEncodedOrigin.LeftTop => new SKMatrix(0, 1, 0, 1, 0, 0, 0, 0, 1),
                SKEncodedOrigin.RightTop => new SKMatrix(0, -1, w, 1, 0, 0, 0, 0, 1),
                SKEncodedOrigin.RightBottom => new SKMatrix(0, -1, w, -1, 0, h, 0, 0, 1),
                SKEncodedOrigin.LeftBottom => new SKMatrix(0, 1, 0, -1, 0, h, 0, 0, 1),
                _ => SKMatrix.Identity,
            }
        );
        canvas.DrawBitmap(picture, 0, 0, SKSamplingOptions.Default);
        return turned;
    }

    private static (byte[] Bytes, SKSizeI Size) Encode(SKBitmap picture, int side)
    {
        var scale = Math.Min(1f, (float)side / Math.Max(picture.Width, picture.Height));
        var size = new SKSizeI(
            Math.Max(1, (int)MathF.Round(picture.Width * scale)),
            Math.Max(1, (int)MathF.Round(picture.Height * scale))
        );
        using var small = picture.Resize(
            picture.Info.WithSize(size.Width, size.Height),
            new SKSamplingOptions(SKFilterMode.Linear, SKMipmapMode.Linear)
        );
        using var image = SKImage.FromBitmap(small);
        using var data = image.Encode(SKEncodedImageFormat.Webp, Quality);
        return (data.ToArray(), size);
    }
}
