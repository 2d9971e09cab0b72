using System.Text.RegularExpressions;

namespace SmartInventory.Dashboard.Web.Tests;

/// <summary>What a page costs to send, and to send again.</summary>
public sealed partial class FilesTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_browser_keeps_scripts_and_sheets_and_never_asks_for_them_again()
    {
        await using var stub = await Canned.StartAsync(Canned.Shop());
        await using var dashboard = new DashboardHost(stub.Address);
        var browser = dashboard.Browser();
        var html = await browser.GetStringAsync("/", Ct);
        var files = File().Matches(html).Select(file => file.Groups[1].Value).ToList();

        Assert.NotEmpty(files);
        foreach (var file in files)
        {
            using var answer = await browser.GetAsync(file, Ct);
            Assert.True(answer.IsSuccessStatusCode, file);
            Assert.Contains("immutable", answer.Headers.CacheControl!.ToString(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_page_comes_small()
    {
        await using var stub = await Canned.StartAsync(Canned.Shop());
        await using var dashboard = new DashboardHost(stub.Address);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/products/85123A");
        request.Headers.TryAddWithoutValidation("Accept-Encoding", "gzip, deflate, br");
        var browser = dashboard.Browser();

        using var answer = await browser.SendAsync(request, Ct);

        Assert.Equal("br", Assert.Single(answer.Content.Headers.ContentEncoding));
        var sent = (await answer.Content.ReadAsByteArrayAsync(Ct)).Length;
        Assert.InRange(sent, 1, (await browser.GetStringAsync("/products/85123A", Ct)).Length / 3);
    }

    [GeneratedRegex("(?:src|href)=\"(/(?:js|css|_content|lib)/[^\"]+)\"")]
    private static partial Regex File();
}
