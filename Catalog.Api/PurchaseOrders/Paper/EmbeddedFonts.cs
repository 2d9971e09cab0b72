using PdfSharp.Fonts;

namespace SmartInventory.Catalog.Api.PurchaseOrders.Paper;

/// <summary>
/// DejaVu Sans Condensed, which comes with the program: Latin, Greek and Cyrillic with all their accents. A character
/// that it does not have is shown as an empty box.
/// </summary>
internal sealed class EmbeddedFonts : IFontResolver
{
    public const string Family = "DejaVu Sans Condensed";
    private const string Regular = "DejaVuSansCondensed";

    public FontResolverInfo ResolveTypeface(string familyName, bool isBold, bool isItalic) =>
        new(isBold ? $"{Regular}-Bold" : Regular);

    public byte[] GetFont(string faceName)
    {
        using var font = typeof(EmbeddedFonts).Assembly.GetManifestResourceStream(faceName)!;
        var bytes = new byte[font.Length];
        font.ReadExactly(bytes);
        return bytes;
    }
}
