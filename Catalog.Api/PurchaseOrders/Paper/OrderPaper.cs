using System.Globalization;
using PdfSharp;
using PdfSharp.Drawing;
using PdfSharp.Fonts;
using PdfSharp.Pdf;
using SmartInventory.Contracts;
using SmartInventory.Contracts.Catalog;
using SmartInventory.Contracts.Localization;

namespace SmartInventory.Catalog.Api.PurchaseOrders.Paper;

/// <summary>
/// Draws an order on A4 pages, each with the order's head and that of its table, in the language of who asks for it.
/// </summary>
internal sealed class OrderPaper : IDisposable
{
    private const double Margin = 36;
    private const double Gap = 6;
    private const double LineHeight = 11;
    private readonly XFont _plain = Font(8, XFontStyleEx.Regular);
    private readonly XFont _bold = Font(8, XFontStyleEx.Bold);
    private readonly XFont _title = Font(16, XFontStyleEx.Bold);
    private readonly XFont _mark = Font(90, XFontStyleEx.Bold);
    private static readonly XPen Rule = new(XColors.Gray, 0.5);

    private readonly Column[] _columns;
    private readonly PdfDocument _document = new();
    private readonly OrderSheet _sheet;
    private readonly double _width;
    private readonly double _bottom;
    private XGraphics _page = null!;

    private double _y;

    /// <summary>A column of the table; the last one takes the width that is left.</summary>
    private sealed record Column(string Head, double Width, bool IsNumber, Func<SheetLine, string> Text);

    private OrderPaper(OrderSheet sheet)
    {
        _sheet = sheet;
        _columns =
        [
            new("#", 16, false, l => (l.Line.Line + 1).ToString(CultureInfo.InvariantCulture)),
            new(T("Your SKU"), 58, false, l => l.Line.SupplierSku ?? ""),
            new(T("Our SKU"), 58, false, l => l.Line.Sku),
            new(T("Product"), 108, false, l => l.Name),
            new(T("Quantity"), 54, true, l => $"{Number(l.Line.Ordered)} {l.Unit}"),
            new(T("Packs"), 46, true, Packs),
            new(T("Expected"), 56, false, l => Day(l.Line.ExpectedOn)),
            new(T("Unit cost"), 60, true, l => Money(l.Line.UnitCost)),
            new(T("Amount"), 0, true, l => Money(l.Line.Amount)),
        ];
        _document.Info.Title = T($"Purchase order {sheet.Order.Number}");
        var (width, height) = (
            PageSizeConverter.ToSize(PageSize.A4).Width,
            PageSizeConverter.ToSize(PageSize.A4).Height
        );
        _width = width - 2 * Margin;
        _bottom = height - Margin - 2 * LineHeight;
    }

    /// <summary>A PDF.</summary>
    public static byte[] Draw(OrderSheet sheet)
    {
        using var paper = new OrderPaper(sheet);
        paper.DrawAll();
        using var file = new MemoryStream();
        paper._document.Save(file, closeStream: false);
        return file.ToArray();
    }

    public void Dispose()
    {
        _page?.Dispose();
        _document.Dispose();
    }

    private void DrawAll()
    {
        Begin();
        DrawParties();
        DrawFacts();
        DrawTableHead();
        foreach (var line in _sheet.Lines)
            DrawLine(line);
        DrawTotal();
        _page.Dispose();
        DrawFeet();
    }

    /// <summary>A new page, with the head that all have.</summary>
    private void Begin()
    {
        _page?.Dispose();
        var page = _document.AddPage();
        page.Size = PageSize.A4;
        _page = XGraphics.FromPdfPage(page);
        _y = Margin;
        DrawMark();
        _page.DrawString(_document.Info.Title, _title, XBrushes.Black, Margin, _y + 16);
        Right(StateWord(), _bold, _y + 10);
        Right(_sheet.Supplier.Name, _plain, _y + 10 + LineHeight);
        _y += 16 + 2 * Gap;
        _page.DrawLine(Rule, Margin, _y, Margin + _width, _y);
        _y += Gap;
    }

    private string StateWord() =>
        _sheet.Order.Status switch
        {
            PurchaseOrderStatus.Draft => T("DRAFT"),
            PurchaseOrderStatus.Approved => T("APPROVED"),
            PurchaseOrderStatus.Sent => T("SENT"),
            PurchaseOrderStatus.PartlyReceived => T("PARTLY RECEIVED"),
            PurchaseOrderStatus.Received => T("RECEIVED"),
            _ => T("CANCELLED"),
        };

    // A plan that lies on a desk must not be taken for an order, nor one that was called off.
    private void DrawMark()
    {
        if (_sheet.Order.Status is not (PurchaseOrderStatus.Draft or PurchaseOrderStatus.Cancelled))
            return;
        var state = _page.Save();
        _page.TranslateTransform(Margin + _width / 2, _bottom / 2);
        _page.RotateTransform(-55);
        _page.DrawString(
            StateWord(),
            _mark,
            new XSolidBrush(XColor.FromArgb(225, 225, 225)),
            0,
            0,
            XStringFormats.Center
        );
        _page.Restore(state);
    }

    private void DrawParties()
    {
        var (supplier, location) = (_sheet.Supplier, _sheet.Location);
        var contact = supplier.Contacts.Count > 0 ? supplier.Contacts[0] : null;
        var left = Block(
            Margin,
            T("Supplier"),
            [
                $"{supplier.Name} ({supplier.Code})",
                contact is null ? null : Joined(", ", contact.Name, contact.Role),
                contact?.Email ?? supplier.Email,
                contact?.Phone ?? supplier.Phone,
            ]
        );
        var right = Block(
            Margin + _width / 2,
            T("Deliver to"),
            [$"{location.Name} ({location.Code})", .. location.Address?.Split('\n') ?? []]
        );
        _y = Math.Max(left, right) + Gap;
    }

    /// <returns>Where it ends.</returns>
    private double Block(double x, string head, IEnumerable<string?> texts)
    {
        var y = _y + LineHeight;
        _page.DrawString(head, _bold, XBrushes.Gray, x, y);
        foreach (var text in texts.OfType<string>().SelectMany(t => Wrap(t, _plain, _width / 2 - Gap)))
            _page.DrawString(text, _plain, XBrushes.Black, x, y += LineHeight);
        return y;
    }

    private void DrawFacts()
    {
        var text = Joined(
            " · ",
            T($"Ordered on: {Day(_sheet.Order.OrderedOn)}"),
            _sheet.SentOn is { } day ? T($"Sent on: {Day(day)}") : null,
            T($"Expected by: {Day(_sheet.Order.ExpectedOn)}"),
            _sheet.Supplier.PaymentTerms is { } terms ? T($"Payment: {terms}") : null
        );
        foreach (var line in Wrap(text, _plain, _width))
            _page.DrawString(line, _plain, XBrushes.Black, Margin, _y += LineHeight);
        _y += Gap;
    }

    private void DrawTableHead()
    {
        _y += LineHeight;
        foreach (var (column, x, width) in Placed())
            Cell(column.Head, _bold, column, x, width, _y);
        _y += Gap / 2;
        _page.DrawLine(Rule, Margin, _y, Margin + _width, _y);
    }

    private void DrawLine(SheetLine line)
    {
        var cells = Placed()
            .Select(p => (p.Column, p.X, p.Width, Texts: Wrap(p.Column.Text(line), _plain, p.Width)))
            .ToList();
        Reserve(cells.Max(c => c.Texts.Count) * LineHeight + Gap / 2);
        foreach (var (column, x, width, texts) in cells)
        {
            for (var i = 0; i < texts.Count; i++)
                Cell(texts[i], _plain, column, x, width, _y + (i + 1) * LineHeight);
        }

        _y += cells.Max(c => c.Texts.Count) * LineHeight + Gap / 2;
        _page.DrawLine(XPens.LightGray, Margin, _y, Margin + _width, _y);
    }

    private void DrawTotal()
    {
        Reserve(2 * LineHeight);
        _y += LineHeight + Gap / 2;
        Right(T($"Total   {Money(_sheet.Order.Value)}"), _bold, _y);
    }

    /// <summary>Goes to a new page when so much does not fit on this one.</summary>
    private void Reserve(double height)
    {
        if (_y + height <= _bottom)
            return;
        Begin();
        DrawTableHead();
    }

    // Last, when it is known how many pages there are.
    private void DrawFeet()
    {
        for (var i = 0; i < _document.PageCount; i++)
        {
            using var page = XGraphics.FromPdfPage(_document.Pages[i], XGraphicsPdfPageOptions.Append);
            page.DrawString(
                T($"{_sheet.Order.Number}     page {i + 1} of {_document.PageCount}"),
                _plain,
                XBrushes.Gray,
                new XRect(Margin, _bottom + LineHeight, _width, LineHeight),
                XStringFormats.CenterRight
            );
        }
    }

    private IEnumerable<(Column Column, double X, double Width)> Placed()
    {
        var x = Margin;
        foreach (var column in _columns)
        {
            var width = column.Width > 0 ? column.Width : Margin + _width - x;
            yield return (column, x, width - Gap * (column.Width > 0 ? 1 : 0));
            x += width;
        }
    }

    private void Cell(string text, XFont font, Column column, double x, double width, double y)
    {
        var left = column.IsNumber ? x + width - _page.MeasureString(text, font).Width : x;
        _page.DrawString(text, font, XBrushes.Black, left, y);
    }

    private void Right(string text, XFont font, double y)
    {
        var shown = Wrap(text, font, _width / 2)[0];
        _page.DrawString(shown, font, XBrushes.Black, Margin + _width - _page.MeasureString(shown, font).Width, y);
    }

    /// <summary>Lines that fit, broken between words, or inside one that is longer than a line. At least one.</summary>
    private List<string> Wrap(string text, XFont font, double width)
    {
        var lines = new List<string>();
        var line = "";
        foreach (var word in Known(text).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
        {
            var rest = word;
            if (line.Length > 0 && !Fits($"{line} {rest}"))
            {
                lines.Add(line);
                line = "";
            }

            while (!Fits(rest))
            {
                var cut = rest.Length - 1;
                while (cut > 1 && !Fits(rest[..cut]))
                    cut--;
                lines.Add(rest[..cut]);
                rest = rest[cut..];
            }

            line = line.Length == 0 ? rest : $"{line} {rest}";
        }

        lines.Add(line);
        return lines;

        bool Fits(string part) => part.Length <= 1 || _page.MeasureString(part, font).Width <= width;
    }

    /// <summary>
    /// A box for each character beyond the first plane: the font has none of them, and its width would be wrong.
    /// </summary>
    private static string Known(string text) =>
        string.Concat(text.EnumerateRunes().Select(rune => rune.IsBmp ? rune.ToString() : "□"));

    private static string Packs(SheetLine line) =>
        line.Line.Pack is { } pack ? T($"{Number(line.Line.Ordered / pack)} of {Number(pack)}") : "";

    private static string Joined(string between, params string?[] texts) =>
        string.Join(between, texts.OfType<string>());

    private static string Number(decimal number) => number.ToString("#,0.####", Languages.Reader);

    private string Money(decimal amount) => Currency.Text(amount, _sheet.Currency);

    private static string Day(DateOnly day) => day.ToString("d MMM yyyy", Languages.Reader);

    private static XFont Font(double size, XFontStyleEx style)
    {
        GlobalFontSettings.FontResolver ??= new EmbeddedFonts();
        return new XFont(EmbeddedFonts.Family, size, style, XPdfFontOptions.UnicodeDefault);
    }
}
