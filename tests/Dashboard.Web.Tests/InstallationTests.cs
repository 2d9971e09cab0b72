using SmartInventory.Contracts;
using SmartInventory.Contracts.Catalog;
using SmartInventory.Contracts.Identity;
using SmartInventory.Contracts.Localization;
using SmartInventory.Dashboard.Web.Shared;
using SmartInventory.Testing;

namespace SmartInventory.Dashboard.Web.Tests;

/// <summary>Money in the currency of the installation.</summary>
public sealed class InstallationTests
{
    private const string Path = "/api/v1/installation";

    private readonly MovedClock _clock = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("en", "EUR", "€1,234.50", "−€1,234.50")]
    [InlineData("es", "EUR", "1.234,50 €", "−1.234,50 €")]
    [InlineData("en", "PLN", "PLN 1,234.50", "−PLN 1,234.50")]
    [InlineData("en-US", "USD", "$1,234.50", "−$1,234.50")]
    [InlineData("en-CA", "USD", "US$1,234.50", "−US$1,234.50")]
    [InlineData("es-MX", "MXN", "$1,234.50", "−$1,234.50")]
    [InlineData("es", "JPY", "1.234 ¥", "−1.234 ¥")]
    [InlineData("en", "KWD", "KWD 1,234.500", "−KWD 1,234.500")]
    public void An_amount_has_the_form_of_its_reader_and_the_digits_of_its_currency(
        string reader,
        string code,
        string expected,
        string below
    )
    {
        var currency = Currency.Find(code)!;
        var amount = currency.Decimals == 0 ? 1_234m : 1_234.5m;
        var form = Languages.Find(reader)!;

        Assert.Equal(expected, MoneyForm.Text(amount, currency, currency.Decimals, form).Replace('\u00a0', ' '));
        Assert.Equal(below, MoneyForm.Text(-amount, currency, currency.Decimals, form).Replace('\u00a0', ' '));
        Assert.DoesNotContain(' ', MoneyForm.Text(amount, currency, currency.Decimals, form));
    }

    [Fact]
    public async Task Pages_show_money_in_it_and_ask_for_it_at_most_every_half_a_minute()
    {
        await using var stub = await Canned.StartAsync(Canned.Shop());
        var now = new InstallationResponse("EUR", 2, "\"1\"");
        stub.Serve(Path, _ => now);
        await using var dashboard = new DashboardHost(stub.Address, replace: _clock.Use);
        var browser = dashboard.Browser();

        Assert.Contains("€148,231", await browser.GetStringAsync("/?tile=stock", Ct), StringComparison.Ordinal);
        Assert.Contains("€816.00", await browser.GetStringAsync("/", Ct), StringComparison.Ordinal);
        Assert.Single(stub.Requests, r => r.Path == Path);

        now = new("USD", 2, "\"2\"");
        _clock.Move(TimeSpan.FromSeconds(31));
        // Nobody waits for it: a page that is shown meanwhile has what was known.
        await browser.GetStringAsync("/?tile=stock", Ct);
        await Eventually.Holds(
            async () =>
                (await browser.GetStringAsync("/?tile=stock", Ct)).Contains("$148,231", StringComparison.Ordinal),
            "the new currency is shown"
        );
        Assert.Equal(2, stub.Requests.Count(r => r.Path == Path));
    }

    [Theory]
    [InlineData("en", "EUR", "Revenue (€)", "€", "", 2)]
    [InlineData("es", "EUR", "Ingresos (€)", "", "\u00a0€", 2)]
    [InlineData("en", "JPY", "Revenue (¥)", "¥", "", 0)]
    [InlineData("en", null, "Revenue", null, null, 2)]
    public async Task The_axis_of_a_chart_and_the_values_under_the_pointer_have_it(
        string reader,
        string? code,
        string unit,
        string? before,
        string? after,
        int decimals
    )
    {
        await using var stub = await Canned.StartAsync(Canned.Shop());
        stub.Serve(Path, _ => new InstallationResponse(code, decimals, "\"1\""));
        await using var dashboard = new DashboardHost(stub.Address);
        var browser = dashboard.Browser();
        browser.DefaultRequestHeaders.Add("Accept-Language", reader);

        var panels = PageTests
            .Json(await browser.GetStringAsync("/?tile=sales", Ct), "chart-sales")
            .GetProperty("panels");

        var (money, units) = (panels[0], panels[1]);
        Assert.Equal(unit, money.GetProperty("unit").GetString());
        Assert.Equal(decimals, money.GetProperty("decimals").GetInt32());
        Assert.Equal(
            before is null ? null : [before, after],
            money.TryGetProperty("around", out var around)
                ? around.EnumerateArray().Select(part => part.GetString())
                : null
        );
        Assert.False(units.TryGetProperty("around", out _));
    }

    [Fact]
    public async Task What_cannot_be_read_breaks_no_page_and_is_tried_again()
    {
        await using var stub = await Canned.StartAsync(Canned.Shop());
        stub.Fail(Path);
        await using var dashboard = new DashboardHost(stub.Address, replace: _clock.Use);
        var browser = dashboard.Browser();

        Assert.Contains(">148,231<", await browser.GetStringAsync("/?tile=stock", Ct), StringComparison.Ordinal);
        await browser.GetStringAsync("/?tile=stock", Ct);
        Assert.Single(stub.Requests, r => r.Path == Path);

        stub.Serve(Path, _ => new InstallationResponse("EUR", 2, "\"1\""));
        _clock.Move(TimeSpan.FromSeconds(6));
        Assert.Contains("€148,231", await browser.GetStringAsync("/?tile=stock", Ct), StringComparison.Ordinal);
        // What was known stays while nobody answers.
        stub.Fail(Path);
        _clock.Move(TimeSpan.FromMinutes(1));
        await browser.GetStringAsync("/?tile=stock", Ct);
        Assert.Contains("€148,231", await browser.GetStringAsync("/?tile=stock", Ct), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_admin_sets_it_as_it_was_seen_and_every_page_shows_it_at_once()
    {
        await using var stub = await SystemPageTests.Gateway();
        var now = new InstallationResponse(null, null, "\"1\"");
        stub.Serve(Path, _ => now);
        stub.Serve($"PUT {Path}", seen => now = new(seen.Read<SetInstallation>().Currency, 2, "\"2\""));
        await using var dashboard = new DashboardHost(stub.Address);
        var browser = dashboard.Browser();
        Assert.Contains(
            "Amounts are shown without a currency.",
            await browser.GetStringAsync("/system", Ct),
            StringComparison.Ordinal
        );

        using var set = await Html.SubmitAsync(browser, "/system", "handler=Currency", ("Code", "GBP"));

        Assert.Equal("/system?changed=true", set.RequestMessage!.RequestUri!.PathAndQuery);
        var put = Assert.Single(stub.Requests, r => r.Method == "PUT");
        Assert.Equal("\"1\"", put.Headers.IfMatch.ToString());
        Assert.Contains(
            "All amounts are in GBP, and look like £1,234.50.",
            Html.Text(await set.Content.ReadAsStringAsync(Ct)),
            StringComparison.Ordinal
        );
        Assert.Contains(
            "£148,231",
            await dashboard.Browser(Role.Viewer, "vera").GetStringAsync("/?tile=stock", Ct),
            StringComparison.Ordinal
        );

        stub.On(
            $"PUT {Path}",
            _ => Answer.Problem(400, "No.", errors: new() { ["currency"] = ["must be the code of a currency"] })
        );
        using var refused = await Html.SubmitAsync(browser, "/system", "handler=Currency", ("Code", "XXX"));
        Assert.Contains(
            "currency: must be the code of a currency.",
            Html.Text(await refused.Content.ReadAsStringAsync(Ct)),
            StringComparison.Ordinal
        );
    }
}
