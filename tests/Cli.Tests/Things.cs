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

    public static readonly ProductResponse Lamp = new(
        Id,
        "LAMP-1",
        "Desk lamp, \"big\"",
        "=cheap",
        "Light",
        "each",
        true,
        24.9m,
        11m,
        0.95m,
        7,
        [new SupplierTermResponse("ACME", "Acme Trading", 14, 12, 6, 11m, true)],
        1_234,
        48,
        56,
        1_394.4m,
        Noon,
        false,
        Noon,
        Noon,
        "\"17\""
    );

    public static readonly SupplierResponse Acme = new(
        Id,
        "ACME",
        "Acme Trading",
        "orders@acme.example",
        null,
        null,
        3,
        false,
        Noon,
        Noon,
        "\"5\""
    );

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

    public static readonly MovementResponse Movement = new(
        Id,
        "LAMP-1",
        "BERLIN",
        MovementKind.Receipt,
        31,
        null,
        "PO-17",
        null,
        Noon,
        Noon
    );

    public static readonly PurchaseOrderResponse Order = new(
        Id,
        "PO-17",
        "ACME",
        "BERLIN",
        PurchaseOrderStatus.PartlyReceived,
        new DateOnly(2026, 1, 10),
        new DateOnly(2026, 1, 24),
        [new PurchaseOrderLineResponse("LAMP-1", 48, 20, 11), new PurchaseOrderLineResponse("LAMP-2", 24, 24, 9.8m)],
        "\"9\""
    );

    public static readonly SaleResponse Sale = new(
        Id,
        "manual",
        "x-1",
        SaleKind.Sale,
        "LAMP-1",
        "BERLIN",
        3,
        24.9m,
        Noon,
        new DateOnly(2026, 1, 31),
        "+C1",
        null,
        Noon
    );

    public static readonly ForecastResponse Forecast = new(
        "LAMP-1",
        "BERLIN",
        3,
        new DateOnly(2026, 1, 30),
        Noon,
        ForecastStatus.Ok,
        "ses",
        "It had the lowest pinball loss.",
        [0.1, 0.5, 0.9],
        [
            new ForecastRow(new DateOnly(2026, 1, 31), 1.5, [0, 1, 3]),
            new ForecastRow(new DateOnly(2026, 2, 1), 3, [1, 3, 6]),
        ],
        [
            new ForecastRow(new DateOnly(2026, 1, 31), 1.5, [0, 1, 3]),
            new ForecastRow(new DateOnly(2026, 2, 1), 4.5, [2, 4, 8]),
        ],
        [
            new ModelScore("ses", 8, 28, 0.81, 0.4, 0.55, -0.05, 0.79, 0.94, true),
            new ModelScore("seasonal-naive", 8, 28, 1.1, 0.6, 0.75, null, 0.7, 0.9, false),
        ],
        ["A silent stretch was left out."],
        [
            new DemandMark(new DateOnly(2026, 1, 5), DemandMarkKind.Outlier, 40, 1.5),
            new DemandMark(new DateOnly(2026, 1, 9), DemandMarkKind.Promotion, 6, 2),
        ],
        new FitSource(2, Noon, 7)
    );

    public static readonly ForecastAccuracy Accuracy = new(
        28,
        new DateOnly(2026, 1, 4),
        new DateOnly(2026, 1, 30),
        new AccuracyScores(41, 1_093, 0.741, 0.912, 0.311, 0.402, 0.2264, -0.031, 0.012, 0.83, 0.96),
        new AccuracyScores(40, 520, 0.8, 0.9, 0.5, 0.48, -0.0417, 0.06, null, 0.77, 0.92),
        [
            new ModelAccuracy(
                "counts",
                new AccuracyScores(41, 1_093, 0.741, 0.912, 0.311, 0.402, 0.2264, -0.031, 0.012, 0.83, 0.96),
                new AccuracyScores(0, 0, null, null, null, null, null, null, null, null, null)
            ),
        ],
        [new SeriesSignal("LAMP-1", "BERLIN", 0.74, 60, new DateOnly(2026, 1, 30), null)]
    );

    public static readonly TrendResponse Trend = new(
        "LAMP-1",
        "Desk lamp",
        MoverClass.Fast,
        "A",
        TrendDirection.Rising,
        2.5,
        0.25,
        0.1,
        1_743m,
        0.07,
        DayOfWeek.Saturday,
        0.3,
        20.1,
        12.4,
        new DateOnly(2026, 1, 30),
        new DateOnly(2026, 1, 30)
    );

    public static readonly SuggestionResponse Suggestion = new(
        "LAMP-1",
        "Desk lamp",
        "BERLIN",
        Urgency.Now,
        48,
        new DateOnly(2026, 2, 1),
        new DateOnly(2026, 2, 12),
        12.4,
        31,
        0,
        40,
        9,
        "ACME",
        14,
        11m,
        528m,
        false,
        ForecastStatus.Ok,
        new DateOnly(2026, 1, 30),
        Noon
    );

    public static readonly SuggestionExplanation Explanation = new(
        Suggestion,
        0.95m,
        7,
        12,
        6,
        [
            new ExplanationStep("Demand over lead time and review", "95% quantile of 21 days", 70, "units"),
            new ExplanationStep("To order", "70 - 31 - 0 = 39, up to a pack of 6 and at least 12", 42, "units"),
        ],
        "ses",
        3,
        9,
        ["The forecast is fresh."]
    );

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
