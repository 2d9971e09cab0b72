using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using SmartInventory.Contracts;
using SmartInventory.Contracts.Forecasting;
using SmartInventory.Contracts.Messages;

namespace SmartInventory.Forecasting.Tests.Service;

/// <summary>Policies replayed on the past.</summary>
public sealed class SimulationTests(WorkerHost worker) : IClassFixture<WorkerHost>
{
    /// <summary>Trends put each product into a cell of the matrix, at most once a minute.</summary>
    private async Task<string> Cell(string sku)
    {
        string? cell = null;
        worker.Ahead = TimeSpan.FromMinutes(2);
        try
        {
            await WorkerHost.Until(async () =>
                (
                    cell = await worker.Db(db =>
                        db.ProductSegments.Where(s => s.Sku == sku).Select(s => s.Cell).SingleOrDefaultAsync(Ct)
                    )
                )
                    is not null
            );
        }
        finally
        {
            worker.Ahead = TimeSpan.Zero;
        }
        return cell!;
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <summary>Products with 200 days of history, at 2 a unit and 2.5 each when sold.</summary>
    private async Task Sold(string supplier, params string[] skus)
    {
        await worker.Publish(new SupplierChanged([new(supplier, 1, supplier, false)]));
        await worker.Publish(
            new ProductChanged([
                .. skus.Select(s => WorkerHost.Product(s, 1, new SupplierTermState(supplier, 5, 0, 6, 2, true))),
            ])
        );
        foreach (var sku in skus)
            await worker.Publish(WorkerHost.History(sku, 200));
        await worker.GetUntil<Page<SuggestionResponse>>(
            $"/api/v1/replenishment?supplier={supplier}&all=true",
            p => p.Items.Count == skus.Length && p.Items.All(s => s.ReorderPoint > 0)
        );
        // The history is as long as the days that came; the list shows what came first.
        await WorkerHost.Until(async () =>
            (await Run(new() { Skus = skus, Days = 100 })) is { LeftOut: 0, Days: 100 } done
            && done.Series == skus.Length
        );
    }

    private async Task<SimulationResult> Run(SimulateReplenishment simulation)
    {
        using var response = await Post(simulation);
        var text = await response.Content.ReadAsStringAsync(Ct);
        Assert.True(response.StatusCode == HttpStatusCode.OK, $"{response.StatusCode}: {text}");
        return JsonSerializer.Deserialize<SimulationResult>(text, ContractsJson.Options)!;
    }

    private Task<HttpResponseMessage> Post(object simulation) =>
        worker.Http.PostAsJsonAsync("/api/v1/replenishment/simulate", simulation, ContractsJson.Options, Ct);

    [Fact]
    public async Task A_proposed_policy_stands_beside_the_one_in_force_with_the_curve_and_what_if()
    {
        await Sold("SIM", "SIM-1", "SIM-2");

        var result = await Run(
            new()
            {
                Supplier = "SIM",
                Days = 100,
                Proposed = new()
                {
                    Policy = OrderPolicy.PeriodicUpTo,
                    Promise = ServicePromise.FillRate,
                    Service = .99m,
                    ReviewDays = 14,
                },
                ServiceLevels = [.6m, .9m, .999m],
                OrderCost = 3,
                By = SimulationGroup.Product,
            }
        );

        Assert.Equal((2, 0, 100), (result.Series, result.LeftOut, result.Days));
        var (now, then) = (result.Current, result.Proposed);
        // 4 or 5 on workdays, 8 on Saturdays, for 100 days, twice.
        Assert.InRange(now.Demand, 900, 1_100);
        Assert.Equal(now.Demand, then.Demand);
        Assert.InRange(now.FillRate, .95, 1);
        Assert.InRange(then.FillRate, .95, 1);
        // Every other week instead of about every week, and more on hand for it.
        Assert.True(then.Orders < now.Orders && then.MeanStock > now.MeanStock);
        Assert.InRange(now.MeanStockValue - now.MeanStock * 2, -1, 1);
        Assert.Equal(0, now.Ordered % 6);
        Assert.Equal(3 * now.Orders, now.OrderingCost);
        Assert.Equal(now.HoldingCost + now.OrderingCost + now.LostMargin, now.Cost);
        Assert.Equal([.6m, .9m, .999m], result.Curve.Select(p => p.Service));
        Assert.True(result.Curve[0].Outcome.MeanStock < result.Curve[2].Outcome.MeanStock);
        Assert.True(result.Curve[0].Outcome.FillRate <= result.Curve[2].Outcome.FillRate);
        Assert.InRange(result.Hindsight!.Value, 1, Math.Min(now.Cost, then.Cost));
        Assert.Equal(["SIM-1", "SIM-2"], result.Groups.Select(g => g.Key).Order());
        Assert.Equal(now.Orders, result.Groups.Sum(g => g.Current.Orders));
        Assert.Contains(result.Notes, n => n.Contains("the days before", StringComparison.Ordinal));

        var cell = await Cell("SIM-1");
        var segment = await Run(
            new()
            {
                Supplier = "SIM",
                Segment = cell,
                Days = 100,
                By = SimulationGroup.Segment,
            }
        );
        Assert.Equal([cell], segment.Groups.Select(g => g.Key));
        Assert.Equal(segment.Series, segment.Groups[0].Series);

        var same = await Run(new() { Skus = ["SIM-1"], Days = 100 });
        Assert.Equal(same.Current, same.Proposed);
        Assert.Null(same.Hindsight);

        var worse = await Run(
            new()
            {
                Skus = ["SIM-1"],
                Days = 100,
                DemandFactor = 1.2m,
                LateDays = 14,
                CostFactor = 1.1m,
            }
        );
        Assert.Equal(same.Current, worse.Current);
        Assert.InRange(worse.Proposed.Demand - 1.2m * same.Current.Demand, -2, 2);
        Assert.InRange(worse.Proposed.MeanStockValue - worse.Proposed.MeanStock * 2.2m, -1, 1);
        Assert.True(worse.Proposed.MeanStock > same.Current.MeanStock);

        var typed = await Run(
            new()
            {
                Skus = ["SIM-1"],
                Days = 100,
                Proposed = new()
                {
                    Policy = OrderPolicy.MinMax,
                    Min = 0,
                    Max = 12,
                },
            }
        );
        Assert.InRange(typed.Proposed.FillRate, .05, .7);
        Assert.True(typed.Proposed.Lost > 0 && typed.Proposed.LostMargin > 0 && typed.Proposed.StockOutDays > 0);
    }

    [Fact]
    public async Task What_is_bad_is_named_by_field_and_reason()
    {
        using var response = await Post(
            new
            {
                skus = new[] { " " },
                location = "?",
                days = 5,
                proposed = new
                {
                    policy = "min-max",
                    service = 1,
                    reviewDays = 0,
                    min = 5,
                    max = 3,
                },
                serviceLevels = new[] { 0.9, 1.5 },
                demandFactor = 100,
                lateDays = -1,
                costFactor = 0,
                orderCost = -1,
                holdingRate = 11,
                backordered = 2,
            }
        );
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        var errors = (await response.Content.ReadFromJsonAsync<JsonElement>(Ct)).GetProperty("errors");
        Assert.Equal(
            [
                "backordered",
                "costFactor",
                "days",
                "demandFactor",
                "holdingRate",
                "lateDays",
                "location",
                "orderCost",
                "proposed.max",
                "proposed.reviewDays",
                "proposed.service",
                "serviceLevels[1]",
                "skus[0]",
            ],
            errors.EnumerateObject().Select(e => e.Name).Order(StringComparer.Ordinal)
        );

        using var nothing = await Post(new { skus = new[] { "NOBODY-SELLS-IT" }, proposed = new { min = 3 } });
        Assert.Contains("proposed.min", await nothing.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
        using var unknown = await Post(new { skus = new[] { "NOBODY-SELLS-IT" } });
        Assert.Equal(HttpStatusCode.BadRequest, unknown.StatusCode);
        Assert.Contains("no series is meant", await unknown.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
        using var word = await Post(new { proposed = new { policy = "guess" } });
        Assert.Equal(HttpStatusCode.BadRequest, word.StatusCode);
    }

    [Fact]
    public async Task A_history_that_is_too_short_is_left_out_and_said()
    {
        await worker.Publish(new ProductChanged([WorkerHost.Product("SHORT-1")]));
        await worker.Publish(WorkerHost.History("SHORT-1", 30));
        await worker.GetUntil<Page<SuggestionResponse>>(
            "/api/v1/replenishment?all=true&limit=500",
            p => p.Items.Any(s => s.Sku == "SHORT-1")
        );
        var result = await Run(new() { Skus = ["SHORT-1"] });
        Assert.Equal((0, 1), (result.Series, result.LeftOut));
        Assert.Contains(result.Notes, n => n.Contains("left out", StringComparison.Ordinal));
    }
}
