using Microsoft.Playwright;
using SmartInventory.Testing;

namespace SmartInventory.EndToEnd;

/// <summary>People at the dashboard, each in a browser of their own; what goes wrong in any is kept.</summary>
internal sealed class People : IAsyncDisposable
{
    private readonly InventorySystem _system;
    private readonly IPlaywright _playwright;
    private readonly IBrowser _browser;
    private readonly List<string> _faults = [];

    private People(InventorySystem system, IPlaywright playwright, IBrowser browser) =>
        (_system, _playwright, _browser) = (system, playwright, browser);

    /// <summary>What consoles said, and what was answered with an error or asked of another origin.</summary>
    public IReadOnlyList<string> Faults => _faults;

    public static async Task<People> StartAsync(InventorySystem system)
    {
        var path = await Chromium.EnsureAsync(TestContext.Current.CancellationToken);
        var playwright = await Playwright.CreateAsync();
        // A busy machine is slow, not wrong.
        Assertions.SetDefaultExpectTimeout(30_000);
        return new(
            system,
            playwright,
            await playwright.Chromium.LaunchAsync(
                new BrowserTypeLaunchOptions { ExecutablePath = path, Args = Chromium.Arguments }
            )
        );
    }

    /// <summary>Opens a page in a browser of its own, in which somebody signed in.</summary>
    /// <param name="path">Of the dashboard.</param>
    /// <param name="name">Who.</param>
    /// <param name="width">Of the window, in pixels.</param>
    /// <param name="locale">What the browser asks for.</param>
    public async Task<IPage> OpenAsync(string path, string name, int width = 1280, string locale = "en-GB")
    {
        var page = await _browser.NewPageAsync(
            new BrowserNewPageOptions
            {
                ViewportSize = new ViewportSize { Width = width, Height = 900 },
                Locale = locale,
            }
        );
        await page.GotoAsync(new Uri(_system.Dashboard, path).ToString());
        // The provider asks in the browser's language; its fields have the names of their passwords' managers.
        await page.Locator("input[autocomplete^=username]").FillAsync(name);
        await page.Locator("input[type=password]").FillAsync(await _system.PasswordAsync());
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.Locator("#who")).ToBeVisibleAsync();
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning")
                _faults.Add($"{message.Type}: {message.Text}");
        };
        page.PageError += (_, error) => _faults.Add(error);
        page.Response += (_, answer) =>
        {
            if (answer.Status >= 400)
                _faults.Add($"{answer.Status} {answer.Url}");
        };
        page.Request += (_, request) =>
        {
            if (
                !request.Url.StartsWith(_system.Dashboard.GetLeftPart(UriPartial.Authority), StringComparison.Ordinal)
                && !request.Url.StartsWith("data:", StringComparison.Ordinal)
                && !request.Url.StartsWith("blob:", StringComparison.Ordinal)
            )
                _faults.Add($"a request to another origin: {request.Url}");
        };
        // Live pages keep a connection open, so the network never falls idle: load is all to wait for.
        var answer = await page.GotoAsync(new Uri(_system.Dashboard, path).ToString());
        Assert.Equal(200, answer!.Status);
        return page;
    }

    public async ValueTask DisposeAsync()
    {
        await _browser.DisposeAsync();
        _playwright.Dispose();
    }
}
