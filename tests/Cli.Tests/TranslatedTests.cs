using System.CommandLine;
using System.CommandLine.Help;
using System.Globalization;
using SmartInventory.Cli.Hosting;
using SmartInventory.Contracts;
using SmartInventory.Contracts.Catalog;
using SmartInventory.Contracts.Forecasting;
using SmartInventory.Contracts.Localization;
using SmartInventory.Contracts.Sales;
using SmartInventory.Testing;

namespace SmartInventory.Cli.Tests;

/// <summary>Nothing that inv says is left in English: it is read in a pseudo language.</summary>
public sealed class TranslatedTests
{
    /// <summary>
    /// What the library of the command line says of itself, in the languages that it has; not in ours.
    /// </summary>
    private static readonly string[] Library =
    [
        "Description:",
        "Usage:",
        "Options:",
        "Arguments:",
        "Commands:",
        "[options]",
        "[command]",
        "(REQUIRED)",
        "[default:",
        "Show help and usage information",
        "Show version information",
    ];

    /// <summary>The commands as they are typed, from the program itself on.</summary>
    public static TheoryData<string> Commands => [.. Paths(Tree(), "").Select(found => found.Path)];

    public static TheoryData<string> Shown =>
        [
            "product list",
            "product show LAMP-1",
            "supplier list",
            "supplier show ACME",
            "supplier terms ACME",
            "location list",
            "stock list",
            "stock movements LAMP-1",
            "order list",
            "order show PO-17",
            "sale list",
            "forecast show LAMP-1",
            "forecast groups",
            "forecast accuracy",
            "trend list",
            "trend show LAMP-1",
            "trend matrix",
            "trend stock",
            "trend stock --summary",
            "trend totals",
            "trend anomalies",
            "trend patterns LAMP-1",
            "replenish list",
            "replenish explain LAMP-1 --projection",
            "status",
            "ask LAMP-1",
            "product lsit",
            "product list --limt 3",
            "product list --limit 0",
            "product list --sort x",
            "product show LAMP-1 more",
            "sale list --from x",
            "sale record --sku LAMP-1 --quantity x",
            "import sales no-such-file",
        ];

    [Theory]
    [MemberData(nameof(Commands))]
    public async Task The_help_of_a_command_says_nothing_that_is_not_translated(string command)
    {
        var ran = await InvRunner.SpokenAsync(
            "http://127.0.0.1:9",
            Languages.Pseudo,
            [.. command.Split(' ', StringSplitOptions.RemoveEmptyEntries), "--help"]
        );

        Assert.Equal((0, ""), (ran.Code, ran.Error));
        // What follows is to be copied.
        var help = ran.Out[..ran.Out.LastIndexOf("⟦Example", StringComparison.Ordinal)];
        Assert.Contains("⟦", help, StringComparison.Ordinal);
        Assert.Empty(Spoken.Plainly(help, Library.Concat(Spoken.Typed(Tree()))));
    }

    [Theory]
    [MemberData(nameof(Shown))]
    public async Task What_a_command_prints_is_translated_but_for_data(string command)
    {
        await using var gateway = await ShopAsync();

        var ran = await InvRunner.SpokenAsync(gateway.Address, Languages.Pseudo, command.Split(' '));

        Assert.Contains("⟦", ran.Out + ran.Error, StringComparison.Ordinal);
        Assert.Empty(
            Spoken.Plainly(
                ran.Out + ran.Error,
                Spoken.Of(gateway).Concat(command.Split(' ')).Concat(Spoken.Typed(Tree()))
            )
        );
    }

    [Fact]
    public async Task Manual_pages_say_nothing_that_is_not_translated()
    {
        var folder = Directory.CreateTempSubdirectory().FullName;
        var ran = await InvRunner.SpokenAsync("http://127.0.0.1:9", Languages.Pseudo, "man", "--dir", folder);
        Assert.Equal((0, ""), (ran.Code, ran.Out));
        foreach (var file in Directory.EnumerateFiles(folder))
        {
            var page = await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken);
            var lines = page.Replace("\\[u27E6]", "⟦", StringComparison.Ordinal)
                .Replace("\\[u27E7]", "⟧", StringComparison.Ordinal)
                .Split('\n')
                .Where(line => line.StartsWith(".SH", StringComparison.Ordinal) || line.StartsWith('⟦'));
            Assert.All(lines, line => Assert.Contains("⟦", line, StringComparison.Ordinal));
            Assert.NotEmpty(lines);
        }
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public void Every_description_is_another_one_in_Spanish()
    {
        var reader = CultureInfo.CurrentUICulture;
        string[] Descriptions(string language)
        {
            CultureInfo.CurrentUICulture = Languages.Find(language)!;
            return
            [
                .. Paths(Tree(), "")
                    .SelectMany(found =>
                        found.Command.Arguments.Cast<Symbol>().Concat(found.Command.Options).Prepend(found.Command)
                    )
                    .Where(symbol => symbol is not HelpOption and not VersionOption)
                    .Select(symbol => symbol.Description ?? ""),
            ];
        }
        try
        {
            var same = Descriptions(Languages.English).Intersect(Descriptions(Languages.Spanish));
            Assert.Empty(same);
        }
        finally
        {
            CultureInfo.CurrentUICulture = reader;
        }
    }

    private static RootCommand Tree() =>
        new Inv(new Shell(TextWriter.Null, TextWriter.Null, false, false, TimeProvider.System, _ => null)).Tree();

    private static IEnumerable<(string Path, Command Command)> Paths(Command command, string path) =>
        command
            .Subcommands.SelectMany(verb => Paths(verb, path.Length == 0 ? verb.Name : $"{path} {verb.Name}"))
            .Prepend((path, command));

    private static async Task<StubGateway> ShopAsync()
    {
        var gateway = await StubGateway.StartAsync();
        foreach (
            var (path, answer) in ((string, object)[])
                [
                    ("products", new Page<ProductResponse>([Things.Lamp], null)),
                    ("products/LAMP-1", Things.Lamp),
                    ("suppliers", new Page<SupplierResponse>([Things.Acme], null)),
                    ("suppliers/ACME", Things.Acme),
                    ("suppliers/ACME/terms", new Page<SupplierProduct>([Things.AcmeLamp], null)),
                    ("suppliers/ACME/lead-times", Things.AcmeLeadTimes),
                    ("locations", new Page<LocationResponse>([Things.Berlin], null)),
                    ("stock", new Page<StockLevelResponse>([Things.Level], null)),
                    ("stock/LAMP-1/movements", new Page<MovementResponse>([Things.Movement], null)),
                    ("purchase-orders", new Page<PurchaseOrderResponse>([Things.Order], null)),
                    ("purchase-orders/PO-17", Things.Order),
                    ("sales", new Page<SaleResponse>([Things.Sale], null)),
                    ("forecasts/LAMP-1", new[] { Things.Forecast }),
                    ("forecasts/groups", Things.Groups),
                    ("forecasts/accuracy", Things.Accuracy),
                    ("trends", new Page<TrendResponse>([Things.Trend], null)),
                    ("trends/LAMP-1", Things.Trend),
                    ("trends/matrix", Things.Matrix),
                    ("trends/stock", new Page<StockTrend>([Things.Lying], null)),
                    ("trends/stock/summary", Things.LyingSummary),
                    ("trends/totals", Things.Totals),
                    ("trends/anomalies", new Page<AnomalyResponse>([Things.Odd], null)),
                    ("trends/LAMP-1/patterns", Things.Patterns),
                    ("replenishment", new Page<SuggestionResponse>([Things.Suggestion], null)),
                    ("replenishment/LAMP-1", new[] { Things.Explanation }),
                    ("replenishment/LAMP-1/projection", new[] { Things.Projection }),
                    ("status", Things.Status),
                ]
        )
            gateway.On($"GET /api/v1/{path}", answer);
        return gateway;
    }
}
