using Microsoft.Playwright;

namespace SmartInventory.Dashboard.Web.Tests;

/// <summary>A Chromium of its own for a test, or for the tests of a class.</summary>
internal sealed class OpenBrowser : IAsyncDisposable
{
    private readonly IPlaywright _playwright;

    private OpenBrowser(IPlaywright playwright, IBrowser chromium) => (_playwright, Chromium) = (playwright, chromium);

    public IBrowser Chromium { get; }

    public static async Task<OpenBrowser> StartAsync()
    {
        // A busy machine is slow, not wrong.
        Assertions.SetDefaultExpectTimeout(30_000);
        var program = await Testing.Chromium.EnsureAsync(TestContext.Current.CancellationToken);
        var playwright = await Playwright.CreateAsync();
        return new(
            playwright,
            await playwright.Chromium.LaunchAsync(new() { ExecutablePath = program, Args = Testing.Chromium.Arguments })
        );
    }

    public async ValueTask DisposeAsync()
    {
        await Chromium.DisposeAsync();
        _playwright.Dispose();
    }
}
