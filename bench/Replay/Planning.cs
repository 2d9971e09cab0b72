using System.Diagnostics;
using System.Globalization;
using SmartInventory.Contracts.Catalog;
using SmartInventory.Contracts.Forecasting;
using SmartInventory.Forecasting.Catalogue;
using SmartInventory.Forecasting.Engine;
using SmartInventory.Forecasting.Engine.History;
using SmartInventory.Forecasting.Forecasts;
using SmartInventory.Forecasting.Replenishment;
using SmartInventory.Forecasting.Series;

namespace SmartInventory.ReplayBench;

/// <summary>
/// How long it takes to plan many series anew: from their forecasts to suggestions as they are stored.
/// </summary>
internal static class Planning
{
    private const int Horizon = 56;
    private static readonly DateOnly Today = new(2026, 3, 2);

    public static void Run(RunOptions run, List<Item> items, TextWriter output)
    {
        var forecasts = items.ConvertAll(Forecast);
        foreach (var (name, fields) in Policies)
        {
            var data = Known(run.Plan, forecasts, fields);
            // The first pass reads the terms of each product from their text, as a refresh does.
            var started = Stopwatch.GetTimestamp();
            var orders = 0;
            var characters = 0L;
            Parallel.For(
                0,
                run.Plan,
                i =>
                {
                    var forecast = forecasts[i % forecasts.Count];
                    var built = SuggestionBuilder.Build(Key(i), data, null, [], forecast, 1, DateTimeOffset.UnixEpoch);
                    var stored = StoredSuggestion.Of(built, "Things", 1, false);
                    Interlocked.Add(ref characters, stored.Document.Length + stored.Inputs!.Length);
                    if (stored.Advice == Advice.Order)
                        Interlocked.Increment(ref orders);
                }
            );
            var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
            output.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{name}: {run.Plan} series, {orders} orders, {characters / run.Plan} characters each, "
                        + $"{Environment.ProcessorCount} cores: {seconds:0.0} s"
                )
            );
        }
    }

    private static (string Name, PolicyFields Fields)[] Policies =>
        [
            ("as built in", new()),
            ("fill rate", new() { Promise = ServicePromise.FillRate, Service = 0.98m }),
            (
                "lots by fill rate",
                new()
                {
                    Policy = OrderPolicy.ReorderQuantity,
                    Promise = ServicePromise.FillRate,
                    Service = 0.98m,
                    OrderCost = 5,
                }
            ),
            ("(R, S)", new() { Policy = OrderPolicy.PeriodicUpTo }),
        ];

    private static SeriesKey Key(int i) => SeriesKey.Of($"SKU-{i:00000}", "X");

    /// <summary>Half of the products have receipts that taught a random lead time.</summary>
    private static SeriesData Known(int count, List<ForecastDocument> forecasts, PolicyFields fields) =>
        new()
        {
            Products = Enumerable
                .Range(0, count)
                .Select(i =>
                    KnownProduct.Of(
                        new()
                        {
                            Sku = Key(i).Sku,
                            Version = 1,
                            Name = $"Product {i}",
                            Category = "Things",
                            Unit = "each",
                            WholeUnits = true,
                            Price = 5,
                            Cost = 3,
                            ServiceLevel = null,
                            ReviewPeriodDays = null,
                            Terms =
                            [
                                new(i % 2 == 0 ? "LATE" : "EXACT", 7, 6, 6, 3, true),
                                new("OTHER", 3, 1, 1, 4, false),
                            ],
                            Archived = false,
                        }
                    )
                )
                .ToDictionary(p => p.Sku),
            Stock = Enumerable
                .Range(0, count)
                .ToDictionary(
                    Key,
                    i =>
                        KnownStock.Of(
                            new(
                                Key(i).Sku,
                                "X",
                                1,
                                decimal.Round((decimal)(forecasts[i % forecasts.Count].Mean.Take(1 + i % 28).Sum())),
                                0,
                                true
                            )
                        )
                ),
            StockOuts = new Dictionary<SeriesKey, DayRange[]>(),
            Suppliers = new Dictionary<string, KnownSupplier>(),
            LeadTimes = new(
                new Dictionary<(string Supplier, string Sku), DeliveryDelay> { [("LATE", "")] = new(20, 2, 6) }
            ),
            ArchivedLocations = new HashSet<string>(),
            Policies = new(
                [
                    new()
                    {
                        Scope = PolicyScope.All,
                        Key = "",
                        Fields = fields,
                    },
                ],
                new Dictionary<string, string>()
            ),
            Clocks = new Dictionary<string, LocationClock> { ["X"] = new(Today, true, 500, [], []) },
        };

    private static ForecastDocument Forecast(Item item)
    {
        var forecast = Forecaster.Forecast(item.Demand, 7, Horizon, method: "counts");
        return new(
            Today,
            ForecastStatus.Ok,
            "counts",
            $"Asked for.",
            true,
            14,
            item.Demand.Length,
            forecast.Mean,
            [],
            forecast.Cumulative,
            [],
            []
        );
    }
}
