using System.Text;
using SmartInventory.Cli.Hosting;
using SmartInventory.Cli.Output;
using SmartInventory.Contracts;
using SmartInventory.Contracts.Catalog;
using SmartInventory.Contracts.Forecasting;
using SmartInventory.Testing;

namespace SmartInventory.Cli.Tests;

public sealed class TerminalTests
{
    private static readonly Dictionary<string, string> Plain = new() { ["NO_COLOR"] = "1" };

    [Theory]
    [InlineData("replenish list")]
    [InlineData("product list")]
    [InlineData("forecast show LAMP-1")]
    public async Task A_table_fits_the_terminal_and_says_what_it_leaves_out(string command)
    {
        await using var gateway = await ShopAsync();

        var ran = await InvRunner.OnTerminalAsync(gateway, 80, Plain, command.Split(' '));

        Assert.Equal((0, ""), (ran.Code, ran.Error));
        var lines = ran.Out.Split('\n');
        var rule = Array.FindIndex(lines, line => line.StartsWith('─'));
        Assert.True(rule > 0);
        // A row is a line: nothing is folded.
        Assert.InRange(lines[rule].Length, 40, 80);
        Assert.InRange(lines[rule - 1].Length, 1, 80);
        Assert.InRange(lines[rule + 1].Length, 1, 80);
        Assert.Matches(@"\d+ columns are left out; -o csv or a wider terminal shows all\.", ran.Out);
    }

    [Fact]
    public async Task The_least_important_columns_go_first_and_names_are_cut_before_them()
    {
        await using var gateway = await ShopAsync();
        string[] command = ["replenish", "list"];

        var narrow = await InvRunner.OnTerminalAsync(gateway, 80, Plain, command);
        var wide = await InvRunner.OnTerminalAsync(gateway, 250, Plain, command);
        var piped = await InvRunner.RunAsync(gateway, command);

        foreach (var header in (string[])["Urgency", "SKU", "Name", "Location", "Order", "By", "From"])
            Assert.Contains(header, narrow.Out, StringComparison.Ordinal);
        Assert.DoesNotContain("Confidence", narrow.Out, StringComparison.Ordinal);
        Assert.Matches("  A desk lamp[^…\\n]*…", narrow.Out);
        Assert.Contains(Name, wide.Out, StringComparison.Ordinal);
        Assert.Contains("Confidence", wide.Out, StringComparison.Ordinal);
        Assert.DoesNotContain("left out", wide.Out, StringComparison.Ordinal);
        Assert.Equal(wide.Out, piped.Out);
    }

    [Fact]
    public async Task A_card_wraps_its_values_beside_their_names()
    {
        await using var gateway = (await StubGateway.StartAsync()).On(
            "GET /api/v1/products/LAMP-1",
            Things.Lamp with
            {
                Description = string.Join(' ', Enumerable.Repeat("bright", 20)),
            }
        );
        var ran = await InvRunner.OnTerminalAsync(gateway, 60, Plain, "product", "show", "LAMP-1");
        Assert.All(ran.Out.Split('\n'), line => Assert.InRange(line.Length, 0, 60));
        Assert.Matches("\n {20}bright", ran.Out);
    }

    [Theory]
    [InlineData("", true)]
    [InlineData("NO_COLOR=1", false)]
    [InlineData("CLICOLOR=0", false)]
    [InlineData("CLICOLOR=1", true)]
    [InlineData("TERM=dumb", false)]
    [InlineData("NO_COLOR=1 CLICOLOR_FORCE=1", false)]
    public async Task Colours_are_for_terminals_and_not_for_those_who_do_not_want_them(string variables, bool coloured)
    {
        await using var gateway = await ShopAsync();
        var environment = variables
            .Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Select(pair => pair.Split('='))
            .ToDictionary(pair => pair[0], pair => pair[1]);
        var ran = await InvRunner.OnTerminalAsync(gateway, 80, environment, "replenish", "list");
        Assert.Equal(coloured, ran.Out.Contains("\e[33mnow\e[0m", StringComparison.Ordinal));
        Assert.Equal(coloured, ran.Out.Contains('\e'));
        Assert.DoesNotContain('\e', (await InvRunner.RunAsync(gateway, "replenish", "list")).Out);
    }

    [Fact]
    public async Task Colours_are_forced_into_a_pipe_only_on_request()
    {
        await using var gateway = await ShopAsync();
        var ran = await InvRunner.RunAsync(
            ["replenish", "list"],
            name =>
                name switch
                {
                    "INV_GATEWAY" => gateway.Address,
                    "CLICOLOR_FORCE" => "1",
                    _ => null,
                },
            CancellationToken.None
        );
        Assert.Contains("\e[33mnow\e[0m", ran.Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0.04, "0")]
    [InlineData(-0.04, "0")]
    [InlineData(12.345, "12.3")]
    [InlineData(12, "12")]
    [InlineData(99.96, "100")]
    [InlineData(63808.9339, "63,809")]
    public void An_estimate_has_one_decimal_at_most_and_none_from_a_hundred_on(double value, string text)
    {
        Assert.Equal(text, Estimate.Text(value));
        // A program gets what there is.
        Assert.Equal(
            value,
            double.Parse(new Estimate(value).ToString(), System.Globalization.CultureInfo.InvariantCulture)
        );
    }

    [Fact]
    public async Task Units_have_as_many_decimals_as_the_products_unit_has()
    {
        await using var gateway = (await StubGateway.StartAsync())
            .On("GET /api/v1/products/A", Things.Lamp with { OnHand = 1_234.5m, WholeUnits = true })
            .On("GET /api/v1/products/B", Things.Lamp with { OnHand = 1_234.5m, WholeUnits = false, Unit = "kg" });
        var whole = await InvRunner.RunAsync(gateway, "product", "show", "A");
        var split = await InvRunner.RunAsync(gateway, "product", "show", "B");
        Assert.Matches("On hand +1,23[45]\n", whole.Out);
        Assert.Matches("On hand +1,234.5\n", split.Out);
        var csv = await InvRunner.RunAsync(gateway, "product", "show", "A", "-o", "csv");
        Assert.Contains(",1234.5,", csv.Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("LANG=en_US.UTF-8", true)]
    [InlineData("LC_CTYPE=C.utf8", true)]
    [InlineData("LC_ALL=C LANG=en_US.UTF-8", false)]
    [InlineData("LANG=de_DE.ISO-8859-1", false)]
    [InlineData("", false)]
    public void The_locale_says_whether_a_terminal_knows_more_than_ascii(string variables, bool utf8)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no such locale.");
        var environment = variables
            .Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Select(pair => pair.Split('='))
            .ToDictionary(pair => pair[0], pair => pair[1]);
        Assert.Equal(utf8, Shell.IsUtf8(environment.GetValueOrDefault));
    }

    [Fact]
    public void Drawings_have_a_form_in_plain_characters_of_the_same_width()
    {
        Assert.Equal("_.:-=+*#", Ascii(Sparkline.Of([0, 1, 2, 3, 4, 5, 6, 7])));
        Assert.Equal("  --o--", Ascii(Sparkline.Interval(2, 4, 6, 10, 11)));
        Assert.Equal("cafe ? a~", Ascii("café 白 a…"));

        static string Ascii(string text) => Encoding.ASCII.GetString(AsciiEncoding.Instance.GetBytes(text));
    }

    [Theory]
    [InlineData("Über uns", 8, "Über uns")]
    [InlineData("Über uns", 5, "Über…")]
    [InlineData("白い磁器の皿", 7, "白い磁…")]
    public void A_text_is_cut_by_the_columns_that_it_takes(string text, int width, string cut) =>
        Assert.Equal(cut, TextWidth.Cut(text, width));

    [Fact]
    public async Task What_is_longer_than_the_screen_goes_through_the_pager()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The pager of this test is a shell's.");
        var file = Path.GetTempFileName();
        using var shown = new MemoryStream();
        await using var screen = new StreamWriter(shown);
        await using var paged = new PagedOutput(screen, (80, 5), $"cat > '{file}'");

        paged.WriteLine("short");
        paged.Finish();
        Assert.Equal("short\n", Encoding.UTF8.GetString(shown.ToArray()));
        Assert.Equal("", await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken));

        for (var i = 0; i < 100; i++)
            paged.WriteLine($"line {i}");
        paged.Finish();
        Assert.Equal("short\n", Encoding.UTF8.GetString(shown.ToArray()));
        var lines = await File.ReadAllLinesAsync(file, TestContext.Current.CancellationToken);
        Assert.Equal((100, "line 0", "line 99"), (lines.Length, lines[0], lines[^1]));
        File.Delete(file);
    }

    [Fact]
    public void Who_leaves_the_pager_early_has_read_enough()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The pager of this test is a shell's.");
        using var paged = new PagedOutput(TextWriter.Null, (80, 5), "true");
        Assert.Throws<OutputClosedException>(() =>
        {
            for (var i = 0; i < 100_000; i++)
                paged.WriteLine("more and more");
            paged.Finish();
        });
    }

    [Theory]
    [InlineData("INV_PAGER=most PAGER=more", "most")]
    [InlineData("PAGER=more", "more")]
    [InlineData("INV_PAGER= PAGER=more", null)]
    [InlineData("PAGER=cat", null)]
    [InlineData("PATH=/nowhere", null)]
    public void The_pager_is_the_persons_choice(string variables, string? pager)
    {
        var environment = variables
            .Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Select(pair => pair.Split('='))
            .ToDictionary(pair => pair[0], pair => pair[1]);
        Assert.Equal(pager, Shell.PagerOf(environment.GetValueOrDefault));
    }

    private const string Name = "A desk lamp of brass with a shade of green glass and a switch of bakelite";

    private static async Task<StubGateway> ShopAsync() =>
        (await StubGateway.StartAsync())
            .On(
                "GET /api/v1/replenishment",
                new Page<SuggestionResponse>([Things.Suggestion with { Name = Name }], null)
            )
            .On("GET /api/v1/products", new Page<ProductResponse>([Things.Lamp with { Name = Name }], null))
            .On(
                "GET /api/v1/forecasts/LAMP-1",
                new[]
                {
                    Things.Forecast with
                    {
                        Levels = [0.025, 0.1, 0.25, 0.5, 0.75, 0.9, 0.975],
                        Candidates = [],
                        Marks = [],
                        Days = [new ForecastRow(new(2026, 1, 31), 1234.5, [1000, 1100, 1200, 1234, 1300, 1400, 1500])],
                        Cumulative = [],
                    },
                }
            );
}
