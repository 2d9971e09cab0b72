using SmartInventory.Contracts;
using SmartInventory.Contracts.Catalog;
using SmartInventory.Contracts.Identity;
using SmartInventory.Testing;

namespace SmartInventory.Dashboard.Web.Tests;

/// <summary>Who delivers a product, said in the browser.</summary>
public sealed class TermTests
{
    private const string Page = "/product-terms/85123A";
    private const string Upsert = "POST /api/v1/suppliers/terms/upsert";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private static SupplierTermResponse Acme { get; } =
        new("ACME", "Acme", 14, 12, 6, 1.5m, true) { PriceBreaks = [new(48, 1.2m)] };

    [Fact]
    public async Task A_supplier_is_added_with_its_terms()
    {
        await using var stub = await GatewayAsync();
        stub.Serve(Upsert, _ => UpsertResult.Of(false, []));
        await using var dashboard = new DashboardHost(stub.Address);

        using var stored = await Html.SubmitAsync(
            dashboard.Browser(Role.Planner, "pia"),
            Page,
            "",
            ("Mine[supplier]", "BOLT"),
            ("Mine[leadTimeDays]", "5"),
            ("Mine[unitCost]", "2.25"),
            ("Mine[moq]", ""),
            ("Mine[packMultiple]", "6"),
            ("Mine[priceBreaks]", "100; 2.00\r\n500; 1.90"),
            ("Mine[supplierSku]", ""),
            ("Mine[preferred]", "yes")
        );

        Assert.Equal($"{Page}?done=BOLT", stored.RequestMessage!.RequestUri!.PathAndQuery);
        var term = Assert.Single(Assert.Single(stub.Requests, r => r.Method == "POST").Read<UpsertTerms>().Terms!);
        Assert.Equal(
            ("85123A", "BOLT", 5, 2.25m, 6m),
            (term.Sku, term.Supplier, term.LeadTimeDays, term.UnitCost, term.PackMultiple)
        );
        Assert.Equal((null, null, true), (term.Moq, term.SupplierSku, term.Preferred));
        Assert.Equal(
            [(100m, 2m), (500m, 1.9m)],
            term.PriceBreaks!.Select(b => (b.FromQuantity!.Value, b.UnitCost!.Value))
        );
    }

    [Fact]
    public async Task Of_a_supplier_that_delivers_it_only_what_is_different_is_sent()
    {
        await using var stub = await GatewayAsync();
        stub.Serve(Upsert, _ => UpsertResult.Of(false, []));
        await using var dashboard = new DashboardHost(stub.Address);
        var browser = dashboard.Browser(Role.Planner, "pia");

        var form = await browser.GetStringAsync($"{Page}?of=acme", Ct);
        Assert.Contains("name=\"Mine[leadTimeDays]\" value=\"14\"", form, StringComparison.Ordinal);
        Assert.Contains(">48; 1.2</textarea>", form, StringComparison.Ordinal);
        Assert.DoesNotContain("Mine[supplier]", form, StringComparison.Ordinal);
        using var stored = await Html.SubmitAsync(
            browser,
            $"{Page}?of=acme",
            "",
            ("Mine[leadTimeDays]", "9"),
            ("Mine[unitCost]", "1.5"),
            ("Mine[moq]", "12"),
            ("Mine[priceBreaks]", "48; 1.2"),
            ("Mine[preferred]", "yes")
        );

        Assert.Equal(
            new UpsertTerm
            {
                Sku = "85123A",
                Supplier = "ACME",
                LeadTimeDays = 9,
            },
            Assert.Single(Assert.Single(stub.Requests, r => r.Method == "POST").Read<UpsertTerms>().Terms!)
        );
    }

    [Fact]
    public async Task What_is_wrong_stands_at_its_field_and_what_was_typed_stays()
    {
        await using var stub = await GatewayAsync();
        stub.On(
            Upsert,
            _ => Answer.Problem(400, "No.", errors: new() { ["terms[0].supplier"] = ["'NOBODY' is not known"] })
        );
        await using var dashboard = new DashboardHost(stub.Address);
        var browser = dashboard.Browser(Role.Planner, "pia");

        using var breaks = await Html.SubmitAsync(
            browser,
            Page,
            "",
            ("Mine[supplier]", "NOBODY"),
            ("Mine[priceBreaks]", "100")
        );
        Assert.Contains(
            "id=\"wrong-priceBreaks\">&#x27;100&#x27; is not two numbers with a semicolon between.",
            await breaks.Content.ReadAsStringAsync(Ct),
            StringComparison.Ordinal
        );
        using var unknown = await Html.SubmitAsync(browser, Page, "", ("Mine[supplier]", "NOBODY"));
        var html = await unknown.Content.ReadAsStringAsync(Ct);
        Assert.Contains("id=\"wrong-supplier\">&#x27;NOBODY&#x27; is not known", html, StringComparison.Ordinal);
        Assert.Contains("name=\"Mine[supplier]\" value=\"NOBODY\"", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_supplier_is_taken_away_and_the_rest_of_the_product_stays()
    {
        await using var stub = await GatewayAsync();
        stub.Serve("PUT /api/v1/products/85123A", _ => Product);
        await using var dashboard = new DashboardHost(stub.Address);
        var browser = dashboard.Browser(Role.Planner, "pia");

        using var done = await Html.SubmitAsync(browser, Page, "?handler=Remove", ("ETag", Product.ETag));

        Assert.Equal($"{Page}?done=ACME", done.RequestMessage!.RequestUri!.PathAndQuery);
        var sent = Assert.Single(stub.Requests, r => r.Method == "PUT");
        Assert.Equal(Product.ETag, sent.Headers.IfMatch.ToString());
        var change = sent.Read<UpdateProduct>();
        Assert.Empty(change.Suppliers!);
        Assert.Equal((Product.Name, Product.Price), (change.Name, change.Price));
    }

    private static ProductResponse Product => Canned.Product(0, "LAMP") with { Suppliers = [Acme] };

    private static async Task<StubGateway> GatewayAsync()
    {
        var stub = await OrderTests.Gateway(OrderTests.Order());
        stub.Serve("/api/v1/products/85123A", _ => Product);
        stub.Serve("/api/v1/suppliers", _ => new Page<SupplierResponse>([SupplierTests.Supplier()], null));
        return stub;
    }
}
