using SmartInventory.Contracts;
using SmartInventory.Contracts.Catalog;
using SmartInventory.Contracts.Collaboration;
using SmartInventory.Contracts.Forecasting;
using SmartInventory.Contracts.Identity;
using SmartInventory.Contracts.Messages;
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
        stub.On(path.Contains(' ', StringComparison.Ordinal) ? path : $"GET {path}", seen => Answer.Ok(answer(seen)));

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
            ["/api/v1/activity"] = _ => new ActivityPage([], null),
            ["/api/v1/comments"] = _ => new Page<CommentResponse>([], null),
            ["/api/v1/inbox/count"] = _ => new InboxCounts(0, 0, 0, 0, 0),
            ["/api/v1/replenishment"] = _ => new Page<SuggestionResponse>(
                [.. Names.Select((n, i) => Suggestion(i, i == 0 ? name : n))],
                "next"
            ),
            ["/api/v1/replenishment/summary"] = _ => Worklist,
            ["/api/v1/replenishment/decisions"] = _ => new Page<DecisionResponse>([Decided], null),
            ["/api/v1/purchase-orders"] = _ => new Page<PurchaseOrderResponse>([], null),
            ["/api/v1/order-board"] = _ => OrderTests.Board,
            ["/api/v1/suppliers"] = _ => new Page<SupplierResponse>([SupplierTests.Supplier()], null),
            ["/api/v1/people"] = _ =>
                new[]
                {
                    new PersonResponse("admin", "admin", Role.Admin, false),
                    new PersonResponse("bob", "Bob", Role.Planner, false),
                },
            ["/api/v1/replenishment/policies"] = _ => new Page<PolicyResponse>([], null),
            ["/api/v1/replenishment/policies/effective"] = _ => new EffectivePolicy(
                "85123A",
                null,
                null,
                null,
                new(new(), new Dictionary<string, PolicySource>()),
                []
            ),
            ["/api/v1/replenishment/*"] = request =>
                request.Path.EndsWith("/projection", StringComparison.Ordinal)
                    ? new[] { Projection }
                    : new[] { Explanation(name) },
            ["/api/v1/trends"] = _ => new Page<TrendResponse>(
                [.. Names.Take(6).Select((n, i) => Trend(i, i == 0 ? name : n))],
                null
            ),
            ["/api/v1/trends/matrix"] = _ => Matrix(5),
            ["/api/v1/trends/figures"] = _ => Figures,
            ["/api/v1/trends/stock"] = _ => new Page<StockTrend>([Lying(name)], "next"),
            ["/api/v1/trends/stock/summary"] = _ => LyingSummary(1),
            ["/api/v1/stock/age/totals"] = _ => new StockAgeTotals(
                Now,
                3,
                1,
                50,
                200,
                Ages(10, 0, 20, 0, 15, 5),
                161.2,
                180,
                450,
                2.5
            ),
            ["/api/v1/stock/age"] = _ => new Page<StockAge>(
                [
                    new()
                    {
                        Sku = "85123A",
                        Name = name,
                        Location = "LONDON",
                        OnHand = 20,
                        Value = 80,
                        Ages = Ages(0, 0, 5, 0, 15, 0),
                        MeanAgeDays = 321.5,
                        OldestDay = new DateOnly(2010, 12, 1),
                        MeanOnHand = 30,
                        Days = 365,
                        UnitsOut = 15,
                        Turnover = .5,
                    },
                ],
                null
            ),
            ["/api/v1/trends/totals"] = _ => Totals(name),
            ["/api/v1/trends/anomalies"] = _ => new Page<AnomalyResponse>([Odd(name)], null),
            ["/api/v1/sales/week-hours"] = _ => new WeekHours(
                AsOf.AddDays(-90),
                AsOf,
                [new(DayOfWeek.Monday, 9, 10, 0, 1_000, 5), new(DayOfWeek.Sunday, 11, 1, 0, 200, 1)]
            ),
            ["/api/v1/sales/together"] = _ => new SoldTogether(
                AsOf.AddDays(-364),
                AsOf,
                false,
                2_000,
                240,
                700,
                60,
                [new("85123A", "22423", 30, 60, 100, 8.6, .043, .5, 3.5, 2.2)]
            ),
            ["POST /api/v1/products/lookup"] = _ =>
                new[]
                {
                    new ProductState
                    {
                        Sku = "22423",
                        Version = 1,
                        Name = name,
                        Unit = "each",
                        WholeUnits = true,
                        Price = 1,
                        ServiceLevel = .95m,
                        ReviewPeriodDays = 7,
                        Terms = [],
                        Archived = false,
                    },
                },
            ["/api/v1/trends/*"] = request =>
                request.Path.EndsWith("/patterns", StringComparison.Ordinal) ? Patterns : Trend(0, name),
            ["/api/v1/products"] = request => new Page<ProductResponse>(
                [.. Names.Select((n, i) => Product(i, i == 0 ? name : n))],
                request.Query.ContainsKey("after") ? null : "cursor+/="
            ),
            ["/api/v1/products/*"] = _ => Product(0, name),
            ["/api/v1/products/facets"] = _ => Facets,
            ["/api/v1/me/views"] = _ => Views,
            ["/api/v1/stock"] = _ => new Page<StockLevelResponse>(
                [
                    new("85123A", name, "LONDON", 140, 0, true, 238, Now),
                    new("85123A", name, "LEEDS", -312, 0, false, null, Now),
                    new("85123A", name, "YORK", -2, 0, true, -3.4m, Now, 1.7m),
                ],
                null
            ),
            ["/api/v1/stock/levels/totals"] = _ => new LevelTotals(3, -174, 234.6m, 1, 2, 1, Now),
            ["/api/v1/stock/movements"] = _ => new Page<MovementResponse>([], null),
            ["/api/v1/stock/*"] = _ => new Page<MovementResponse>(
                [
                    new()
                    {
                        Id = Guid.NewGuid(),
                        Sku = "85123A",
                        Location = "LONDON",
                        Kind = MovementKind.Sale,
                        Quantity = -6,
                        Source = "online-retail",
                        Reference = null,
                        Reason = null,
                        OccurredAt = Now.AddHours(-2),
                        RecordedAt = Now,
                    },
                    new()
                    {
                        Id = Guid.NewGuid(),
                        Sku = "85123A",
                        Location = "LONDON",
                        Kind = MovementKind.Receipt,
                        Quantity = 500,
                        Source = null,
                        Reference = "PO-17",
                        Reason = null,
                        OccurredAt = Now.AddDays(-3),
                        RecordedAt = Now,
                    },
                    new()
                    {
                        Id = Guid.NewGuid(),
                        Sku = "85123A",
                        Location = "LONDON",
                        Kind = MovementKind.Correction,
                        Quantity = -4,
                        Source = null,
                        Reference = null,
                        Reason = "a line from before the count",
                        OccurredAt = Now.AddDays(-4),
                        RecordedAt = Now,
                    },
                    new()
                    {
                        Id = Guid.NewGuid(),
                        Sku = "85123A",
                        Location = "LONDON",
                        Kind = MovementKind.Transfer,
                        Quantity = -12,
                        OccurredAt = Now.AddDays(-5),
                        RecordedAt = Now,
                    },
                ],
                null
            ),
            ["/api/v1/sales"] = _ => new Page<SaleResponse>(
                [Sale(SaleKind.Sale, 6, -2), Sale(SaleKind.Return, 1, -5), Sale(SaleKind.Sale, 32, -9)],
                null
            ),
            ["/api/v1/forecasts/groups"] = request => Ahead(request.Query["by"].ToString(), name),
            ["/api/v1/forecasts/accuracy"] = request => Accuracy(request.Query.ContainsKey("sku")),
            ["/api/v1/forecasts/accuracy/weeks"] = _ => new AccuracyByWeek(
                Now,
                90,
                [new(AsOf.AddDays(-11), Scored, Unscored), new(AsOf.AddDays(-4), Scored, Scored)]
            ),
            ["/api/v1/forecasts/accuracy/worst"] = _ => new WorstForecasts(
                28,
                Now,
                [
                    new()
                    {
                        Sku = SkuWithSlash,
                        Location = "LEEDS",
                        Name = name,
                        Forecasts = 28,
                        Expected = 120.5,
                        Actual = 80,
                        Error = 51.5,
                        Revenue = 1_234.5m,
                        Margin = 617.25m,
                    },
                ]
            ),
            ["/api/v1/forecasts/accuracy/methods"] = _ => new ForecastMethods(
                Now,
                6_000,
                41,
                Now.AddDays(-6),
                Now.AddHours(-1),
                [new("global", 4_500, .75), new("counts", 1_500, .25)],
                2,
                [new(SkuWithSlash, "LEEDS", name, "counts", Now)]
            ),
            ["/api/v1/forecasts/*"] = request =>
                request.Path.EndsWith("/marked-days", StringComparison.Ordinal) ? Marked
                : request.Path.EndsWith("/history", StringComparison.Ordinal)
                    ? new[] { History("LONDON"), History("LEEDS") }
                : request.Query["grain"] == "month" ? new[] { ByMonth("LONDON"), ByMonth("LEEDS") }
                : new[] { Forecast("LONDON"), Forecast("LEEDS") },
        };

    public static readonly ProductFacets Facets = new(
        8,
        [new("GIFTS", 5), new("LIGHTS", 3)],
        [new("active", 8)],
        [new("TAGGED", 2)],
        [new("ACME", "ACME LTD", 6)],
        [],
        4,
        [new("LONDON", 7)],
        [new("in-stock", 6), new("out-of-stock", 2)],
        []
    );

    public static readonly SavedView[] Views = [new("/products", "MINE", "?category=GIFTS&sort=price")];

    public static readonly MarkedStretch[] Marked =
    [
        new(
            Guid.CreateVersion7(),
            "85123A",
            "LONDON",
            new(2011, 12, 1),
            new(2011, 12, 2),
            MarkKind.DoesNotCount,
            "FAIR",
            "ada",
            Now
        ),
        new(
            Guid.CreateVersion7(),
            "85123A",
            "LEEDS",
            new(2011, 11, 25),
            new(2011, 11, 27),
            MarkKind.Promotion,
            "BLACKFRIDAY",
            "ada",
            Now
        )
        {
            Effect = new(3, 84, 30, 1.8),
        },
    ];

    public static Dictionary<string, Func<Seen, object>> Empty() =>
        new()
        {
            ["/api/v1/stock/summary"] = _ => new StockSummary(0, 0, 0, 0, 0, 0, Now),
            ["/api/v1/sales/daily"] = _ => Array.Empty<DailySales>(),
            ["/api/v1/status"] = _ => new StatusResponse(true, true, Now, [], [], [], new Dictionary<string, long>()),
            ["/api/v1/replenishment"] = _ => new Page<SuggestionResponse>([], null),
            ["/api/v1/replenishment/summary"] = _ => new WorklistSummary(new(0, 0, 0, 0, 0, 0), [], 0, []),
            ["/api/v1/replenishment/decisions"] = _ => new Page<DecisionResponse>([], null),
            ["/api/v1/purchase-orders"] = _ => new Page<PurchaseOrderResponse>([], null),
            ["/api/v1/order-board"] = _ => new OrderBoard([]),
            ["/api/v1/suppliers"] = _ => new Page<SupplierResponse>([], null),
            ["/api/v1/people"] = _ => new[] { new PersonResponse("admin", "admin", Role.Admin, false) },
            ["/api/v1/trends/figures"] = _ => new TrendFigures
            {
                Days = 28,
                AsOf = Now,
                From = AsOf.AddDays(-28),
                To = AsOf.AddDays(-1),
                RevenueToday = 0,
                Stock = new(0, 0, 0, 0, null, null),
                Standing = [],
            },
            ["/api/v1/stock/levels/totals"] = _ => new LevelTotals(0, 0, 0, 0, 0, 0, Now),
            ["/api/v1/trends"] = _ => new Page<TrendResponse>([], null),
            ["/api/v1/trends/matrix"] = _ => Matrix(0),
            ["/api/v1/trends/stock"] = _ => new Page<StockTrend>([], null),
            ["/api/v1/trends/stock/summary"] = _ => LyingSummary(0),
            ["/api/v1/stock/age/totals"] = _ => new StockAgeTotals(Now, 0, 0, 0, 0, [], null, 0, 0, null),
            ["/api/v1/stock/age"] = _ => new Page<StockAge>([], null),
            ["/api/v1/trends/totals"] = _ => Totals("") with { Groups = [] },
            ["/api/v1/trends/anomalies"] = _ => new Page<AnomalyResponse>([], null),
            ["/api/v1/sales/week-hours"] = _ => new WeekHours(null, null, []),
            ["/api/v1/sales/together"] = _ => new SoldTogether(null, null, false, 0, 0, 0, null, []),
            ["/api/v1/products"] = _ => new Page<ProductResponse>([], null),
            ["/api/v1/products/*"] = _ => Product(0, "NEW THING"),
            ["/api/v1/products/facets"] = _ => new ProductFacets(0, [], [], [], [], [], 0, [], [], []),
            ["/api/v1/me/views"] = _ => Array.Empty<SavedView>(),
            ["/api/v1/stock"] = _ => new Page<StockLevelResponse>([], null),
            ["/api/v1/stock/*"] = _ => new Page<MovementResponse>([], null),
            ["/api/v1/sales"] = _ => new Page<SaleResponse>([], null),
            ["/api/v1/forecasts/groups"] = _ => new GroupForecasts
            {
                By = ForecastGroupBy.Category,
                Grain = ForecastGrain.Month,
                Count = 0,
                Groups = [],
                Waiting = ["LONDON"],
                Standing = ["OLD"],
            },
            ["/api/v1/forecasts/accuracy"] = _ => new ForecastAccuracy(28, null, null, Unscored, Unscored, [], []),
            ["/api/v1/forecasts/accuracy/weeks"] = _ => new AccuracyByWeek(Now, 90, []),
            ["/api/v1/forecasts/accuracy/worst"] = _ => new WorstForecasts(28, Now, []),
            ["/api/v1/forecasts/accuracy/methods"] = _ => new ForecastMethods(Now, 0, 0, null, null, [], 0, []),
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
            Alarms = reconciled ? [] : ["catalog lags 12400 lines behind, for 90 s now"],
            OnTheWay = reconciled ? 0 : 12_412,
        };

    private static readonly TrendFigures Figures = new()
    {
        Days = 28,
        AsOf = Now,
        From = AsOf.AddDays(-28),
        To = AsOf.AddDays(-1),
        Sold = new(560, 14_000m, 500, 12_500m, .12, .12),
        RevenueToday = 45.5m,
        Margin = new(7_000m, 7_142.9m, -.02, .5, 50m),
        Fill = new(.982, .978, 12, 34.25m),
        Stock = new(1_200, 6, 148_000m, 37_000m, 2, 1),
        Standing = ["OLD"],
    };

    private static readonly DecisionResponse Decided = new()
    {
        Id = Guid.CreateVersion7(),
        At = Now,
        Sku = "85123A",
        Location = "LONDON",
        Action = DecisionAction.Accept,
        Suggested = 480,
        Quantity = 480,
        ForecastVersion = 41,
        StockVersion = 1_204,
    };

    private static WorklistSummary Worklist { get; } =
        new(
            new(47, 12, 20, 15, 29_253.58m, 812m),
            [new("BERLIN", new(40, 10, 18, 12, 28_000m, 700m)), new("LONDON", new(7, 2, 2, 3, 1_253.58m, 112m))],
            12,
            [new("OLD", AsOf.AddDays(-30), 3_900), new("OLDER", AsOf.AddDays(-60), 41)]
        )
        {
            OutOfStock = 17,
            AtRisk = 23,
        };

    private static readonly AccuracyScores Scored = new()
    {
        Series = 3_000,
        Forecasts = 21_000,
        BetterThanNaive = .226,
        Bias = -.031,
        Coverage80 = .83,
        Coverage95 = .962,
    };

    private static readonly AccuracyScores Unscored = new()
    {
        Series = 0,
        Forecasts = 0,
        Rmsse = null,
        NaiveRmsse = null,
        ScaledPinball = null,
        NaiveScaledPinball = null,
        BetterThanNaive = null,
        Bias = null,
        NaiveBias = null,
        Coverage80 = null,
        Coverage95 = null,
    };

    private static ForecastAccuracy Accuracy(bool one)
    {
        AccuracyScores day = new()
        {
            Series = one ? 1 : 3_941,
            Forecasts = one ? 27 : 108_212,
            Rmsse = 0.741,
            NaiveRmsse = 0.912,
            ScaledPinball = 0.311,
            NaiveScaledPinball = 0.402,
            BetterThanNaive = 0.226,
            Bias = -0.031,
            NaiveBias = 0.012,
            Coverage80 = 0.83,
            Coverage95 = 0.96,
        };
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

    internal static ProductResponse Product(int i, string name) =>
        new()
        {
            Id = Guid.NewGuid(),
            Sku =
                i == 0 ? "85123A"
                : i == 7 ? SkuWithSlash
                : $"2242{i}",
            Name = name,
            Description = null,
            Category = i % 2 == 0 ? "Gifts" : null,
            Unit = "each",
            WholeUnits = true,
            Price = 2.55m + i,
            Cost = 1.7m,
            ServiceLevel = 0.95m,
            ReviewPeriodDays = 7,
            Suppliers =
            [
                new("ACME", "Acme Trading Ltd", 12, 24, 12, 1.7m, true),
                new("NORTH", "Northern Gifts", 5, 6, 6, 2.05m, false),
            ],
            OnHand = i == 3 ? -40 : 140 + (37 * i),
            OnOrder = i % 3 == 0 ? 0 : 120,
            UnitsSold = 35_204 - (3_000 * i),
            Revenue = 97_894.11m - (7_000 * i),
            LastSoldAt = Now.AddDays(-i),
            Archived = false,
            CreatedAt = Now,
            UpdatedAt = Now,
            ETag = "\"7\"",
        };

    internal static SuggestionResponse Suggestion(int i, string name) =>
        new()
        {
            Sku =
                i == 0 ? "85123A"
                : i == 7 ? SkuWithSlash
                : $"2242{i}",
            Name = name,
            Location = "LONDON",
            Urgency = (Urgency)(i / 2),
            OrderQuantity = 480 - (48 * i),
            OrderBy = AsOf.AddDays(i - 1),
            StockOutOn = AsOf.AddDays(2 + i),
            StockOutProbability = 0.97 - i * 0.1,
            LostSales = 900 - 100 * i,
            WaitingCost = 412.5m - 50 * i,
            DaysOfCover = 3.4 + i,
            OnHand = 140,
            OnOrder = 0,
            ReorderPoint = 410,
            SafetyStock = 96.167m,
            Supplier = i == 5 ? null : "ACME",
            LeadTimeDays = 12,
            UnitCost = i == 4 ? null : 1.7m,
            Cost = i == 4 ? null : (480 - (48 * i)) * 1.7m,
            Assumed = i == 5,
            Confidence = i == 6 ? ForecastStatus.NotEnoughData : ForecastStatus.Ok,
            AsOf = AsOf,
            ComputedAt = Now,
        };

    private static SuggestionExplanation Explanation(string name) =>
        new()
        {
            Suggestion = Suggestion(0, name),
            ServiceLevel = 0.95m,
            ReviewPeriodDays = 7,
            Moq = 24,
            PackMultiple = 12,
            Steps =
            [
                new($"Protection period", $"lead time 12 + review period 7", 19, "days"),
                new($"Demand over it, 95% quantile", $"from 1,000 paths of the forecast", 612.4m, "units"),
                new($"Stock position", $"on hand 140 + on order 0", 140, "units"),
                new($"Shortfall", $"612.4 − 140", 472.4m, "units"),
                new($"Minimum order", $"max(472.4, 24)", 472.4m, "units"),
                new($"Whole packs", $"ceil(472.4 / 12) × 12", 480, "units"),
            ],
            Model = "seasonal-naive",
            ForecastVersion = 41,
            StockVersion = 1_204,
            Notes = [$"Sales of 10 Dec 2011 to 20 Nov 2026 are unknown, and left out."],
            Policy = new(
                new()
                {
                    Policy = OrderPolicy.ReorderUpTo,
                    Promise = ServicePromise.FillRate,
                    Service = 0.95m,
                    ReviewDays = 7,
                },
                new Dictionary<string, PolicySource>
                {
                    ["service"] = new(PolicyScope.Category, "Lamps"),
                    ["reviewDays"] = PolicySource.Card,
                }
            ),
            LeadTime = new(12, new(0.5, 12, 16), [11, 12, 14, 17], [0.3, 0.3, 0.3, 0.1]),
            WhySupplier = $"ACME is the preferred supplier. BOLT delivers 5 days sooner, 0.2 a unit dearer.",
            OtherSuppliers = [new("BOLT", 500, 1.9m, 950, 7, new DateOnly(2011, 12, 15))],
            Backtest = [Score("ets", 0.81, true), Score("naive", 1.02, false)],
        };

    private static ModelScore Score(string model, double error, bool chosen) =>
        new()
        {
            Model = model,
            Origins = 8,
            HorizonDays = 19,
            Rmsse = error,
            Bias = 0.03,
            Coverage80 = 0.82,
            Coverage95 = 0.96,
            Chosen = chosen,
        };

    private static readonly StockProjection Projection = new()
    {
        Sku = "85123A",
        Location = "LONDON",
        AsOf = AsOf,
        OnHand = 140,
        ReorderPoint = 410,
        Arrivals = [new("PO-7", AsOf.AddDays(-1), AsOf.AddDays(2), 60, true)],
        Order = new(480, AsOf, AsOf.AddDays(3)),
        Days =
        [
            new(AsOf.AddDays(1), new(140, 100, 80, 100, 120, 0.001, 0), null),
            new(AsOf.AddDays(2), new(200, 30.5, 0, 30, 90, 0.12, 1.5), null),
            new(AsOf.AddDays(3), new(200, 0, 0, 0, 60, 0.77, 24), new(680, 463, 390, 460, 520, 0.0004, 0)),
        ],
        StockOutOn = AsOf.AddDays(3),
        Confidence = ForecastStatus.Ok,
        ForecastVersion = 41,
        StockVersion = 1_204,
        Notes = ["PO-7 is <late>."],
    };

    private static TrendMatrix Matrix(int products) =>
        new(
            MatrixBy.Revenue,
            new(0.8, 0.95, 0.8, 1),
            AsOf,
            new(9 * products, 9, 900, 9_000, 1, 18_000, 9),
            [
                .. from abc in "ABC"
                from xyz in "XYZ"
                select new MatrixCell(
                    abc.ToString(),
                    xyz.ToString(),
                    new(products, 1, 100, 1_000, 1.0 / 9, 2_000, 1),
                    $"What to do with {abc}{xyz}."
                ),
            ]
        );

    private static StockTrend Lying(string name) =>
        new()
        {
            Sku = "85123A",
            Name = name,
            Motion = StockMotion.NeverSold,
            Reason = "12 lie there, and none was ever sold.",
            OnHand = 12,
            Value = 1_320,
            UnitsPerDay = 0,
            SellThrough = 0,
            ExcessUnits = 12,
            ExcessValue = 1_320,
        };

    private static StockTrendSummary LyingSummary(int products)
    {
        var totals = new StockTrendTotals(products, 0, 1_320, 1_320, 4.25, 1.5);
        return new(90, AsOf, totals, [.. Enum.GetValues<StockMotion>().Select(m => new StockMotionTotals(m, totals))]);
    }

    private static readonly ProductPatterns Patterns = new()
    {
        Sku = "85123A",
        From = AsOf.AddDays(-700),
        AsOf = AsOf,
        Weekdays = [new("Saturday", 100, 8, 1.6)],
        Months = [new("December", 31, 10, 2)],
        WeekStrength = 0.71,
        YearStrength = 0.42,
        Trend = new(26, 0.5, 0.1, 0.9),
        Stage = LifeStage.Growth,
        Promotions = new(3, 30, 15, 1),
        Price = new(2, 9, 12, 300, -1.5, -2, -1, null),
    };

    private static AnomalyResponse Odd(string name) =>
        new()
        {
            Sku = "85123A",
            Name = name,
            Location = "LONDON",
            Kind = AnomalyKind.Silence,
            From = AsOf.AddDays(-4),
            To = AsOf,
            Actual = 0,
            Expected = 21.5,
            Probability = 0.00025,
        };

    private static TrendTotals Totals(string name) =>
        new(
            TotalsBy.Product,
            AsOf.AddDays(-27),
            AsOf,
            TotalsAgainst.Before,
            AsOf.AddDays(-55),
            AsOf.AddDays(-28),
            new(100, 2_000, 80, 2_500, 0.25, -0.2),
            7,
            [new("85123A", name, new(12, 30, 10, 40, 0.2, -0.25))]
        );

    private static GroupForecasts Ahead(string by, string name)
    {
        GroupPeriod[] months =
        [
            new(AsOf.AddDays(1), new(2011, 12, 31), 90, AsOf.AddDays(1).AddYears(-1), new(2010, 12, 31), null),
            new(new(2012, 1, 1), new(2012, 1, 31), 150.4m, new(2011, 1, 1), new(2011, 1, 31), 140),
        ];
        return new()
        {
            By = by == "location" ? ForecastGroupBy.Location : ForecastGroupBy.Category,
            Grain = ForecastGrain.Month,
            AsOf = AsOf,
            ComputedAt = Now,
            Count = by == "none" ? 1 : 3,
            Groups =
                by == "none" ? [new(null, "(all)", months)]
                : by == "location" ? [new("LONDON", name, months)]
                : [new("Light/Desk", "Light/Desk", months), new(null, "(none)", months)],
            Waiting = [],
            Standing = ["OLD"],
        };
    }

    internal static TrendResponse Trend(int i, string name) =>
        new()
        {
            Sku = i == 0 ? "85123A" : $"2242{i}",
            Name = name,
            Class = i > 3 ? MoverClass.Slow : MoverClass.Fast,
            AbcClass = i < 2 ? "A" : "B",
            Direction = TrendDirection.Rising,
            UnitsPerDay = 31.4 / (i + 1),
            Change = i == 5 ? null : 0.24 - (0.13 * i),
            SlopePerWeek = 1.8,
            Revenue28 = 2_104.2m / (i + 1),
            RevenueShare = 0.021,
            PeakWeekday = i == 0 ? DayOfWeek.Thursday : null,
            PeakWeekdayShare = i == 0 ? 0.27 : null,
            Turnover = 14.2,
            DaysOfCover = 4.5 * (i + 1),
            LastSale = AsOf.AddDays(-i),
            AsOf = AsOf,
        };

    private static IReadOnlyList<StockAgeBucket> Ages(params decimal[] units) =>
        [.. units.Select((u, i) => new StockAgeBucket((StockAgeRange)i, u, 4 * u))];

    private static SaleResponse Sale(SaleKind kind, decimal quantity, int hours) =>
        new()
        {
            Id = Guid.NewGuid(),
            Channel = "online-retail",
            ExternalId = Guid.NewGuid().ToString(),
            Kind = kind,
            Sku = "85123A",
            Location = "LONDON",
            Quantity = quantity,
            UnitPrice = 2.55m,
            Amount = LineAmount.Of(quantity, 2.55m),
            SoldAt = Now.AddHours(hours),
            Day = AsOf,
            Customer = "17850",
            ReturnOf = null,
            RecordedAt = Now,
        };

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

    private static ForecastResponse ByMonth(string location) =>
        Forecast(location) with
        {
            Grain = ForecastGrain.Month,
            Days = [],
            Cumulative = [],
            Periods =
            [
                .. Enumerable
                    .Range(0, 12)
                    .Select(month => new DateOnly(AsOf.Year, AsOf.Month, 1).AddMonths(month + 1))
                    .Select(from => new ForecastPeriod(
                        from,
                        from.AddMonths(1).AddDays(-1),
                        1_000,
                        [.. Levels.Select(level => 1_000 * (.5 + level))]
                    )),
            ],
        };

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
        return new ForecastResponse
        {
            Sku = "85123A",
            Location = location,
            Version = 41,
            AsOf = AsOf,
            ComputedAt = Now,
            Status = ForecastStatus.Ok,
            Model = "seasonal-naive",
            Why = $"It had the lowest loss of 3 models over 12 past starting days.",
            Levels = Levels,
            Days = days,
            Cumulative = days,
            Candidates =
            [
                new()
                {
                    Model = "seasonal-naive",
                    Origins = 12,
                    HorizonDays = 28,
                    Rmsse = 0.812,
                    ScaledPinball = 0.301,
                    CumulativePinball = 0.455,
                    Bias = -0.04,
                    Coverage80 = 0.81,
                    Coverage95 = 0.94,
                    Chosen = true,
                },
                new()
                {
                    Model = "ses",
                    Origins = 12,
                    HorizonDays = 28,
                    Rmsse = 0.86,
                    ScaledPinball = 0.322,
                    CumulativePinball = 0.48,
                    Bias = 0.11,
                    Coverage80 = 0.77,
                    Coverage95 = 0.92,
                    Chosen = false,
                },
                new()
                {
                    Model = "calendar-regression",
                    Origins = 12,
                    HorizonDays = 28,
                    Rmsse = null,
                    ScaledPinball = 0.41,
                    CumulativePinball = null,
                    Bias = 0.2,
                    Coverage80 = 0.7,
                    Coverage95 = 0.9,
                    Chosen = false,
                },
            ],
            Notes = [$"No sales from 10 Sep 2011 to 25 Oct 2011: unknown, not zero."],
            Marks =
            [
                new(AsOf.AddDays(-7), DemandMarkKind.Outlier, 57, 34),
                new(AsOf.AddDays(-15), DemandMarkKind.Promotion, 49, 33.5),
                new(AsOf.AddDays(-12), DemandMarkKind.MarkedPromotion, 84, 30),
            ],
            Fit = new FitSource(6, Now, 3),
        };
    }
}
