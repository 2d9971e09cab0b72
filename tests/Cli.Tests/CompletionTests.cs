using System.Diagnostics;
using SmartInventory.Cli.Hosting;
using SmartInventory.Contracts;
using SmartInventory.Contracts.Catalog;
using SmartInventory.Testing;

namespace SmartInventory.Cli.Tests;

public sealed class CompletionTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory().FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("inv product show ", "LAMP-1,LANTERN-2")]
    [InlineData("inv product show lamp", "LAMP-1")]
    [InlineData("inv stock list --sku LAN", "LANTERN-2")]
    [InlineData("inv stock list --location ", "BERLIN")]
    [InlineData("inv stock transfer LAMP-1 --from B", "BERLIN")]
    [InlineData("inv location update ", "BERLIN")]
    [InlineData("inv supplier show A", "ACME")]
    [InlineData("inv product list --supplier ", "ACME")]
    [InlineData("inv product list --category Drinks/", "Drinks/Hot")]
    [InlineData("inv ask LA", "LAMP-1,LANTERN-2")]
    [InlineData("inv produ", "product")]
    [InlineData("inv product sh", "show")]
    public async Task Codes_and_words_are_completed(string line, string expected)
    {
        await using var gateway = await ShopAsync();
        Assert.Equal(expected.Split(','), await CompleteAsync(gateway.Address, line));
    }

    [Fact]
    public async Task Help_is_not_offered_as_a_path()
    {
        await using var gateway = await ShopAsync();
        foreach (var line in (string[])["inv -", "inv product -", "inv status "])
        {
            var words = await CompleteAsync(gateway.Address, line);
            Assert.Contains("--help", words);
            Assert.DoesNotContain("/?", words);
            Assert.DoesNotContain("/h", words);
        }
    }

    [Fact]
    public async Task What_was_read_is_kept_for_a_moment_for_each_gateway_and_no_other_person()
    {
        await using var gateway = await ShopAsync();
        await using var other = (await StubGateway.StartAsync()).On(
            "GET /api/v1/locations",
            new Page<LocationResponse>([Things.Berlin with { Code = "PARIS" }], null)
        );
        const string line = "inv stock list --location ";

        Assert.Equal(["BERLIN"], await CompleteAsync(gateway.Address, line));
        Assert.Equal(["BERLIN"], await CompleteAsync(gateway.Address, line));
        Assert.Single(gateway.Requests);
        Assert.Equal(["PARIS"], await CompleteAsync(other.Address, line));
        if (!OperatingSystem.IsWindows())
        {
            var file = Directory.EnumerateFiles(Path.Combine(_folder, "completion")).First();
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        }

        await RunAsync(gateway.Address, "logout");
        Assert.Equal(["BERLIN"], await CompleteAsync(gateway.Address, line));
        Assert.Equal(2, gateway.Requests.Count);
    }

    [Fact]
    public async Task Who_presses_TAB_does_not_wait_for_a_gateway_that_hangs_and_is_told_of_no_fault()
    {
        using var release = new ManualResetEventSlim();
        var answered = false;
        await using var gateway = (await StubGateway.StartAsync()).On(
            "GET /api/v1/locations",
            _ =>
            {
                release.Wait(TimeSpan.FromSeconds(4), CancellationToken.None);
                answered = true;
                return Answer.Problem(500, "Late.");
            }
        );
        Assert.All(await CompleteAsync(gateway.Address, "inv stock list --location "), IsNoCode);
        Assert.False(answered);
        release.Set();

        Assert.All(await CompleteAsync("http://127.0.0.1:9", "inv product show "), IsNoCode);

        static void IsNoCode(string word) => Assert.StartsWith("--", word, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_missing_is_chosen_where_a_person_is_there()
    {
        await using var gateway = (await ShopAsync())
            .On("GET /api/v1/products/LANTERN-2", Things.Lamp with { Sku = "LANTERN-2" })
            .On(
                "POST /api/v1/replenishment/decisions",
                new
                {
                    decisions = Array.Empty<int>(),
                    orders = Array.Empty<int>(),
                    left = Array.Empty<int>(),
                }
            );
        var asked = new List<string>();
        async Task<Ran> ChooseAsync(bool terminal, params string[] args)
        {
            using var output = new StringWriter();
            using var error = new StringWriter();
            var shell = new Shell(
                output,
                error,
                terminal,
                terminal,
                TimeProvider.System,
                name =>
                    name switch
                    {
                        "INV_GATEWAY" => gateway.Address,
                        "INV_CONFIG" => _folder,
                        _ => null,
                    }
            )
            {
                Pick = terminal
                    ? (title, names, _) =>
                    {
                        asked.Add(title);
                        return Task.FromResult(names[^1].Code);
                    }
                    : null,
            };
            var code = await Inv.RunAsync(shell, args, CancellationToken.None);
            return new Ran(code, output.ToString(), error.ToString());
        }

        var shown = await ChooseAsync(true, "product", "show");
        Assert.Equal(0, shown.Code);
        Assert.Contains("LANTERN-2", shown.Out, StringComparison.Ordinal);
        Assert.Equal(["Which product?"], asked);

        asked.Clear();
        await ChooseAsync(true, "replenish", "reject", "--reason", "no");
        Assert.Equal(["Which product?", "Which location?"], asked);

        // A new SKU is nothing to choose, and a script is asked nothing.
        asked.Clear();
        Assert.Equal(2, (await ChooseAsync(true, "product", "create")).Code);
        Assert.Equal(2, (await ChooseAsync(true, "product", "show", "--no-input")).Code);
        Assert.Equal(2, (await ChooseAsync(false, "product", "show")).Code);
        Assert.Empty(asked);
    }

    [Fact]
    public async Task Bash_completes_words_with_blanks_quoted_and_codes_with_a_colon()
    {
        Assert.SkipUnless(File.Exists("/bin/bash"), "There is no bash here.");
        var script = (await RunAsync("http://127.0.0.1:9", "completion", "bash")).Out;
        var test =
            script
            + """
                ask() {
                  COMP_LINE="$1"; COMP_POINT=${#1}; shift; COMP_WORDS=("$@"); COMP_CWORD=$(($#-1)); _inv_complete
                  printf '<%s>' "${COMPREPLY[@]}"; echo
                }
                inv() { printf '%s\n' 'Hot drinks' 'product:LAMP' plain; }
                ask 'inv x ' inv x ''
                ask 'inv x "Ho' inv x '"Ho'
                ask 'inv x product:LA' inv x product : LA
                """;
        using var bash = Process.Start(
            new ProcessStartInfo("/bin/bash", ["-c", test]) { RedirectStandardOutput = true }
        )!;
        var output = await bash.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        Assert.Equal(
            "<Hot\\ drinks><product:LAMP><plain>\n<Hot drinks><product:LAMP><plain>\n<Hot\\ drinks><LAMP><plain>\n",
            output
        );
    }

    private async Task<string[]> CompleteAsync(string gateway, string line) =>
        (await RunAsync(gateway, $"[suggest:{line.Length}]", line)).Out.Split(
            '\n',
            StringSplitOptions.RemoveEmptyEntries
        );

    private async Task<Ran> RunAsync(string gateway, params string[] args)
    {
        var ran = await InvRunner.RunAsync(
            args,
            name =>
                name switch
                {
                    "INV_GATEWAY" => gateway,
                    "INV_CONFIG" => _folder,
                    _ => null,
                },
            CancellationToken.None
        );
        Assert.Equal(0, ran.Code);
        return ran;
    }

    private static async Task<StubGateway> ShopAsync() =>
        (await StubGateway.StartAsync())
            .On(
                "GET /api/v1/products",
                new ProductPage([Things.Lamp, Things.Lamp with { Sku = "LANTERN-2" }], null, Nearest: false)
            )
            .On("GET /api/v1/locations", new Page<LocationResponse>([Things.Berlin], null))
            .On("GET /api/v1/suppliers", new Page<SupplierResponse>([Things.Acme], null))
            .On(
                "GET /api/v1/categories",
                new[] { new CategoryNode("Drinks", "Drinks", 1, 3, [new("Drinks/Hot", "Hot", 2, 2, [])]) }
            );
}
