using System.Net;
using Microsoft.EntityFrameworkCore;
using SmartInventory.Contracts;
using SmartInventory.Contracts.Forecasting;
using SmartInventory.Contracts.Messages;

namespace SmartInventory.Forecasting.Tests.Service;

/// <summary>Lists, errors and a Redis that is not there.</summary>
public sealed class ReadsTests : IAsyncLifetime
{
    // Nobody listens on port 1: the worker runs without Redis from its start.
    private readonly WorkerHost _worker = new() { Cache = "127.0.0.1:1" };

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => _worker.InitializeAsync();

    public ValueTask DisposeAsync() => _worker.DisposeAsync();

    [Fact]
    public async Task Without_Redis_everything_is_served_from_Postgres_and_owed()
    {
        await _worker.Publish(WorkerHost.History("LOST", 60));
        var forecast = (await _worker.GetUntil<List<ForecastResponse>>("/api/v1/forecasts/LOST", f => f.Count == 1))[0];
        Assert.Equal(56, forecast.Days.Count);
        Assert.Single((await _worker.Get<List<SuggestionExplanation>>("/api/v1/replenishment/LOST"))!);
        Assert.NotNull(await _worker.GetUntil<TrendResponse>("/api/v1/trends/LOST", _ => true));
        var health = (await _worker.Get<Contracts.Status.HealthReport>("/health"))!;
        Assert.Equal(
            ("degraded", "degraded", "healthy"),
            (health.Status, health.Checks["redis"].Status, health.Checks["postgres"].Status)
        );
        Assert.True(await _worker.Db(db => db.CacheDebts.AnyAsync(d => d.Sku == "LOST", Ct)));
    }

    [Fact]
    public async Task A_new_day_begins_without_a_sale()
    {
        await _worker.Publish(WorkerHost.History("MIDNIGHT", 60));
        var before = (
            await _worker.GetUntil<List<ForecastResponse>>(
                "/api/v1/forecasts/MIDNIGHT",
                f => f.Count == 1 && f[0].Candidates.Count > 0
            )
        )[0];
        _worker.Ahead = TimeSpan.FromDays(1);
        var after = (
            await _worker.GetUntil<List<ForecastResponse>>("/api/v1/forecasts/MIDNIGHT", f => f[0].AsOf > before.AsOf)
        )[0];
        Assert.Equal(before.Days[1].Date, after.Days[0].Date);
        // Beyond four weeks without any sale of the location its clock goes back to its last day.
        _worker.Ahead = TimeSpan.FromDays(40);
        await _worker.GetUntil<List<ForecastResponse>>(
            "/api/v1/forecasts/MIDNIGHT",
            f => f[0].AsOf == WorkerHost.Today.AddDays(-1)
        );
    }

    [Fact]
    public async Task Pages_hold_every_item_once_in_order()
    {
        for (var i = 0; i < 7; i++)
        {
            await _worker.Publish(
                new SalesRecorded([
                    .. Enumerable
                        .Range(1, 60)
                        .Select(d => WorkerHost.Line($"P-{i}", WorkerHost.Today.AddDays(-d), 1 + i % 4)),
                ])
            );
        }
        await _worker.Publish(
            new ProductChanged([
                .. new[] { 0, 2, 3, 4, 5 }.Select(i => WorkerHost.Product($"P-{i}")),
                WorkerHost.Product("P-6") with
                {
                    Archived = true,
                },
                WorkerHost.Product("P-1") with
                {
                    Name = "50%_off\\",
                },
            ])
        );
        // P-5 sells and was never counted.
        await _worker.Publish(
            new StockChanged([
                .. Enumerable
                    .Range(0, 7)
                    .Where(i => i != 5)
                    .Select(i => new StockState($"P-{i}", "LDN", 1, i == 2 ? 10_000 : i, 0, true)),
            ])
        );
        await _worker.Settled(420);
        await _worker.GetUntil<Page<SuggestionResponse>>(
            "/api/v1/replenishment?all=true",
            p => p.Items.Count == 6 && p.Items.All(s => s.OnHand > 0 || s.Sku is "P-0" or "P-5")
        );

        foreach (var sort in (string[])["revenue", "velocity", "slowest", "growth"])
        {
            var trends = await All<TrendResponse>($"/api/v1/trends?sort={sort}&limit=2");
            Assert.Equal(["P-0", "P-1", "P-2", "P-3", "P-4", "P-5", "P-6"], trends.Select(t => t.Sku).Order());
            Func<TrendResponse, double> key = sort switch
            {
                "velocity" => t => -t.UnitsPerDay,
                "slowest" => t => t.UnitsPerDay,
                "growth" => t => -t.Change ?? 2,
                _ => t => (double)-t.Revenue28,
            };
            Assert.Equal(trends.OrderBy(key).ThenBy(t => t.Sku).Select(t => t.Sku), trends.Select(t => t.Sku));
        }
        Assert.Equal(["P-1"], (await All<TrendResponse>("/api/v1/trends?search=%25_off%5C")).Select(t => t.Sku));
        var classes = await All<TrendResponse>("/api/v1/trends?limit=3");
        foreach (var mover in classes.Select(t => t.Class).Distinct())
        {
            var word = mover.ToString().ToLowerInvariant();
            Assert.Equal(
                classes.Count(t => t.Class == mover),
                (await All<TrendResponse>($"/api/v1/trends?mover={word}&limit=3")).Count
            );
        }

        var due = await All<SuggestionResponse>("/api/v1/replenishment?limit=2");
        Assert.Equal(["P-0", "P-1", "P-3", "P-4"], due.Select(s => s.Sku).Order());
        Assert.Equal(
            due.OrderByDescending(s => s.WaitingCost).ThenBy(s => s.Urgency).ThenBy(s => s.Sku).Select(s => s.Sku),
            due.Select(s => s.Sku)
        );
        Assert.All(due, s => Assert.True(s.WaitingCost > 0));
        var uncounted = Assert.Single(await All<SuggestionResponse>("/api/v1/replenishment?advice=count-first"));
        Assert.Equal(
            ("P-5", Urgency.None, 0m, null),
            (uncounted.Sku, uncounted.Urgency, uncounted.OrderQuantity, uncounted.OrderBy)
        );
        Assert.True(uncounted.WaitingCost > 0);
        Assert.Equal(
            ["P-2"],
            (await All<SuggestionResponse>("/api/v1/replenishment?advice=nothing")).Select(s => s.Sku)
        );

        var summary = (await _worker.Get<WorklistSummary>("/api/v1/replenishment/summary?by=category"))!;
        Assert.Equal((4, 1), (summary.Total.Lines, summary.CountFirst));
        Assert.Equal(due.Sum(s => s.WaitingCost), summary.Total.WaitingCost);
        Assert.Equal(due.Sum(s => s.Cost), summary.Total.Cost);
        Assert.Equal(("Things", summary.Total), (Assert.Single(summary.Groups).Key, summary.Groups[0].Totals));
        Assert.Empty(summary.Standing);
        var none = (await _worker.Get<WorklistSummary>("/api/v1/replenishment/summary?supplier=ACME"))!;
        Assert.Equal((0, 0), (none.Total.Lines, none.CountFirst));
        foreach (
            var (query, field) in (IEnumerable<(string, string)>)
                [
                    ("?advice=perhaps", "advice"),
                    ("?advice=order&all=true", "advice"),
                    ("?urgency=very", "urgency"),
                    ("/summary?by=colour", "by"),
                    ("/summary?supplier=!!", "supplier"),
                ]
        )
        {
            using var refused = await _worker.Http.GetAsync($"/api/v1/replenishment{query}", Ct);
            Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
            Assert.Contains($"\"{field}\":", await refused.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
        }
        Assert.Equal(6, (await All<SuggestionResponse>("/api/v1/replenishment?limit=2&all=true")).Count);
        Assert.Empty(await All<SuggestionResponse>("/api/v1/replenishment?location=NOWHERE"));
        Assert.Contains(
            "The product is archived: nothing is ordered.",
            (await _worker.Get<List<SuggestionExplanation>>("/api/v1/replenishment/P-6"))![0].Notes
        );
    }

    [Fact]
    public async Task Bad_requests_name_every_bad_field_at_once()
    {
        var (status, body) = await _worker.Problem(
            HttpMethod.Get,
            "/api/v1/forecasts/A?location=a%20b&horizon=1000000"
        );
        Assert.Equal(400, status);
        Assert.Equal(
            $$"""{"location":["{{Code.Rule}}"],"horizon":["must be between 1 and 180"]}""",
            body.GetProperty("errors").ToString().Replace("\\u0027", "'", StringComparison.Ordinal)
        );

        string[] bad =
        [
            "/api/v1/forecasts/A?horizon=0",
            "/api/v1/forecasts/A?horizon=-1",
            "/api/v1/forecasts/A?horizon=x",
            "/api/v1/forecasts/A/history?days=0",
            "/api/v1/trends?limit=0",
            "/api/v1/trends?limit=-1",
            "/api/v1/trends?limit=1000000",
            "/api/v1/trends?sort=size",
            "/api/v1/trends?mover=Fast",
            "/api/v1/trends?after=abc",
            "/api/v1/trends?after=WyJ0cmVuZHMvcmV2ZW51ZSIsIk5hTiIsIkEiXQ",
            "/api/v1/replenishment?limit=501",
            "/api/v1/replenishment?location=!",
            "/api/v1/replenishment?all=perhaps",
            "/api/v1/replenishment?after=WyJ4Il0",
        ];
        foreach (var path in bad)
            Assert.Equal((400, path), ((await _worker.Problem(HttpMethod.Get, path)).Status, path));
    }

    [Fact]
    public async Task An_unknown_product_is_a_404_that_names_it()
    {
        foreach (
            var (method, path) in ((HttpMethod, string)[])
                [
                    (HttpMethod.Get, "/api/v1/forecasts/nobody"),
                    (HttpMethod.Get, "/api/v1/forecasts/NOBODY/history"),
                    (HttpMethod.Post, "/api/v1/forecasts/NOBODY/refresh"),
                    (HttpMethod.Get, "/api/v1/trends/NOBODY"),
                    (HttpMethod.Get, "/api/v1/replenishment/NOBODY"),
                ]
        )
        {
            var (status, body) = await _worker.Problem(method, path);
            Assert.Equal((404, "No product has the SKU 'NOBODY'."), (status, body.GetProperty("title").GetString()));
        }

        var (_, malformed) = await _worker.Problem(HttpMethod.Get, "/api/v1/trends/-");
        Assert.Equal("No product has the SKU '-'.", malformed.GetProperty("title").GetString());
        Assert.Equal($"A SKU {Sku.Rule}.", malformed.GetProperty("detail").GetString());
    }

    [Fact]
    public async Task A_product_that_never_sold_has_empty_lists()
    {
        await _worker.Publish(new ProductChanged([WorkerHost.Product("QUIET/1")]));
        Assert.Empty(await _worker.GetUntil<List<ForecastResponse>>("/api/v1/forecasts/quiet%2F1", _ => true));
        Assert.Empty((await _worker.Get<List<SuggestionExplanation>>("/api/v1/replenishment/QUIET%2F1"))!);
        var (status, body) = await _worker.Problem(HttpMethod.Get, "/api/v1/trends/QUIET%2F1");
        Assert.Equal(
            (404, "'QUIET/1' was never sold: there is no trend."),
            (status, body.GetProperty("title").GetString())
        );
    }

    private async Task<List<T>> All<T>(string path)
    {
        var all = new List<T>();
        string? after = null;
        do
        {
            var page = (
                await _worker.Get<Page<T>>(
                    after is null
                        ? path
                        : $"{path}{(path.Contains('?', StringComparison.Ordinal) ? '&' : '?')}after={after}"
                )
            )!;
            all.AddRange(page.Items);
            after = page.Next;
        } while (after is not null);
        return all;
    }
}
