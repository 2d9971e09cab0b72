using System.Text;
using Deque.AxeCore.Commons;
using Microsoft.Playwright;
using SmartInventory.Testing;

namespace SmartInventory.Dashboard.Web.Tests;

/// <summary>
/// Every page, in both languages and both themes: nothing that axe objects to, and nothing beside the edge of a small
/// phone.
/// </summary>
public sealed class AccessibleTests(AccessibleTests.Shop shop) : IClassFixture<AccessibleTests.Shop>
{
    private const int Phone = 360;
    private const int Desk = 1280;

    public static TheoryData<string> Routes => TranslatedTests.Routes;

    [Theory]
    [MemberData(nameof(Routes))]
    public async Task A_page_can_be_read_by_everybody_and_on_a_phone(string route)
    {
        var read = await Task.WhenAll(shop.Readers.Select(r => FaultsAsync(route, r.Reader, r.Page)));
        var faults = read.SelectMany(f => f).ToList();
        Assert.True(faults.Count == 0, string.Join('\n', faults));
    }

    /// <summary>
    /// What can be pressed, chosen or written in is where the Tab key comes to. Of radio buttons of a group one is: the
    /// arrows lead to the others.
    /// </summary>
    [Theory]
    [MemberData(nameof(Routes))]
    public async Task Everything_on_a_page_is_reached_by_keyboard(string route)
    {
        var page = shop.Readers[0].Page;
        var faults = new List<string>();
        foreach (var address in TranslatedTests.Pages[route])
        {
            await OpenAsync(page, address);
            var most = await page.EvaluateAsync<int>(Watch);
            Assert.True(most > 5, $"{address}: {most} to press");
            for (var pressed = 0; pressed <= most; pressed++)
                await page.Keyboard.PressAsync("Tab");
            faults.AddRange(
                from left in await page.EvaluateAsync<string[]>(Unreached)
                select $"{address}: Tab does not come to {left}"
            );
        }
        Assert.True(faults.Count == 0, string.Join('\n', faults));
    }

    /// <summary>Remembers what is focused from now on; the number of things that should be.</summary>
    private const string Watch = """
        (() => {
          window.reached = new Set();
          document.addEventListener("focusin", event => window.reached.add(event.target));
          window.pressable = () => [...document.querySelectorAll(
              "a[href], button, input:not([type=hidden]), select, textarea, summary, [role=button], [onclick]")]
            .filter(element => element.checkVisibility({ visibilityProperty: true }) && !element.disabled);
          return document.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex]").length;
        })()
        """;

    private const string Unreached = """
        (() => {
          const group = element => element.type === "radio" ? `${element.form?.id}/${element.name}` : null;
          const groups = new Set([...window.reached].map(group));
          return window.pressable()
            .filter(element => !window.reached.has(element) && !(group(element) && groups.has(group(element))))
            .map(element => element.outerHTML.slice(0, 160));
        })()
        """;

    private async Task OpenAsync(IPage page, string address)
    {
        await page.SetViewportSizeAsync(Desk, 900);
        await page.GotoAsync(address.Replace("{upload}", shop.Upload, StringComparison.Ordinal).TrimStart('/'));
    }

    private async Task<List<string>> FaultsAsync(string route, string reader, IPage page)
    {
        var faults = new List<string>();
        foreach (var address in TranslatedTests.Pages[route])
        {
            await OpenAsync(page, address);
            await page.EvaluateAsync(Axe);
            faults.AddRange(
                from violation in await page.EvaluateAsync<string[]>(Violations)
                select $"{address} ({reader}): {violation}"
            );
            await FitsAsync(Desk);
            await page.SetViewportSizeAsync(Phone, 800);
            await FitsAsync(Phone);

            async Task FitsAsync(int width)
            {
                var wide = await page.EvaluateAsync<int>("document.documentElement.scrollWidth");
                if (wide > width)
                    faults.Add(
                        $"{address} ({reader}): {wide} of {width} px, by {await page.EvaluateAsync<string>(Widest)}"
                    );
            }
        }

        return faults;
    }

    private static readonly string Axe = new BundledAxeScriptProvider().GetScript();

    /// <summary>
    /// Asked of the page itself: the library's own way through a second page takes ten times as long, for frames that
    /// no page here has.
    /// </summary>
    private const string Violations = """
        async () => (await axe.run({ resultTypes: ["violations"], preload: false })).violations
          .flatMap(rule => rule.nodes.map(node => `${rule.id} (${rule.help}): ${node.html}`))
        """;

    /// <summary>The innermost elements that are seen and reach furthest to the right.</summary>
    private const string Widest = """
        (() => {
          const right = element => element.getBoundingClientRect().right;
          const up = element => element.parentElement === document.body ? null : element.parentElement;
          const clips = element => getComputedStyle(element).overflowX !== "visible";
          const clipped = element => element && (clips(element) || clipped(up(element)));
          const seen = element => element.checkVisibility();
          const wide = element => seen(element) && right(element) > innerWidth + 1 && !clipped(element.parentElement);
          return [...document.querySelectorAll("body *")].filter(wide).sort((a, b) => right(a) - right(b)).slice(-3)
            .map(element => element.outerHTML.slice(0, 200)).join(" | ");
        })()
        """;

    /// <summary>A shop in which there is something of everything, and two who look at it.</summary>
    public sealed class Shop : IAsyncLifetime
    {
        private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("accessible-");
        private StubGateway _gateway = null!;
        private DashboardHost _dashboard = null!;
        private OpenBrowser _browser = null!;

        public List<(string Reader, IPage Page)> Readers { get; } = [];

        /// <summary>The id of a file that can be imported.</summary>
        public string Upload { get; private set; } = "";

        public async ValueTask InitializeAsync()
        {
            _gateway = await TranslatedTests.Shops.FullAsync();
            _dashboard = new DashboardHost(
                _gateway.Address,
                settings: new()
                {
                    ["INV_CONFIG"] = Path.Combine(_folder.FullName, "config"),
                    ["Dashboard:Imports:Folder"] = Path.Combine(_folder.FullName, "uploads"),
                }
            );
            _browser = await OpenBrowser.StartAsync();
            var address = _dashboard.Listen().ToString();
            foreach (var (locale, scheme) in new[] { ("en-GB", ColorScheme.Light), ("es-ES", ColorScheme.Dark) })
            {
                var context = await _browser.Chromium.NewContextAsync(
                    new()
                    {
                        BaseURL = address,
                        Locale = locale,
                        ColorScheme = scheme,
                        ReducedMotion = ReducedMotion.Reduce,
                        // What axe adds to a page is no script of ours.
                        BypassCSP = true,
                    }
                );
                var page = await context.NewPageAsync();
                // Signs in, which leads by the gateway.
                await page.GotoAsync("sign-in-first");
                Readers.Add(($"{locale}, {scheme}", page));
            }

            var first = Readers[0].Page;
            await first.GotoAsync("imports");
            await first
                .Locator("#file")
                .SetInputFilesAsync(
                    new FilePayload
                    {
                        Name = "LAMP.csv",
                        MimeType = "text/csv",
                        Buffer = Encoding.UTF8.GetBytes(
                            "sku,quantity,when\nLAMP-1,2,2026-01-05\nLAMP-2,x,2026-01-05\n"
                        ),
                    }
                );
            await first.GetByText("Upload and look at it").ClickAsync();
            await first.Locator("#tile-review").WaitForAsync();
            Upload = new Uri(first.Url).Segments[^1];
        }

        public async ValueTask DisposeAsync()
        {
            await _browser.DisposeAsync();
            await _dashboard.DisposeAsync();
            await _gateway.DisposeAsync();
            _folder.Delete(recursive: true);
        }
    }
}
