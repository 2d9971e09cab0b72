using System.Globalization;
using System.Text.RegularExpressions;
using SmartInventory.Contracts.Localization;
using SmartInventory.Dashboard.Web.Help;

namespace SmartInventory.Dashboard.Web.Tests;

public sealed partial class HelpTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public void Each_term_has_one_key_and_a_meaning_of_its_own_in_both_languages()
    {
        var english = In(Languages.English);
        var spanish = In(Languages.Spanish);

        Assert.Equal(english.Count, english.Select(term => term.Key).Distinct().Count());
        Assert.All(
            english.Zip(spanish),
            pair =>
            {
                Assert.Equal(pair.First.Key, pair.Second.Key);
                Assert.NotEqual(pair.First.Meaning, pair.Second.Meaning);
                // One to three sentences.
                Assert.InRange(Sentences().Count(pair.First.Meaning), 1, 3);
                Assert.InRange(Sentences().Count(pair.Second.Meaning), 1, 3);
            }
        );

        static IReadOnlyList<Term> In(string language)
        {
            var before = CultureInfo.CurrentUICulture;
            CultureInfo.CurrentUICulture = new CultureInfo(language);
            try
            {
                return Term.All;
            }
            finally
            {
                CultureInfo.CurrentUICulture = before;
            }
        }
    }

    [Fact]
    public async Task The_page_lists_all_terms()
    {
        await using var stub = await Canned.StartAsync(Canned.Shop());
        await using var dashboard = new DashboardHost(stub.Address);

        var html = await dashboard.Browser().GetStringAsync("/help/terms", Ct);

        foreach (var term in Term.All)
            Assert.Contains($"<div id=\"{term.Key}\"><dt>", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_button_opens_stands_in_the_page_once()
    {
        await using var stub = await Canned.StartAsync(Canned.Shop());
        await using var dashboard = new DashboardHost(stub.Address);

        var html = await dashboard.Browser().GetStringAsync("/products/85123A", Ct);

        var opened = Buttons().Matches(html).Select(button => button.Groups[1].Value).Distinct().ToList();
        Assert.Contains("about-safety-stock", opened);
        Assert.All(opened, id => Assert.Single(Regex.Matches(html, $"id=\"{id}\" popover")));
    }

    [GeneratedRegex(@"[.!?](?=\s|$)")]
    private static partial Regex Sentences();

    [GeneratedRegex("popovertarget=\"([^\"]+)\"")]
    private static partial Regex Buttons();
}
