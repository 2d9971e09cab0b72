using System.Net;
using SmartInventory.Contracts.Catalog;
using SmartInventory.Contracts.Forecasting;
using SmartInventory.Contracts.Identity;
using SmartInventory.Testing;

namespace SmartInventory.Dashboard.Web.Tests;

/// <summary>The list of products, what is done with many, and the forms of one.</summary>
public sealed class ProductsTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Facets_count_and_lead_to_the_list_with_or_without_them()
    {
        await using var stub = await Canned.StartAsync(Canned.Shop());
        await using var dashboard = new DashboardHost(stub.Address);

        var html = await dashboard
            .Browser()
            .GetStringAsync("/products?category=gifts&stock=out-of-stock&column=price&column=tags&column=nonsense", Ct);

        var asked = stub.Requests.Single(r => r.Path == "/api/v1/products/facets");
        Assert.Equal(("gifts", "out-of-stock"), (asked["category"], asked["stock"]));
        const string Columns = "&amp;column=tags&amp;column=price";
        // What is chosen is taken back by its own link; another one of the same kind takes its place.
        Assert.Contains(
            $"href=\"/products?stock=out-of-stock{Columns}\" aria-current=\"true\"><span class=\"name\">GIFTS<",
            html,
            StringComparison.Ordinal
        );
        Assert.Contains(
            $"href=\"/products?category=gifts&amp;stock=in-stock{Columns}\"",
            html,
            StringComparison.Ordinal
        );
        Assert.Contains(
            $"href=\"/products?category=gifts&amp;location=LONDON&amp;stock=out-of-stock{Columns}\"",
            html,
            StringComparison.Ordinal
        );
        Assert.Contains("<td data-label=\"Tags\"", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<td data-label=\"Revenue\"", html, StringComparison.Ordinal);

        var tile = await dashboard.Browser().GetStringAsync("/products?tile=facets", Ct);
        Assert.StartsWith("<section", tile.TrimStart(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_list_is_a_file_of_all_its_pages()
    {
        await using var stub = await Canned.StartAsync(Canned.Shop());
        await using var dashboard = new DashboardHost(stub.Address);

        using var file = await dashboard.Browser().GetAsync("/products?category=GIFTS&handler=Csv", Ct);
        var lines = (await file.Content.ReadAsStringAsync(Ct)).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);

        Assert.Equal("text/csv", file.Content.Headers.ContentType!.MediaType);
        Assert.Equal("sku,name,category,supplier,status", string.Join(',', lines[0].Split(',').Take(5)));
        // Two pages of eight.
        Assert.Equal(1 + 2 * 8, lines.Length);
        Assert.All(stub.Requests, r => Assert.Equal("GIFTS", r["category"]));
    }

    [Fact]
    public async Task A_view_is_saved_under_a_name_and_stands_above_the_list()
    {
        await using var stub = await Canned.StartAsync(Canned.Shop());
        stub.On("PUT /api/v1/me/views", _ => Answer.Ok(Canned.Views));
        await using var dashboard = new DashboardHost(stub.Address);
        var browser = dashboard.Browser(Role.Viewer);

        var html = await browser.GetStringAsync("/products?category=GIFTS&sort=price", Ct);
        Assert.Contains(
            "<a href=\"/products?category=GIFTS&amp;sort=price\" aria-current=\"true\">MINE</a>",
            html,
            StringComparison.Ordinal
        );

        var saved = await Html.SubmitAsync(browser, "/products?search=tea&after=x", "/views", ("View.Name", "Tea"));
        Assert.Equal("/products?search=tea", saved.RequestMessage!.RequestUri!.PathAndQuery);
        var sent = stub.Requests.Single(r => r.Method == "PUT").Read<SaveView>();
        Assert.Equal(("/products", "Tea", "?search=tea"), (sent.Page, sent.Name, sent.Query));

        await Html.SubmitAsync(browser, "/views", "Forget");
        sent = stub.Requests.Last(r => r.Method == "PUT").Read<SaveView>();
        Assert.Equal(("/products", "MINE", null), (sent.Page, sent.Name, sent.Query));
    }

    [Fact]
    public async Task Many_are_changed_after_it_was_shown_what_would_be_different()
    {
        await using var stub = await Canned.StartAsync(Canned.Shop());
        stub.On(
            "PATCH /api/v1/products",
            seen =>
                Answer.Ok(
                    new EditResult(
                        seen["preview"] == "true",
                        8,
                        2,
                        [new("LAMP-1", [new("category", "Old", "New/Lamps")]), new("LAMP-2", [])]
                    )
                )
        );
        await using var dashboard = new DashboardHost(stub.Address);
        var browser = dashboard.Browser();

        using var preview = await Html.SubmitAsync(
            browser,
            "/products-edit?all=true&category=GIFTS&stock=in-stock",
            "handler=Preview",
            ("Change.Category", "New/Lamps")
        );
        var html = await preview.Content.ReadAsStringAsync(Ct);
        Assert.Contains("<td>Category</td><td>Old</td><td>New/Lamps</td>", html, StringComparison.Ordinal);
        using var done = await Html.SubmitAsync(browser, preview, "handler=Apply");

        Assert.Contains(
            "2 of 8 products were changed.",
            await done.Content.ReadAsStringAsync(Ct),
            StringComparison.Ordinal
        );
        var sent = stub.Requests.Where(r => r.Method == "PATCH").ToList();
        Assert.Equal(["true", ""], sent.Select(r => r["preview"]));
        var edit = sent[1].Read<EditProducts>();
        Assert.Equal(
            ("GIFTS", LevelState.InStock, 8, "New/Lamps"),
            (edit.Filter!.Category, edit.Filter.Stock, edit.Expected, edit.Change!.Category)
        );
        Assert.Null(edit.Skus);
        Assert.Null(edit.Change.Assignee);
        Assert.NotEmpty(sent[1].Headers["Idempotency-Key"].ToString());
    }

    [Fact]
    public async Task Each_refusal_is_named_and_nothing_is_offered_to_be_done()
    {
        await using var stub = await Canned.StartAsync(Canned.Shop());
        stub.On(
            "PATCH /api/v1/products",
            _ => new Answer(
                400,
                new
                {
                    title = "One or more fields are not valid.",
                    status = 400,
                    errors = new Dictionary<string, string[]> { ["LAMP-2.suppliers"] = ["'FAR' does not deliver it"] },
                }
            )
        );
        await using var dashboard = new DashboardHost(stub.Address);

        using var refused = await Html.SubmitAsync(
            dashboard.Browser(),
            "/products-edit?sku=LAMP-1&sku=LAMP-2",
            "handler=Preview",
            ("Change.Supplier", "FAR")
        );
        var html = await refused.Content.ReadAsStringAsync(Ct);
        Assert.Contains("LAMP-2.suppliers : 'FAR' does not deliver it", Html.Text(html), StringComparison.Ordinal);
        Assert.DoesNotContain("handler=Apply", html, StringComparison.Ordinal);
        Assert.Equal(["LAMP-1", "LAMP-2"], stub.Requests.Single(r => r.Method == "PATCH").Read<EditProducts>().Skus);
    }

    [Fact]
    public async Task A_product_is_archived_and_that_is_undone()
    {
        await using var stub = await Canned.StartAsync(Canned.Shop());
        stub.On(
            "PATCH /api/v1/products",
            _ => Answer.Ok(new EditResult(false, 1, 1, [new("85123A", [new("archived", null, "true")])]))
        );
        await using var dashboard = new DashboardHost(stub.Address);
        var browser = dashboard.Browser();

        using var archived = await Html.SubmitAsync(browser, "/products/85123A", "handler=Apply");
        using var back = await Html.SubmitAsync(browser, archived, "handler=Apply");

        Assert.Equal(HttpStatusCode.OK, back.StatusCode);
        var edits = stub.Requests.Where(r => r.Method == "PATCH").Select(r => r.Read<EditProducts>()).ToList();
        Assert.All(edits, edit => Assert.Equal(["85123A"], edit.Skus));
        Assert.Equal([true, false], edits.Select(edit => edit.Change!.Archived));
    }

    [Fact]
    public async Task Days_are_marked_and_that_is_taken_back()
    {
        await using var stub = await Canned.StartAsync(Canned.Shop());
        stub.On(
            "POST /api/v1/forecasts/85123A/marked-days",
            _ =>
                Answer.Ok(
                    new MarkedStretch(
                        Guid.Empty,
                        "85123A",
                        "LONDON",
                        default,
                        default,
                        MarkKind.Promotion,
                        "Fair",
                        null,
                        default
                    )
                )
        );
        stub.On("DELETE /api/v1/forecasts/85123A/*", _ => Answer.Ok(new { }));
        await using var dashboard = new DashboardHost(stub.Address);
        var browser = dashboard.Browser();

        using var done = await Html.SubmitAsync(
            browser,
            "/products/85123A",
            "handler=Mark",
            ("Marking.Location", "LONDON"),
            ("Marking.From", "2011-12-01"),
            ("Marking.To", "2011-12-03"),
            ("Marking.Kind", "Promotion"),
            ("Marking.Reason", "Fair")
        );
        Assert.Equal("/products/85123A", done.RequestMessage!.RequestUri!.AbsolutePath);
        var sent = stub
            .Requests.Single(r => r.Method == "POST" && r.Path.EndsWith("/marked-days", StringComparison.Ordinal))
            .Read<MarkDays>();
        Assert.Equal(
            ("LONDON", new DateOnly(2011, 12, 1), new DateOnly(2011, 12, 3), MarkKind.Promotion, "Fair"),
            (sent.Location, sent.From, sent.To, sent.Kind, sent.Reason)
        );

        var list = Html.Text(await browser.GetStringAsync("/products/85123A?tile=marked", Ct));
        Assert.Contains("does not count", list, StringComparison.Ordinal);
        Assert.Contains("+180% against usual, 3 days", list, StringComparison.Ordinal);

        stub.On("GET /api/v1/forecasts/85123A/marked-days", _ => Answer.Ok(Canned.Marked[1..]));
        await Html.SubmitAsync(browser, "/products/85123A", "handler=Unmark");
        Assert.Equal(
            $"/api/v1/forecasts/85123A/marked-days/{Canned.Marked[1].Id}",
            stub.Requests.Single(r => r.Method == "DELETE").Path
        );
    }

    [Fact]
    public async Task An_image_is_shown_as_what_it_is_and_kept_by_its_version()
    {
        await using var stub = await Canned.StartAsync(Canned.Shop());
        stub.On("GET /api/v1/products/85123A/image", _ => Answer.Ok("<script>alert(1)</script>"));
        await using var dashboard = new DashboardHost(stub.Address);

        using var image = await dashboard
            .Browser(Role.Viewer)
            .GetAsync("/product-image/85123A?handler=Bytes&size=thumb&v=1", Ct);

        Assert.Equal("image/webp", image.Content.Headers.ContentType!.MediaType);
        Assert.Equal("nosniff", image.Headers.GetValues("X-Content-Type-Options").Single());
        Assert.Equal("thumb", stub.Requests.Single()["size"]);
    }

    [Fact]
    public async Task A_new_product_is_created_once_and_what_is_refused_stands_at_its_field()
    {
        await using var stub = await Canned.StartAsync(Canned.Shop());
        stub.On("POST /api/v1/products", seen => Answer.Ok(Canned.Product(0, "Lamp")));
        await using var dashboard = new DashboardHost(stub.Address);

        using var made = await Html.SubmitAsync(
            dashboard.Browser(),
            "/product-edit",
            "",
            ("Mine[sku]", "lamp-9"),
            ("Mine[name]", "Lamp"),
            ("Mine[price]", "9.5")
        );

        Assert.Equal("/products/LAMP-9", made.RequestMessage!.RequestUri!.AbsolutePath);
        var sent = stub.Requests.Single(r => r.Method == "POST" && r.Path == "/api/v1/products");
        var body = sent.Read<CreateProduct>();
        Assert.Equal(("lamp-9", "Lamp", 9.5m), (body.Sku, body.Name, body.Price));
        Assert.NotEmpty(sent.Headers["Idempotency-Key"].ToString());
    }
}
