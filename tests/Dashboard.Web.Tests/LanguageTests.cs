using System.Globalization;
using SmartInventory.Contracts.Identity;
using SmartInventory.Contracts.Localization;
using SmartInventory.Dashboard.Web.Localization;
using SmartInventory.Testing;

namespace SmartInventory.Dashboard.Web.Tests;

public sealed class LanguageTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("es-MX,es;q=0.9,en;q=0.8", "es-MX", "Ir al contenido")]
    [InlineData("de-DE, es-AR;q=0.5", "es-AR", "Ir al contenido")]
    [InlineData("es;q=0.3, en-GB", "en-GB", "Skip to content")]
    [InlineData("es;q=0, de", "en", "Skip to content")]
    [InlineData("*", "en", "Skip to content")]
    public async Task A_page_speaks_the_best_of_the_readers_languages(string wanted, string language, string skip)
    {
        var html = await Page(wanted);
        Assert.Contains($"<html lang=\"{language}\">", html, StringComparison.Ordinal);
        Assert.Contains($">{skip}</a>", html, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("es-ES", "148.231", "11 dic 2011")]
    [InlineData("es-MX", "148,231", "11 dic 2011")]
    [InlineData("en-GB", "148,231", "11 Dec 2011")]
    public async Task Numbers_and_dates_have_the_form_of_the_readers_region(string wanted, string value, string day)
    {
        var text = Html.Text(await Page(wanted));
        Assert.Contains(value, text, StringComparison.Ordinal);
        Assert.Contains(day, text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_word_in_small_letters_is_said_too()
    {
        var before = CultureInfo.CurrentUICulture;
        try
        {
            CultureInfo.CurrentUICulture = new CultureInfo("es");
            var texts = new TextResources(typeof(Texts));
            Assert.Equal(("Aprobado", "aprobó"), (texts.Of("Approved"), texts.Of("approved")));
        }
        finally
        {
            CultureInfo.CurrentUICulture = before;
        }
    }

    [Fact]
    public async Task Weekdays_of_a_pattern_are_the_readers()
    {
        var text = Html.Text(await Page("es-ES", path: "/products/85123A?tile=patterns"));
        Assert.Contains("sábado", text, StringComparison.Ordinal);
        Assert.DoesNotContain("Saturday", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_machines_read_stays_as_it_is()
    {
        var html = await Page("es-ES");
        Assert.Contains("<time datetime=\"2011-12-11\">", html, StringComparison.Ordinal);
        Assert.DoesNotMatch("data-[a-z-]+=\"[0-9]+,[0-9]", html);
    }

    [Fact]
    public async Task The_services_are_asked_in_the_readers_language()
    {
        var asked = new System.Collections.Concurrent.ConcurrentBag<string>();
        var shop = Canned.Shop();
        var before = shop["/api/v1/replenishment"];
        shop["/api/v1/replenishment"] = seen =>
        {
            asked.Add(seen.Headers.AcceptLanguage.ToString());
            return before(seen);
        };
        await Page("es-MX", shop);
        Assert.All(asked, a => Assert.Equal("es-MX", a));
        Assert.NotEmpty(asked);
    }

    [Fact]
    public async Task Who_chooses_a_language_reads_in_it_at_once_whatever_the_browser_says()
    {
        ChooseLanguage? chosen = null;
        await using var stub = await Canned.StartAsync(Canned.Shop());
        stub.On(
            "PUT /api/v1/me/language",
            seen =>
            {
                chosen = seen.Read<ChooseLanguage>();
                stub.SignIn.Language = chosen.Language;
                return Answer.Ok(new Me("1", "admin", Role.Admin, chosen.Language));
            }
        );
        await using var dashboard = new DashboardHost(stub.Address);
        var browser = dashboard.Browser();
        browser.DefaultRequestHeaders.Add("Accept-Language", "en-GB");
        var html = await browser.GetStringAsync("/products", Ct);
        Assert.Contains("<html lang=\"en-GB\">", html, StringComparison.Ordinal);

        html = await ChooseAsync(browser, html, "es", "/products");
        Assert.Equal("es", chosen!.Language);
        Assert.Contains("<html lang=\"es\">", html, StringComparison.Ordinal);
        Assert.Contains("<option value=\"es\" lang=\"es\" selected=\"selected\">", html, StringComparison.Ordinal);

        html = await ChooseAsync(browser, html, "", "https://elsewhere.example/");
        Assert.Null(chosen!.Language);
        Assert.Contains("<html lang=\"en-GB\">", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_choice_that_is_refused_says_why()
    {
        await using var stub = await Canned.StartAsync(Canned.Shop());
        stub.On(
            "PUT /api/v1/me/language",
            _ => Answer.Problem(409, "Only people have a language.", "robot is a program.")
        );
        await using var dashboard = new DashboardHost(stub.Address);
        var browser = dashboard.Browser();
        var html = await ChooseAsync(browser, await browser.GetStringAsync("/language", Ct), "es", "/");
        Assert.Contains("robot is a program.", Html.Text(html), StringComparison.Ordinal);
    }

    private static async Task<string> ChooseAsync(HttpClient browser, string html, string language, string back)
    {
        using var form = new FormUrlEncodedContent(
            new Dictionary<string, string>
            {
                ["language"] = language,
                ["back"] = back,
                ["__RequestVerificationToken"] = Html.Token(html),
            }
        );
        using var answer = await browser.PostAsync("/language", form, Ct);
        return await answer.Content.ReadAsStringAsync(Ct);
    }

    private static async Task<string> Page(
        string wanted,
        Dictionary<string, Func<Seen, object>>? shop = null,
        string path = "/"
    )
    {
        await using var stub = await Canned.StartAsync(shop ?? Canned.Shop());
        await using var dashboard = new DashboardHost(stub.Address);
        var browser = dashboard.Browser();
        browser.DefaultRequestHeaders.Add("Accept-Language", wanted);
        return await browser.GetStringAsync(path, Ct);
    }
}
