using System.Net;
using SmartInventory.Contracts.Catalog;
using SmartInventory.Testing;

namespace SmartInventory.Dashboard.Web.Tests;

/// <summary>Changing a product, also while somebody else does.</summary>
public sealed class EditTests
{
    private const string Page = "/product-edit/85123A";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private static ProductResponse Product(string name, decimal price, string etag, string? category = "Lights") =>
        new()
        {
            Id = Guid.CreateVersion7(),
            Sku = "85123A",
            Name = name,
            Category = category,
            Unit = "each",
            WholeUnits = true,
            Price = price,
            Cost = 1.5m,
            ServiceLevel = .95m,
            ReviewPeriodDays = 7,
            Attributes = new Dictionary<string, string> { ["colour"] = "red" },
            Suppliers =
            [
                new("ACME", "Acme", 14, 12, 6, 1.5m, true) { SupplierSku = "ac-1", PriceBreaks = [new(48, 1.2m)] },
            ],
            OnHand = 3,
            OnOrder = 0,
            UnitsSold = 5,
            Revenue = 10,
            Archived = false,
            CreatedAt = DateTimeOffset.UnixEpoch,
            UpdatedAt = DateTimeOffset.UnixEpoch,
            ETag = etag,
        };

    [Fact]
    public async Task A_service_level_that_is_emptied_is_as_policies_say()
    {
        await using var stub = await Canned.StartAsync(Canned.Shop());
        var product = Product("Lamp", 10, "\"1\"");
        stub.Serve("/api/v1/products/85123A", _ => product);
        stub.On("PUT /api/v1/products/85123A", _ => Answer.Ok(product));
        await using var dashboard = new DashboardHost(stub.Address);

        await Html.SubmitAsync(dashboard.Browser(), Page, "", ("Mine[serviceLevel]", ""));

        var sent = stub.Requests.Single(r => r.Method == "PUT").Read<UpdateProduct>();
        Assert.Equal((null, 7), (sent.ServiceLevel, sent.ReviewPeriodDays));
        product = product with { ServiceLevel = null };
        Assert.Matches(
            "Wanted service level.*</dt><dd>as policies say</dd>",
            await dashboard.Browser().GetStringAsync("/products/85123A", Ct)
        );
    }

    [Fact]
    public async Task What_is_not_in_the_form_stays_and_the_version_that_was_seen_is_named()
    {
        await using var stub = await Canned.StartAsync(Canned.Shop());
        var product = Product("Lamp", 10, "\"1\"");
        stub.Serve("/api/v1/products/85123A", _ => product);
        stub.On("PUT /api/v1/products/85123A", _ => Answer.Ok(product));
        await using var dashboard = new DashboardHost(stub.Address);

        var answer = await Html.SubmitAsync(
            dashboard.Browser(),
            Page,
            "",
            ("Mine[price]", "12.5"),
            ("Mine[tags]", "new, sale"),
            ("Mine[category]", "")
        );

        Assert.Equal("/products/85123A", answer.RequestMessage!.RequestUri!.AbsolutePath);
        var sent = stub.Requests.Single(r => r.Method == "PUT");
        Assert.Equal("\"1\"", sent.Headers.IfMatch.ToString());
        var change = sent.Read<UpdateProduct>();
        Assert.Equal(("Lamp", 12.5m, null), (change.Name, change.Price, change.Category));
        Assert.Equal(["new", "sale"], change.Tags);
        Assert.Equal("red", change.Attributes!["colour"]);
        var term = Assert.Single(change.Suppliers!);
        Assert.Equal(
            ("ACME", 14, "ac-1", 1.2m),
            (term.Supplier, term.LeadTimeDays, term.SupplierSku, term.PriceBreaks![0].UnitCost)
        );
    }

    [Theory]
    [InlineData("mine", "Mine lamp")]
    [InlineData("theirs", "Their lamp")]
    [InlineData("original", "Lamp")]
    public async Task Who_meets_another_sees_all_three_chooses_and_loses_nothing(string choice, string name)
    {
        await using var stub = await Canned.StartAsync(Canned.Shop());
        var now = Product("Lamp", 10, "\"1\"");
        stub.Serve("/api/v1/products/85123A", _ => now);
        stub.On("PUT /api/v1/products/85123A", _ => Answer.Ok(now));
        await using var dashboard = new DashboardHost(stub.Address);
        var browser = dashboard.Browser();
        using var form = await browser.GetAsync(Page, Ct);

        // Meanwhile somebody changes the name, as this person does, and the category, which this person does not.
        now = Product("Their lamp", 10, "\"2\"", "Lights/Desk");
        using var met = await Html.SubmitAsync(
            browser,
            form,
            "",
            ("Mine[name]", "Mine lamp"),
            ("Mine[price]", "11"),
            ("Mine[category]", "Lights")
        );

        Assert.Equal(HttpStatusCode.OK, met.StatusCode);
        Assert.DoesNotContain(stub.Requests, r => r.Method == "PUT");
        var text = Html.Text(await met.Content.ReadAsStringAsync(Ct));
        Assert.Contains("Category is now Lights/Desk ; it was Lights .", text, StringComparison.Ordinal);
        Assert.Contains("Name Mine lamp Their lamp Lamp", text, StringComparison.Ordinal);

        using var saved = await Html.SubmitAsync(
            browser,
            met,
            "",
            ("Mine[name]", "Mine lamp"),
            ("Mine[price]", "11"),
            ("Mine[category]", "Lights/Desk"),
            ("Chosen[name]", choice)
        );

        Assert.Equal("/products/85123A", saved.RequestMessage!.RequestUri!.AbsolutePath);
        var sent = stub.Requests.Single(r => r.Method == "PUT");
        Assert.Equal("\"2\"", sent.Headers.IfMatch.ToString());
        var change = sent.Read<UpdateProduct>();
        Assert.Equal((name, 11m, "Lights/Desk"), (change.Name, change.Price, change.Category));
    }

    [Fact]
    public async Task A_race_that_shows_only_at_saving_is_met_in_the_same_way()
    {
        await using var stub = await Canned.StartAsync(Canned.Shop());
        var now = Product("Lamp", 10, "\"1\"");
        stub.Serve("/api/v1/products/85123A", _ => now);
        stub.On(
            "PUT /api/v1/products/85123A",
            _ =>
            {
                now = Product("Their lamp", 10, "\"2\"");
                return Answer.Problem(412, "It was changed meanwhile.");
            }
        );
        await using var dashboard = new DashboardHost(stub.Address);

        using var met = await Html.SubmitAsync(dashboard.Browser(), Page, "", ("Mine[name]", "Mine lamp"));

        Assert.Contains(
            "Name Mine lamp Their lamp Lamp",
            Html.Text(await met.Content.ReadAsStringAsync(Ct)),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task What_cannot_be_read_or_is_refused_is_said_by_field_and_the_form_keeps_what_was_typed()
    {
        await using var stub = await Canned.StartAsync(Canned.Shop());
        stub.Serve("/api/v1/products/85123A", _ => Product("Lamp", 10, "\"1\""));
        stub.On(
            "PUT /api/v1/products/85123A",
            _ => Answer.Problem(400, "No.", errors: new() { ["price"] = ["must be at least 0"] })
        );
        await using var dashboard = new DashboardHost(stub.Address);
        var browser = dashboard.Browser();

        using var unread = await Html.SubmitAsync(browser, Page, "", ("Mine[price]", "a lot"));
        var html = await unread.Content.ReadAsStringAsync(Ct);
        Assert.Contains("Price: &#x27;a lot&#x27; is no number.", html, StringComparison.Ordinal);
        Assert.Contains("value=\"a lot\"", html, StringComparison.Ordinal);

        using var refused = await Html.SubmitAsync(browser, Page, "", ("Mine[price]", "-1"));
        Assert.Contains(
            "price: must be at least 0.",
            Html.Text(await refused.Content.ReadAsStringAsync(Ct)),
            StringComparison.Ordinal
        );
    }
}
