using SmartInventory.Contracts;
using SmartInventory.Contracts.Catalog;
using SmartInventory.Contracts.Identity;
using SmartInventory.Testing;

namespace SmartInventory.Dashboard.Web.Tests;

/// <summary>Where stock lies: listed, made and changed.</summary>
public sealed class LocationTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private static LocationResponse London { get; } =
        new(
            Guid.CreateVersion7(),
            "LONDON",
            "The <shop>",
            "Europe/London",
            false,
            DateTimeOffset.UnixEpoch,
            DateTimeOffset.UnixEpoch,
            "\"4\"",
            NegativeStock.Allow,
            "1 High Street"
        );

    [Fact]
    public async Task They_are_listed_with_their_clocks_and_an_empty_list_leads_on()
    {
        await using var stub = await GatewayAsync();
        await using var dashboard = new DashboardHost(stub.Address);
        var browser = dashboard.Browser(Role.Planner, "pia");

        var list = await browser.GetStringAsync("/locations", Ct);
        Assert.Contains("The &lt;shop&gt;", list, StringComparison.Ordinal);
        Assert.Contains("Europe/London", list, StringComparison.Ordinal);
        Assert.Contains("href=\"/locations-edit/LONDON\"", list, StringComparison.Ordinal);

        stub.Serve("/api/v1/locations", _ => new Page<LocationResponse>([], null));
        Assert.Contains(
            "<a href=\"/locations-edit\">Create one</a>",
            await browser.GetStringAsync("/locations", Ct),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task A_new_one_is_made_with_all_that_was_typed()
    {
        await using var stub = await GatewayAsync();
        stub.On("POST /api/v1/locations", _ => new Answer(201, London));
        await using var dashboard = new DashboardHost(stub.Address);

        using var made = await Html.SubmitAsync(
            dashboard.Browser(Role.Planner, "pia"),
            "/locations-edit",
            "",
            ("Mine[code]", "london"),
            ("Mine[name]", "Shop"),
            ("Mine[timeZone]", "Europe/London"),
            ("Mine[negativeStock]", "allow"),
            ("Mine[address]", "1 High Street\r\nLondon")
        );

        Assert.Equal("/locations", made.RequestMessage!.RequestUri!.AbsolutePath);
        var sent = Assert.Single(stub.Requests, r => r.Method == "POST");
        Assert.Equal(
            new CreateLocation
            {
                Code = "london",
                Name = "Shop",
                TimeZone = "Europe/London",
                NegativeStock = NegativeStock.Allow,
                Address = "1 High Street\nLondon",
            },
            sent.Read<CreateLocation>()
        );
        Assert.NotEmpty(sent.Headers["Idempotency-Key"].ToString());
    }

    [Fact]
    public async Task What_is_not_changed_stays_and_the_version_that_was_seen_is_sent()
    {
        await using var stub = await GatewayAsync();
        stub.Serve("PUT /api/v1/locations/LONDON", _ => London);
        await using var dashboard = new DashboardHost(stub.Address);

        using var changed = await Html.SubmitAsync(
            dashboard.Browser(Role.Planner, "pia"),
            "/locations-edit/london",
            "",
            ("ETag", London.ETag),
            ("Mine[name]", "Harbour shop")
        );

        Assert.Equal("/locations", changed.RequestMessage!.RequestUri!.AbsolutePath);
        var sent = Assert.Single(stub.Requests, r => r.Method == "PUT");
        Assert.Equal("\"4\"", sent.Headers.IfMatch.ToString());
        Assert.Equal(UpdateLocation.Of(London) with { Name = "Harbour shop" }, sent.Read<UpdateLocation>());
    }

    private static async Task<StubGateway> GatewayAsync()
    {
        var stub = await OrderTests.Gateway(OrderTests.Order());
        stub.Serve("/api/v1/locations", _ => new Page<LocationResponse>([London], null));
        stub.Serve("/api/v1/locations/LONDON", _ => London);
        return stub;
    }
}
