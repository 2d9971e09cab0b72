using System.Net;
using SmartInventory.Catalog.Api.Locations;
using SmartInventory.Catalog.Api.PurchaseOrders;
using SmartInventory.Catalog.Api.PurchaseOrders.Paper;
using SmartInventory.Catalog.Api.Suppliers;
using SmartInventory.Contracts;
using SmartInventory.Contracts.Catalog;
using SmartInventory.Contracts.Localization;
using SmartInventory.Testing;
using UglyToad.PdfPig;
using UglyToad.PdfPig.DocumentLayoutAnalysis.TextExtractor;

namespace SmartInventory.Catalog.Api.Tests;

/// <summary>Orders as they are printed, read back.</summary>
public sealed class OrderPaperTests(CatalogApp app)
{
    private static readonly DateOnly Day = new(2026, 3, 2);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static OrderSheet Sheet(PurchaseOrderStatus status, params (PurchaseOrderLine Line, string Name)[] lines) =>
        new(
            new PurchaseOrder
            {
                Id = Guid.NewGuid(),
                Number = "PO-00017",
                Supplier = "ACME",
                Location = "BERLIN",
                Status = status,
                OrderedOn = Day,
                ExpectedOn = Day.AddDays(14),
                Lines = [.. lines.Select(l => l.Line)],
            },
            new Supplier
            {
                Id = Guid.NewGuid(),
                Code = "ACME",
                Name = "Größe & Łódź Trading",
                CreatedAt = default,
                Phone = "030 1",
                PaymentTerms = "30 days net",
                Contacts =
                [
                    new SupplierContact
                    {
                        Name = "Ελένη Παπαδοπούλου",
                        Role = "orders",
                        Email = "e@acme.example",
                    },
                ],
            },
            new Location
            {
                Id = Guid.NewGuid(),
                Code = "BERLIN",
                Name = "Склад Берлин",
                Address = "Torstraße 1\n10119 Berlin",
                CreatedAt = default,
            },
            status == PurchaseOrderStatus.Sent ? Day.AddDays(1) : null,
            [.. lines.Select(l => new SheetLine(l.Line, l.Name, "each"))],
            Currency.Find("EUR")
        );

    private static (PurchaseOrderLine Line, string Name) Line(
        int place,
        string name = "Lamp",
        decimal ordered = 24,
        decimal cost = 9.8m,
        string? supplierSku = null,
        decimal? pack = null
    ) =>
        (
            new PurchaseOrderLine
            {
                Line = place,
                Sku = $"SKU-{place}",
                Ordered = ordered,
                UnitCost = cost,
                ExpectedOn = Day.AddDays(14),
                SupplierSku = supplierSku,
                Pack = pack,
            },
            name
        );

    /// <summary>The text of each page, with one blank between words.</summary>
    private static List<string> Pages(byte[] pdf)
    {
        using var document = PdfDocument.Open(pdf);
        return
        [
            .. document
                .GetPages()
                .Select(page =>
                    string.Join(
                        ' ',
                        ContentOrderTextExtractor
                            .GetText(page)
                            .Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)
                    )
                ),
        ];
    }

    [Fact]
    public void All_that_the_supplier_needs_is_on_the_paper()
    {
        var page = Assert.Single(
            Pages(
                OrderPaper.Draw(
                    Sheet(
                        PurchaseOrderStatus.Sent,
                        Line(0, "Настольная лампа, žlutá", 1_200, 9.8m, "4711/A", 12),
                        Line(1, "Λάμπα", 0.3333m, 0.15m)
                    )
                )
            )
        );
        foreach (
            var text in new[]
            {
                "Purchase order PO-00017",
                "SENT",
                "Größe & Łódź Trading (ACME)",
                "Ελένη Παπαδοπούλου, orders",
                "e@acme.example",
                "030 1",
                "Склад Берлин (BERLIN)",
                "Torstraße 1",
                "10119 Berlin",
                "Ordered on: 2 Mar 2026 · Sent on: 3 Mar 2026 · Expected by: 16 Mar 2026 · Payment: 30 days net",
                "# Your SKU Our SKU Product Quantity Packs Expected Unit cost Amount",
                "Настольная лампа, žlutá",
                "Λάμπα",
                "1,200 each",
                "100 of 12",
                // Each line is rounded once: 0.3333 x 0.15 = 0.049995.
                "0.05",
                "Total 11,760.05 EUR",
                "PO-00017 page 1 of 1",
            }
        )
            Assert.Contains(text, page, StringComparison.Ordinal);
        Assert.Matches(@"1 4711/A SKU-0 .*11,760\.00.*2.*SKU-1 Λάμπα", page);
        Assert.DoesNotContain("DRAFT", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_paper_is_in_the_language_of_who_asks_with_money_and_days_as_they_write_them()
    {
        using var http = app.As().Reading("es-ES");
        var (supplier, location) = (await app.NewSupplier(), await app.NewLocation());
        var order = await app.Api.CreatePurchaseOrder(
            new CreatePurchaseOrder
            {
                Supplier = supplier.Code,
                Location = location.Code,
                Status = PurchaseOrderStatus.Approved,
                ExpectedOn = DateOnly.FromDateTime(DateTime.UtcNow).AddDays(7),
                Lines =
                [
                    new CreatePurchaseOrderLine
                    {
                        Sku = (await app.NewProduct()).Sku,
                        Quantity = 1_000,
                        UnitCost = 1.5m,
                    },
                ],
            },
            ct: Cancellation
        );
        using var answer = await http.Get($"/api/v1/purchase-orders/{order.Number}/pdf");
        var page = Assert.Single(Pages(await answer.Content.ReadAsByteArrayAsync(Cancellation)));
        foreach (
            var text in new[]
            {
                $"Pedido {order.Number}",
                "APROBADO",
                $"Previsto para: {order.ExpectedOn.ToString("d MMM yyyy", Languages.Find("es-ES"))}",
                "# Su SKU Nuestro SKU Producto Cantidad Paquetes Previsto Coste unit. Importe",
                "Total 1.500",
                $"{order.Number} página 1 de 1",
            }
        )
            Assert.Contains(text, page, StringComparison.Ordinal);
        Assert.Equal("Accept-Language", Assert.Single(answer.Headers.Vary));
    }

    [Theory]
    [InlineData(PurchaseOrderStatus.Draft, "DRAFT")]
    [InlineData(PurchaseOrderStatus.Cancelled, "CANCELLED")]
    public void A_draft_cannot_be_taken_for_an_order(PurchaseOrderStatus status, string mark)
    {
        var pdf = OrderPaper.Draw(Sheet(status, Line(0)));
        using var document = PdfDocument.Open(pdf);
        var letters = document.GetPage(1).Letters;
        // In the head, and across the page in large letters.
        Assert.Equal(mark, string.Concat(letters.Where(l => l.PointSize > 50).Select(l => l.Value)));
        Assert.Contains($"{mark} ", Pages(pdf)[0], StringComparison.Ordinal);
        Assert.DoesNotContain("Sent on", Pages(pdf)[0], StringComparison.Ordinal);
    }

    [Fact]
    public void A_long_order_goes_over_several_pages_with_its_head_on_each_and_every_line_once()
    {
        var lines = Enumerable
            .Range(0, 200)
            .Select(i => Line(i, $"Product {i} with a name of several words"))
            .ToArray();
        var pages = Pages(OrderPaper.Draw(Sheet(PurchaseOrderStatus.Approved, lines)));
        Assert.InRange(pages.Count, 4, 12);
        for (var i = 0; i < pages.Count; i++)
        {
            Assert.Contains("Purchase order PO-00017", pages[i], StringComparison.Ordinal);
            Assert.Contains("Quantity Packs Expected Unit cost", pages[i], StringComparison.Ordinal);
            Assert.Contains($"PO-00017 page {i + 1} of {pages.Count}", pages[i], StringComparison.Ordinal);
        }

        var all = string.Join(' ', pages) + " ";
        Assert.All(lines, l => Assert.Equal(2, all.Split($" {l.Line.Sku} ").Length));
        Assert.Contains("Total 47,040.00", pages[^1], StringComparison.Ordinal);
        Assert.Equal(2, all.Split("Total").Length);
    }

    [Fact]
    public void What_the_font_does_not_know_and_what_is_too_long_is_no_fault()
    {
        var pages = Pages(
            OrderPaper.Draw(
                Sheet(
                    PurchaseOrderStatus.Sent,
                    Line(0, "灯 💡💡💡💡💡💡💡💡💡💡💡💡💡💡💡💡💡💡💡💡💡 مصباح", supplierSku: new string('W', 64)),
                    Line(1, new string('x', 200), 999_999_999.9999m, 999_999_999.9999m, pack: 0.0001m),
                    Line(2, "tab\tand\nline")
                )
            )
        );
        Assert.Contains("tab and line", pages[0], StringComparison.Ordinal);
        Assert.Equal(21, pages[0].Count(c => c == '□'));
    }

    [Fact]
    public async Task The_paper_of_an_order_is_served()
    {
        var (supplier, location) = (await app.NewSupplier(), await app.NewLocation());
        var product = await app.NewProduct(
            name: "Žárovka",
            terms: new SupplierTermRequest
            {
                Supplier = supplier.Code,
                LeadTimeDays = 3,
                UnitCost = 2,
                SupplierSku = "OLD-1",
                PackMultiple = 6,
            }
        );
        var order = await app.Api.CreatePurchaseOrder(
            new CreatePurchaseOrder
            {
                Supplier = supplier.Code,
                Location = location.Code,
                Status = PurchaseOrderStatus.Draft,
                Lines = [new CreatePurchaseOrderLine { Sku = product.Sku, Quantity = 12 }],
            },
            ct: Cancellation
        );
        // The paper keeps what was agreed.
        await app.Api.UpsertSupplierTerms(
            new UpsertTerms
            {
                Terms =
                [
                    new UpsertTerm
                    {
                        Sku = product.Sku,
                        Supplier = supplier.Code,
                        SupplierSku = "NEW-1",
                    },
                ],
            },
            ct: Cancellation
        );

        // Many at once: the fonts are shared.
        var answers = await Task.WhenAll(
            Enumerable
                .Range(0, 8)
                .Select(_ => app.Http.Get($"/api/v1/purchase-orders/{order.Number.ToLowerInvariant()}/pdf"))
        );
        foreach (var answer in answers)
        {
            Assert.Equal(
                (HttpStatusCode.OK, "application/pdf", $"{order.Number}.pdf"),
                (
                    answer.StatusCode,
                    answer.Content.Headers.ContentType?.MediaType,
                    answer.Content.Headers.ContentDisposition?.FileName
                )
            );
            var page = Assert.Single(Pages(await answer.Content.ReadAsByteArrayAsync(Cancellation)));
            foreach (
                var text in new[]
                {
                    $"Purchase order {order.Number}",
                    "DRAFT",
                    $"A supplier ({supplier.Code})",
                    $"A location ({location.Code})",
                    "OLD-1",
                    "Žárovka",
                    "12 each 2 of 6",
                    "Total 24",
                }
            )
                Assert.Contains(text, page, StringComparison.Ordinal);
        }

        Assert.Equal(
            "404 No purchase order has the number 'PO-NONE'.",
            await Problem.Read(app.Http.Get("/api/v1/purchase-orders/PO-NONE/pdf"))
        );
    }
}
