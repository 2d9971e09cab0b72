using System.Text.RegularExpressions;
using Microsoft.Playwright;
using SmartInventory.Testing;

namespace SmartInventory.Pictures;

/// <summary>The pages that are shown in the documentation, each as somebody sees it who opens it.</summary>
internal static class Album
{
    private const int Width = 1280;
    private const int Height = 880;
    private const int PhoneWidth = 390;

    /// <param name="Name">Of the file.</param>
    /// <param name="Path">The page's address.</param>
    /// <param name="Link">Of the first link on it that is followed; null to stay.</param>
    private sealed record Picture(string Name, string Path, string? Link = null);

    private static readonly Picture[] Pictures =
    [
        new("today", ""),
        new("products", "products"),
        new("product", "products?sort=revenue", "main tbody a[href^='/products/']"),
        new("sales", "sales"),
        new("sale", "sales/new"),
        new("stock", "stock"),
        new("trends", "trends"),
        new("movers", "trends/stock"),
        new("replenishment", "replenishment"),
        new("policies", "replenishment/policies"),
        new("what-if", "replenishment/what-if"),
        new("orders", "orders"),
        new("suppliers", "suppliers"),
        new("forecasts", "forecasts"),
        new("imports", "imports"),
        new("system", "system"),
    ];

    /// <exception cref="PlaywrightException">A page does not open, or has not what is looked for on it.</exception>
    public static async Task TakeAsync(
        Uri dashboard,
        string password,
        DirectoryInfo into,
        TextWriter output,
        CancellationToken ct
    )
    {
        into.Create();
        using var playwright = await Playwright.CreateAsync();
        await using var browser = await playwright.Chromium.LaunchAsync(
            new() { ExecutablePath = await Chromium.EnsureAsync(ct), Args = Chromium.Arguments }
        );
        var page = await browser.NewPageAsync(
            new()
            {
                BaseURL = dashboard.ToString(),
                ViewportSize = new() { Width = Width, Height = Height },
                Locale = "en-GB",
                ReducedMotion = ReducedMotion.Reduce,
            }
        );
        await page.GotoAsync("");
        await page.Locator("input[autocomplete^=username]").FillAsync("admin");
        await page.Locator("input[type=password]").FillAsync(password);
        await page.Keyboard.PressAsync("Enter");
        await page.Locator("#who").WaitForAsync();

        foreach (var picture in Pictures)
        {
            ct.ThrowIfCancellationRequested();
            await page.GotoAsync(picture.Path);
            if (picture.Link is not null)
            {
                await page.Locator(picture.Link).First.ClickAsync();
                await Assertions.Expect(page).Not.ToHaveURLAsync(new Regex($"{Regex.Escape(picture.Path)}$"));
            }

            await TakeAsync(page, picture.Name, into, output);
        }

        await page.SetViewportSizeAsync(PhoneWidth, Height);
        await page.GotoAsync("");
        await TakeAsync(page, "today-phone", into, output);
    }

    /// <summary>Once every tile is there and every chart that is in the picture is drawn.</summary>
    private static async Task TakeAsync(IPage page, string name, DirectoryInfo into, TextWriter output)
    {
        await page.WaitForFunctionAsync(
            """
            () => document.getElementById("live")?.dataset.state === "on" && !document.querySelector("[data-waiting]")
              && [...document.querySelectorAll("[data-chart]")]
                .every(chart => chart.querySelector("canvas") || chart.getBoundingClientRect().top > innerHeight)
            """
        );
        var path = Path.Combine(into.FullName, $"{name}.png");
        await page.ScreenshotAsync(new() { Path = path, Animations = ScreenshotAnimations.Disabled });
        await output.WriteLineAsync($"{path}: {page.Url}");
    }
}
