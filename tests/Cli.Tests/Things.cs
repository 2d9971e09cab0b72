using SmartInventory.Contracts.Catalog;
using SmartInventory.Contracts.Forecasting;
using SmartInventory.Contracts.Sales;
using SmartInventory.Contracts.Status;

namespace SmartInventory.Cli.Tests;

/// <summary>Answers of the API to build on.</summary>
internal static class Things
{
    public static readonly Guid Id = Guid.Parse("0199b7a0-5c2e-7a31-9d1c-3f4be0a6c001");
    public static readonly DateTimeOffset Noon = new(2026, 1, 31, 12, 0, 0, TimeSpan.Zero);

    public static readonly ProductResponse Lamp = new()
    {
        Id = Id,
        Sku = "LAMP-1",
        Name = "Desk lamp, \"big\"",
        Description = "=cheap",
        Category = "Light",
        Unit = "each",
        WholeUnits = true,
        Price = 24.9m,
        Cost = 11m,
        ServiceLevel = 0.95m,
        ReviewPeriodDays = 7,
        Suppliers = [new SupplierTermResponse("ACME", "Acme Trading", 14, 12, 6, 11m, true)],
        OnHand = 1_234,
        OnOrder = 48,
        UnitsSold = 56,
        Revenue = 1_394.4m,
        LastSoldAt = Noon,
        Archived = false,
        CreatedAt = Noon,
        UpdatedAt = Noon,
        ETag = "\"17\"",
    };

    public static readonly SupplierResponse Acme = new()
    {
        Id = Id,
        Code = "ACME",
        Name = "Acme Trading",
        Email = "orders@acme.example",
        Phone = null,
        Notes = null,
        Products = 3,
        Archived = false,
        CreatedAt = Noon,
        UpdatedAt = Noon,
        ETag = "\"5\"",
    };

    public static readonly SupplierProduct AcmeLamp = new(
        "LAMP-1",
        "Desk lamp",
        new SupplierTermResponse("ACME", "Acme Trading", 14, 12, 6, 11m, true)
        {
            SupplierSku = "4711",
            PriceBreaks = [new PriceBreak(100, 10.5m), new PriceBreak(500, 9.8m)],
        }
    );

    public static readonly SupplierLeadTimes AcmeLeadTimes = new()
    {
        Supplier = "ACME",
        PromisedDays = 14,
        Measured = new LeadTimeFigures(8, 6, 17.2, 16, 25, 3.2, 0.25),
        Learned = new LearnedLeadTime(0.55, 15.1, 20),
        Products = new(
            [
                new ProductLeadTimes(
                    "LAMP-1",
                    14,
                    new LeadTimeFigures(2, 2, 18, 16, 20, 4, 0),
                    new LearnedLeadTime(0.29, 15.3, 19)
                ),
            ],
            null
        ),
    };

    public static readonly LocationResponse Berlin = new(
        Id,
        "BERLIN",
        "Berlin store",
        "Europe/Berlin",
        false,
        Noon,
        Noon,
        "\"6\""
    );

    public static readonly StockLevelResponse Level = new("LAMP-1", "Desk lamp", "BERLIN", 31, 48, true, 341, Noon);

    public static readonly MovementResponse Movement = new()
    {
        Id = Id,
        Sku = "LAMP-1",
        Location = "BERLIN",
        Kind = MovementKind.Receipt,
        Quantity = 31,
        Source = null,
        Reference = "PO-17",
        Reason = null,
        OccurredAt = Noon,
        RecordedAt = Noon,
    };

    public static readonly PurchaseOrderResponse Order = new()
    {
        Id = Id,
        Number = "PO-17",
        Supplier = "ACME",
        Location = "BERLIN",
        Status = PurchaseOrderStatus.PartlyReceived,
        OrderedOn = new DateOnly(2026, 1, 10),
        ExpectedOn = new DateOnly(2026, 1, 24),
        Lines =
        [
            new PurchaseOrderLineResponse("LAMP-1", 48, 20, 11, new DateOnly(2026, 1, 24)),
            new PurchaseOrderLineResponse("LAMP-2", 24, 24, 9.8m, new DateOnly(2026, 1, 24)),
        ],
        DateChanges =
        [
            new ExpectedDateChange("LAMP-1", new DateOnly(2026, 1, 20), new DateOnly(2026, 1, 24), "held", Noon),
        ],
        ETag = "\"9\"",
    };

    public static readonly SaleResponse Sale = new()
    {
        Id = Id,
        Channel = "manual",
        ExternalId = "x-1",
        Kind = SaleKind.Sale,
        Sku = "LAMP-1",
        Location = "BERLIN",
        Quantity = 3,
        UnitPrice = 24.9m,
        Amount = 74.7m,
        SoldAt = Noon,
        Day = new DateOnly(2026, 1, 31),
        Customer = "+C1",
        ReturnOf = null,
        RecordedAt = Noon,
    };

    public static readonly ForecastResponse Forecast = new()
    {
        Sku = "LAMP-1",
        Location = "BERLIN",
        Version = 3,
        AsOf = new DateOnly(2026, 1, 30),
        ComputedAt = Noon,
        Status = ForecastStatus.Ok,
        Model = "ses",
        Why = $"It had the lowest pinball loss.",
        Levels = [0.1, 0.5, 0.9],
        Days =
        [
            new ForecastRow(new DateOnly(2026, 1, 31), 1.5, [0, 1, 3]),
            new ForecastRow(new DateOnly(2026, 2, 1), 3, [1, 3, 6]),
        ],
        Cumulative =
        [
            new ForecastRow(new DateOnly(2026, 1, 31), 1.5, [0, 1, 3]),
            new ForecastRow(new DateOnly(2026, 2, 1), 4.5, [2, 4, 8]),
        ],
        Candidates =
        [
            new ModelScore
            {
                Model = "ses",
                Origins = 8,
                HorizonDays = 28,
                Rmsse = 0.81,
                ScaledPinball = 0.4,
                CumulativePinball = 0.55,
                Bias = -0.05,
                Coverage80 = 0.79,
                Coverage95 = 0.94,
                Chosen = true,
            },
            new ModelScore
            {
                Model = "seasonal-naive",
                Origins = 8,
                HorizonDays = 28,
                Rmsse = 1.1,
                ScaledPinball = 0.6,
                CumulativePinball = 0.75,
                Bias = null,
                Coverage80 = 0.7,
                Coverage95 = 0.9,
                Chosen = false,
            },
        ],
        Notes = [$"A silent stretch was left out."],
        Marks =
        [
            new DemandMark(new DateOnly(2026, 1, 5), DemandMarkKind.Outlier, 40, 1.5),
            new DemandMark(new DateOnly(2026, 1, 9), DemandMarkKind.Promotion, 6, 2),
        ],
        Fit = new FitSource(2, Noon, 7),
    };

    public static readonly ForecastAccuracy Accuracy = new(
        28,
        new DateOnly(2026, 1, 4),
        new DateOnly(2026, 1, 30),
        new AccuracyScores
        {
            Series = 41,
            Forecasts = 1_093,
            Rmsse = 0.741,
            NaiveRmsse = 0.912,
            ScaledPinball = 0.311,
            NaiveScaledPinball = 0.402,
            BetterThanNaive = 0.2264,
            Bias = -0.031,
            NaiveBias = 0.012,
            Coverage80 = 0.83,
            Coverage95 = 0.96,
        },
        new AccuracyScores
        {
            Series = 40,
            Forecasts = 520,
            Rmsse = 0.8,
            NaiveRmsse = 0.9,
            ScaledPinball = 0.5,
            NaiveScaledPinball = 0.48,
            BetterThanNaive = -0.0417,
            Bias = 0.06,
            NaiveBias = null,
            Coverage80 = 0.77,
            Coverage95 = 0.92,
        },
        [
            new ModelAccuracy(
                "counts",
                new AccuracyScores
                {
                    Series = 41,
                    Forecasts = 1_093,
                    Rmsse = 0.741,
                    NaiveRmsse = 0.912,
                    ScaledPinball = 0.311,
                    NaiveScaledPinball = 0.402,
                    BetterThanNaive = 0.2264,
                    Bias = -0.031,
                    NaiveBias = 0.012,
                    Coverage80 = 0.83,
                    Coverage95 = 0.96,
                },
                new AccuracyScores
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
                }
            ),
        ],
        [new SeriesSignal("LAMP-1", "BERLIN", 0.74, 60, new DateOnly(2026, 1, 30), null)]
    );

    public static readonly TrendResponse Trend = new()
    {
        Sku = "LAMP-1",
        Name = "Desk lamp",
        Class = MoverClass.Fast,
        AbcClass = "A",
        Direction = TrendDirection.Rising,
        UnitsPerDay = 2.5,
        Change = 0.25,
        SlopePerWeek = 0.1,
        Revenue28 = 1_743m,
        RevenueShare = 0.07,
        PeakWeekday = DayOfWeek.Saturday,
        PeakWeekdayShare = 0.3,
        Turnover = 20.1,
        DaysOfCover = 12.4,
        LastSale = new DateOnly(2026, 1, 30),
        AsOf = new DateOnly(2026, 1, 30),
    };

    private static readonly MatrixFigures Figures = new(3, 1, 120, 2_500.5m, 1, 300, 1);

    public static readonly TrendMatrix Matrix = new(
        MatrixBy.Revenue,
        new(0.8, 0.95, 0.8, 1),
        new DateOnly(2026, 1, 30),
        Figures,
        [new("A", "X", Figures, "Let it be ordered.")]
    );

    public static readonly StockTrend Lying = new()
    {
        Sku = "LAMP-1",
        Name = "Desk lamp",
        Motion = StockMotion.Dead,
        Reason = "12 lie there.",
        OnHand = 12,
        Value = 132,
        UnitsPerDay = 0,
        ExcessUnits = 12,
        ExcessValue = 132,
    };

    public static readonly StockTrendSummary LyingSummary = new(
        60,
        new DateOnly(2026, 1, 30),
        new(1, 0, 132, 132, 0.5, -0.2),
        [new(StockMotion.Dead, new(1, 0, 132, 132, 0.5, -0.2))]
    );

    public static readonly AnomalyResponse Odd = new()
    {
        Sku = "LAMP-1",
        Name = "Desk lamp",
        Location = "BERLIN",
        Kind = AnomalyKind.Drop,
        From = new DateOnly(2026, 1, 3),
        To = new DateOnly(2026, 1, 9),
        Actual = 4,
        Expected = 21.5,
        Probability = 0.00025,
    };

    public static readonly ProductPatterns Patterns = new()
    {
        Sku = "LAMP-1",
        Location = "BERLIN",
        From = new DateOnly(2025, 1, 30),
        AsOf = new DateOnly(2026, 1, 30),
        Weekdays = [new("Saturday", 12, 8, 1.6)],
        Months = [new("January", 30, 5, 1), new("February", 0, null, null)],
        WeekStrength = 0.7,
        Trend = new(26, 0.5, 0.1, 0.9),
        Stage = LifeStage.Growth,
        Promotions = new(3, 30, 15, 1),
        Price = new(2, 9, 12, 300, -1.5, -2, -1, null),
    };

    public static readonly TrendTotals Totals = new(
        TotalsBy.Category,
        new DateOnly(2026, 1, 1),
        new DateOnly(2026, 1, 28),
        TotalsAgainst.LastYear,
        new DateOnly(2025, 1, 2),
        new DateOnly(2025, 1, 29),
        new(100, 200, 100, 200, 0, 0),
        3,
        [new("Light", "Light", new(12, 30, 10, 40, 0.2, -0.25))]
    );

    public static readonly GroupForecasts Groups = new()
    {
        By = ForecastGroupBy.Category,
        Grain = ForecastGrain.Month,
        AsOf = new DateOnly(2026, 1, 20),
        ComputedAt = Noon,
        Count = 3,
        Groups =
        [
            new(
                "Light",
                "Light",
                [
                    new(new(2026, 1, 21), new(2026, 1, 31), 20, new(2025, 1, 21), new(2025, 1, 31), null),
                    new(new(2026, 2, 1), new(2026, 2, 28), 30, new(2025, 2, 1), new(2025, 2, 28), 20),
                ]
            ),
        ],
        Waiting = ["LONDON"],
        Standing = ["OLD"],
    };

    public static readonly SuggestionResponse Suggestion = new()
    {
        Sku = "LAMP-1",
        Name = "Desk lamp",
        Location = "BERLIN",
        Urgency = Urgency.Now,
        OrderQuantity = 48,
        OrderBy = new DateOnly(2026, 2, 1),
        StockOutOn = new DateOnly(2026, 2, 12),
        StockOutProbability = 0.82,
        LostUnits = 14.5m,
        LostSales = 290m,
        WaitingCost = 130.5m,
        DaysOfCover = 12.4,
        OnHand = 31,
        OnOrder = 0,
        ReorderPoint = 40,
        SafetyStock = 9,
        Supplier = "ACME",
        LeadTimeDays = 14,
        UnitCost = 11m,
        Cost = 528m,
        Assumed = false,
        Confidence = ForecastStatus.Ok,
        AsOf = new DateOnly(2026, 1, 30),
        ComputedAt = Noon,
    };

    public static readonly SuggestionExplanation Explanation = new()
    {
        Suggestion = Suggestion,
        ServiceLevel = 0.95m,
        ReviewPeriodDays = 7,
        Moq = 12,
        PackMultiple = 6,
        Steps =
        [
            new ExplanationStep($"Demand over lead time and review", $"95% quantile of 21 days", 70, "units"),
            new ExplanationStep($"To order", $"70 - 31 - 0 = 39, up to a pack of 6 and at least 12", 42, "units"),
        ],
        Model = "ses",
        ForecastVersion = 3,
        StockVersion = 9,
        Notes = [$"The forecast is fresh."],
        Policy = new(
            new()
            {
                Policy = OrderPolicy.PeriodicUpTo,
                Promise = ServicePromise.CycleService,
                Service = 0.95m,
                ReviewDays = 7,
                OrderCost = 0,
            },
            new Dictionary<string, PolicySource>
            {
                ["policy"] = new(PolicyScope.Supplier, "ACME"),
                ["service"] = new(PolicyScope.All, null),
                ["reviewDays"] = new(PolicyScope.Series, "LAMP-1@BERLIN"),
            }
        ),
        LeadTime = new(14, new(0.5, 14, 20), [12, 14, 20], [0.2, 0.4, 0.4]),
        WhySupplier = $"ACME is the preferred supplier.",
        OtherSuppliers = [new("BOLT", 60, 12.5m, 750, 3, new DateOnly(2026, 2, 4))],
        Backtest =
        [
            new()
            {
                Model = "ses",
                Origins = 8,
                HorizonDays = 21,
                Rmsse = 0.71,
                Bias = -0.02,
                Coverage80 = 0.8,
                Coverage95 = 0.94,
                Chosen = true,
            },
            new()
            {
                Model = "naive",
                Origins = 8,
                HorizonDays = 21,
                Rmsse = 1.03,
                Chosen = false,
            },
        ],
    };

    public static readonly StockProjection Projection = new()
    {
        Sku = "LAMP-1",
        Location = "BERLIN",
        AsOf = new DateOnly(2026, 1, 31),
        OnHand = 31,
        ReorderPoint = 40,
        Arrivals = [new("PO-7", new DateOnly(2026, 2, 2), new DateOnly(2026, 2, 2), 6, false)],
        Order = new(48, new DateOnly(2026, 2, 1), new DateOnly(2026, 2, 3)),
        Days =
        [
            new(new DateOnly(2026, 2, 1), new(31, 16, 12, 16, 20, 0.001, 0), null),
            new(new DateOnly(2026, 2, 2), new(37, 7, 1.5, 7, 12, 0.08, 0.4), null),
            new(new DateOnly(2026, 2, 3), new(37, 0, 0, 0, 5, 0.81, 8), new(85, 40, 33, 40, 47, 0, 0)),
        ],
        StockOutOn = new DateOnly(2026, 2, 3),
        Confidence = ForecastStatus.Ok,
        ForecastVersion = 3,
        StockVersion = 9,
        Notes = ["The band is a guess."],
    };

    public static readonly StatusResponse Status = new(
        true,
        true,
        Noon,
        [new PartStatus("catalog", "healthy", null, new Dictionary<string, string> { ["postgres"] = "healthy" })],
        [new SourceReconciliation("manual", 10, 10, 10, 1, 7, true)],
        [new ConsumerLag("catalog", 0, 0)],
        new Dictionary<string, long> { ["outbox"] = 0 }
    );
}
