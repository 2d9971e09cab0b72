namespace SmartInventory.Architecture.Tests;

public sealed class EngineTests
{
    /// <summary>Each folder of the engine may use those before it.</summary>
    private static readonly string[] Order =
    [
        "Paths",
        "History",
        "Smooth",
        "Counts",
        "Methods",
        "Backtest",
        "Global",
        "Replenishment",
        "Replay",
    ];

    [Fact]
    public void The_folders_of_the_engine_use_only_those_below()
    {
        var uses = Rooms.Read("SmartInventory.Forecasting.Engine", "SmartInventory.Forecasting.Engine");
        Assert.NotEmpty(uses);
        Assert.Empty(Rooms.Against(uses, Order));
        Assert.Equal(Order.Order(), uses.SelectMany(u => new[] { u.Room, u.Used }).Distinct().Order());
    }

    [Fact]
    public void An_order_turned_round_is_noticed()
    {
        var uses = Rooms.Read("SmartInventory.Forecasting.Engine", "SmartInventory.Forecasting.Engine");
        Assert.NotEmpty(Rooms.Against(uses, [.. Order.Reverse()]));
    }

    /// <summary>The surface that others build on: a type more or less here is a decision.</summary>
    [Fact]
    public void Only_what_others_need_is_public() =>
        Assert.Equal(
            [
                "ClosedWeekday",
                "DailyDemand",
                "DayAndWeekModels",
                "DayDemand",
                "DayMark",
                "DayMarkKind",
                "DayMarks",
                "DayRange",
                "DemandOutlook",
                "DemandTable",
                "DistributionForecast",
                "EconomicOrder",
                "Expectation",
                "ExpectedPeriod",
                "ForecastRequest",
                "ForecastSituation",
                "ForecastWorkspace",
                "Forecaster",
                "GlobalCalendar",
                "GlobalExpectation",
                "GlobalModel",
                "GlobalSeries",
                "HindsightPlan",
                "IDemandDistribution",
                "IOrderPolicy",
                "IOrderSituation",
                "LeadTime",
                "LeadTimeDemand",
                "LongerPeriods",
                "MethodScore",
                "NaiveBaseline",
                "Normal",
                "NormalDemand",
                "OrderPoints",
                "OrderQuantity",
                "PeriodForecast",
                "PolicyKind",
                "PriceBreak",
                "PromotionUplift",
                "Question",
                "RaisedDays",
                "ReplayResult",
                "ReplaySituation",
                "Replayer",
                "RetailCalendar",
                "Scores",
                "SeriesContext",
                "SeriesFit",
                "SeriesForecast",
                "SeriesForecaster",
                "ServiceMeasure",
                "ServicePolicy",
                "StableRandom",
                "StockLevels",
                "StockRule",
                "SupplyTerms",
                "TypedLevels",
                "UnitPrices",
                "WeeksToo",
                "YearAhead",
            ],
            typeof(Forecasting.Engine.Forecaster)
                .Assembly.GetExportedTypes()
                .Select(t => t.Name)
                .Order(StringComparer.Ordinal)
        );
}
