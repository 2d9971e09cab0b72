using SmartInventory.Contracts;
using SmartInventory.Contracts.Catalog;
using SmartInventory.Contracts.Forecasting;
using SmartInventory.Contracts.Sales;
using SmartInventory.Contracts.Status;
using SmartInventory.Testing;

namespace SmartInventory.Dashboard.Web.Tests;

/// <summary>Answers of a gateway in front of a small shop, and of an empty one.</summary>
internal static class Canned
{
    public const string SkuWithSlash = "A/1";
    private static readonly DateOnly AsOf = new(2011, 12, 9);
    private static readonly DateTimeOffset Now = new(2011, 12, 10, 8, 30, 0, TimeSpan.Zero);
    private static readonly double[] Levels = [0.025, 0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.975];

    private static readonly string[] Names =
    [
        "WHITE HANGING HEART T-LIGHT HOLDER",
        "REGENCY CAKESTAND 3 TIER",
        "JUMBO BAG RED RETROSPOT",
        "PARTY BUNTING",
        "ASSORTED COLOUR BIRD ORNAMENT",
        "LUNCH BAG RED RETROSPOT",
        "SET OF 3 CAKE TINS PANTRY DESIGN",
        "POPCORN HOLDER",
    ];

    /// <summary>A gateway with these answers by path; a path with a star at its end is everything below it.</summary>
    public static async Task<StubGateway> StartAsync(Dictionary<string, Func<Seen, object>> answers)
    {
        var stub = await StubGateway.StartAsync();
        stub.Serve(answers);
        return stub;
    }

    public static void Serve(this StubGateway stub, Dictionary<string, Func<Seen, object>> answers)
    {
        foreach (var (path, answer) in answers)
            stub.Serve(path, answer);
    }

    public static void Serve(this StubGateway stub, string path, Func<Seen, object> answer) =>
        stub.On($"GET {path}", seen => Answer.Ok(answer(seen)));

    /// <summary>The part behind the path does not answer from now on.</summary>
    public static void Fail(this StubGateway stub, string path) =>
        stub.On(
            $"GET {path}",
            _ => Answer.Problem(503, "The forecasting service does not answer.", "Try again in a moment.")
        );

    public static Dictionary<string, Func<Seen, object>> Shop(string name = "WHITE HANGING HEART T-LIGHT HOLDER") =>
        new()
        {
            ["/api/v1/stock/summary"] = _ => new StockSummary(148_230.5m, 52_114, 1_204, 17, 1_180, 6, Now),
            ["/api/v1/sales/daily"] = _ => Daily(),
            ["/api/v1/status"] = _ => Status(reconciled: true),
            ["/api/v1/replenishment"] = _ => new Page<SuggestionResponse>(
                [.. Names.Select((n, i) => Suggestion(i, i == 0 ? name : n))],
                "next"
            ),
            ["/api/v1/replenishment/*"] = _ => new[] { Explanation(name) },
            ["/api/v1/trends"] = _ => new Page<TrendResponse>(
                [.. Names.Take(6).Select((n, i) => Trend(i, i == 0 ? name : n))],
                null
            ),
            ["/api/v1/trends/*"] = _ => Trend(0, name),
            ["/api/v1/products"] = request => new Page<ProductResponse>(
                [.. Names.Select((n, i) => Product(i, i == 0 ? name : n))],
                request.Query.ContainsKey("after") ? null : "cursor+/="
            ),
            ["/api/v1/products/*"] = _ => Product(0, name),
            ["/api/v1/stock"] = _ => new Page<StockLevelResponse>(
                [
                    new("85123A", name, "LONDON", 140, 0, true, 238, Now),
                    new("85123A", name, "LEEDS", -312, 0, false, null, Now),
                ],
                null
            ),
            ["/api/v1/stock/*"] = _ => new Page<MovementResponse>(
                [
                    new(
                        Guid.NewGuid(),
                        "85123A",
                        "LONDON",
                        MovementKind.Sale,
                        -6,
                        "online-retail",
                        null,
                        null,
                        Now.AddHours(-2),
                        Now
                    ),
                    new(
                        Guid.NewGuid(),
                        "85123A",
                        "LONDON",
                        MovementKind.Receipt,
                        500,
                        null,
                        "PO-17",
                        null,
                        Now.AddDays(-3),
                        Now
                    ),
                    new(
                        Guid.NewGuid(),
                        "85123A",
                        "LONDON",
                        MovementKind.Count,
                        -4,
                        null,
                        null,
                        "shelf check",
                        Now.AddDays(-4),
                        Now
                    ),
                ],
                null
            ),
            ["/api/v1/sales"] = _ => new Page<SaleResponse>(
                [Sale(SaleKind.Sale, 6, -2), Sale(SaleKind.Return, 1, -5), Sale(SaleKind.Sale, 32, -9)],
                null
            ),
            ["/api/v1/forecasts/accuracy"] = request => Accuracy(request.Query.ContainsKey("sku")),
            ["/api/v1/forecasts/*"] = request =>
                request.Path.EndsWith("/history", StringComparison.Ordinal)
                    ? new[] { History("LONDON"), History("LEEDS") }
                    : new[] { Forecast("LONDON"), Forecast("LEEDS") },
        };

    public static Dictionary<string, Func<Seen, object>> Empty() =>
        new()
        {
            ["/api/v1/stock/summary"] = _ => new StockSummary(0, 0, 0, 0, 0, 0, Now),
            ["/api/v1/sales/daily"] = _ => Array.Empty<DailySales>(),
            ["/api/v1/status"] = _ => new StatusResponse(true, true, Now, [], [], [], new Dictionary<string, long>()),
            ["/api/v1/replenishment"] = _ => new Page<SuggestionResponse>([], null),
            ["/api/v1/trends"] = _ => new Page<TrendResponse>([], null),
            ["/api/v1/products"] = _ => new Page<ProductResponse>([], null),
            ["/api/v1/products/*"] = _ => Product(0, "NEW THING"),
            ["/api/v1/stock"] = _ => new Page<StockLevelResponse>([], null),
            ["/api/v1/stock/*"] = _ => new Page<MovementResponse>([], null),
            ["/api/v1/sales"] = _ => new Page<SaleResponse>([], null),
            ["/api/v1/forecasts/accuracy"] = _ => new ForecastAccuracy(28, null, null, Unscored, Unscored, [], []),
            ["/api/v1/forecasts/*"] = _ => Array.Empty<object>(),
            ["/api/v1/replenishment/*"] = _ => Array.Empty<object>(),
        };

    public static StatusResponse Status(bool reconciled) =>
        new(
            true,
            reconciled,
            Now,
            [
                new("gateway", "healthy", null, new Dictionary<string, string>()),
                new("catalog", "healthy", null, new Dictionary<string, string>()),
                new("sales", "healthy", null, new Dictionary<string, string>()),
                new("forecasting", "healthy", null, new Dictionary<string, string>()),
            ],
            [
                new("manual", 12, 12, 12, 0, 4, true),
                new(
                    "online-retail",
                    4_906_888,
                    reconciled ? 4_906_888 : 4_806_100,
                    4_906_888,
                    277_574,
                    527_794,
                    reconciled
                ),
            ],
            [new("catalog", reconciled ? 0 : 12_400, 0), new("forecasting", 0, 0)],
            new Dictionary<string, long> { ["sales.outbox"] = reconciled ? 0 : 12 }
        )
        {
            Reasons = reconciled ? [] : ["catalog lags 12400 lines behind", "12 under way in sales.outbox"],
        };

    private static readonly AccuracyScores Unscored = new(0, 0, null, null, null, null, null, null, null, null, null);

    private static ForecastAccuracy Accuracy(bool one)
    {
        AccuracyScores day = new(
            one ? 1 : 3_941,
            one ? 27 : 108_212,
            0.741,
            0.912,
            0.311,
            0.402,
            0.226,
            -0.031,
            0.012,
            0.83,
            0.96
        );
        var lead = day with
        {
            Forecasts = one ? 9 : 52_010,
            BetterThanNaive = -0.04,
            Bias = 0.06,
            Coverage80 = 0.77,
            Coverage95 = 0.92,
        };
        return new(
            28,
            AsOf.AddDays(-27),
            AsOf,
            day,
            lead,
            [new("counts", day, lead)],
            one
                ? [new("85123A", "LONDON", -0.31, 41, AsOf, null)]
                :
                [
                    new("22423", "LONDON", 0.74, 60, AsOf, null),
                    new("85123A", "LEEDS", -0.31, 41, AsOf, AsOf.AddDays(-9)),
                ]
        );
    }

    private static List<DailySales> Daily() =>
        [
            .. Enumerable
                .Range(0, 90)
                .Where(i => AsOf.AddDays(i - 89).DayOfWeek != DayOfWeek.Saturday)
                .Select(i =>
                {
                    var units = 14_000 + (9_000 * Math.Sin(i / 7.0)) + (i * 120) + (3_000 * Math.Cos(i * 1.7));
                    return new DailySales(
                        AsOf.AddDays(i - 89),
                        (decimal)Math.Round(units),
                        120,
                        Math.Round((decimal)units * 1.83m, 2),
                        1_900 + i
                    );
                }),
        ];

    private static ProductResponse Product(int i, string name) =>
        new(
            Guid.NewGuid(),
            i == 0 ? "85123A"
                : i == 7 ? SkuWithSlash
                : $"2242{i}",
            name,
            null,
            i % 2 == 0 ? "Gifts" : null,
            "each",
            true,
            2.55m + i,
            1.7m,
            0.95m,
            7,
            [
                new("ACME", "Acme Trading Ltd", 12, 24, 12, 1.7m, true),
                new("NORTH", "Northern Gifts", 5, 6, 6, 2.05m, false),
            ],
            i == 3 ? -40 : 140 + (37 * i),
            i % 3 == 0 ? 0 : 120,
            35_204 - (3_000 * i),
            97_894.11m - (7_000 * i),
            Now.AddDays(-i),
            false,
            Now,
            Now,
            "\"7\""
        );

    private static SuggestionResponse Suggestion(int i, string name) =>
        new(
            i == 0 ? "85123A"
                : i == 7 ? SkuWithSlash
                : $"2242{i}",
            name,
            "LONDON",
            (Urgency)(i / 2),
            480 - (48 * i),
            AsOf.AddDays(i - 1),
            AsOf.AddDays(2 + i),
            3.4 + i,
            140,
            0,
            410,
            96,
            i == 5 ? null : "ACME",
            12,
            i == 4 ? null : 1.7m,
            i == 4 ? null : (480 - (48 * i)) * 1.7m,
            i == 5,
            i == 6 ? ForecastStatus.NotEnoughData : ForecastStatus.Ok,
            AsOf,
            Now
        );

    private static SuggestionExplanation Explanation(string name) =>
        new(
            Suggestion(0, name),
            0.95m,
            7,
            24,
            12,
            [
                new("Protection period", "lead time 12 + review period 7", 19, "days"),
                new("Demand over it, 95% quantile", "from 1,000 paths of the forecast", 612.4m, "units"),
                new("Stock position", "on hand 140 + on order 0", 140, "units"),
                new("Shortfall", "612.4 − 140", 472.4m, "units"),
                new("Minimum order", "max(472.4, 24)", 472.4m, "units"),
                new("Whole packs", "ceil(472.4 / 12) × 12", 480, "units"),
            ],
            "seasonal-naive",
            41,
            1_204,
            ["Sales of 10 Dec 2011 to 20 Nov 2026 are unknown, and left out."]
        );

    private static TrendResponse Trend(int i, string name) =>
        new(
            i == 0 ? "85123A" : $"2242{i}",
            name,
            i > 3 ? MoverClass.Slow : MoverClass.Fast,
            i < 2 ? "A" : "B",
            TrendDirection.Rising,
            31.4 / (i + 1),
            i == 5 ? null : 0.24 - (0.13 * i),
            1.8,
            2_104.2m / (i + 1),
            0.021,
            i == 0 ? DayOfWeek.Thursday : null,
            i == 0 ? 0.27 : null,
            14.2,
            4.5 * (i + 1),
            AsOf.AddDays(-i),
            AsOf
        );

    private static SaleResponse Sale(SaleKind kind, decimal quantity, int hours) =>
        new(
            Guid.NewGuid(),
            "online-retail",
            Guid.NewGuid().ToString(),
            kind,
            "85123A",
            "LONDON",
            quantity,
            2.55m,
            Now.AddHours(hours),
            AsOf,
            "17850",
            null,
            Now
        );

    private static DemandHistory History(string location) =>
        new(
            "85123A",
            location,
            AsOf,
            [
                .. Enumerable
                    .Range(0, 120)
                    .Where(i => i is < 30 or > 75)
                    .Select(i => new DemandDay(
                        AsOf.AddDays(i - 119),
                        (decimal)Math.Max(0, Math.Round(32 + (14 * Math.Sin(i * 0.9)) + (i % 11))),
                        0,
                        90
                    )),
            ],
            [new DayStretch(AsOf.AddDays(30 - 119), AsOf.AddDays(75 - 119))],
            [new DayStretch(AsOf.AddDays(90 - 119), AsOf.AddDays(99 - 119))]
        );

    private static ForecastResponse Forecast(string location)
    {
        ForecastRow Row(int day)
        {
            var mean = 34 + (9 * Math.Sin(day * 0.9));
            double[] spread = [-1.96, -1.64, -1.28, -0.67, -0.05, 0.67, 1.28, 1.64, 1.96];
            return new ForecastRow(
                AsOf.AddDays(day),
                mean,
                [.. spread.Select(s => Math.Max(0, mean + (s * (8 + (day * 0.2)))))]
            );
        }

        List<ForecastRow> days = [.. Enumerable.Range(1, 28).Select(Row)];
        return new ForecastResponse(
            "85123A",
            location,
            41,
            AsOf,
            Now,
            ForecastStatus.Ok,
            "seasonal-naive",
            "It had the lowest loss of 3 models over 12 past starting days.",
            Levels,
            days,
            days,
            [
                new("seasonal-naive", 12, 28, 0.812, 0.301, 0.455, -0.04, 0.81, 0.94, true),
                new("ses", 12, 28, 0.86, 0.322, 0.48, 0.11, 0.77, 0.92, false),
                new("calendar-regression", 12, 28, null, 0.41, null, 0.2, 0.7, 0.9, false),
            ],
            ["No sales from 10 Sep 2011 to 25 Oct 2011: unknown, not zero."],
            [
                new(AsOf.AddDays(-7), DemandMarkKind.Outlier, 57, 34),
                new(AsOf.AddDays(-15), DemandMarkKind.Promotion, 49, 33.5),
            ],
            new FitSource(6, Now, 3)
        );
    }
}
