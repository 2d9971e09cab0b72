using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using SmartInventory.Contracts.Forecasting;
using SmartInventory.Contracts.Messages;
using SmartInventory.Forecasting.Groups;

namespace SmartInventory.Forecasting.Tests.Service;

/// <summary>The year ahead of categories and locations.</summary>
public sealed class GroupTests : IAsyncLifetime
{
    private const string Path = "/api/v1/forecasts/groups";

    /// <summary>Products at the locations whose clock runs; one is archived, one was never announced.</summary>
    private static readonly string[] Counted = ["LAMP", "BULB", "CHAIR", "NAMELESS"];

    private readonly WorkerHost _worker = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => _worker.InitializeAsync();

    public ValueTask DisposeAsync() => _worker.DisposeAsync();

    [Fact]
    public async Task Before_anything_is_added_up_there_is_nothing_to_tell()
    {
        var none = (await _worker.Get<GroupForecasts>(Path))!;
        Assert.Equal((null, null, 0), (none.AsOf, none.ComputedAt, none.Count));
        Assert.Equal(
            (ForecastGroupBy.Category, ForecastGrain.Month, 0, 0),
            (none.By, none.Grain, none.Groups.Count, none.Standing.Count)
        );
    }

    [Fact]
    public async Task What_is_bad_is_refused_by_name()
    {
        (string Query, string Field)[] bad =
        [
            ("by=product", "by"),
            ("grain=day", "grain"),
            ("grain=year", "grain"),
            ("horizon=13", "horizon"),
            ("horizon=0&grain=week", "horizon"),
            ("horizon=53&grain=week", "horizon"),
            ("location=!", "location"),
            ("category=a%07b", "category"),
            ("limit=501", "limit"),
        ];
        foreach (var (query, field) in bad)
        {
            var (status, problem) = await _worker.Problem(HttpMethod.Get, $"{Path}?{query}");
            Assert.Equal(
                (query, 400, field),
                (query, status, string.Join(' ', problem.GetProperty("errors").EnumerateObject().Select(e => e.Name)))
            );
        }
    }

    [Fact]
    public async Task The_numbers_of_groups_are_the_sums_of_those_of_their_products()
    {
        await SellAsync();
        var all = await AddedUpAsync(WorkerHost.Today);
        Assert.Equal(["OLD"], all.Standing);

        foreach (var grain in new[] { ForecastGrain.Week, ForecastGrain.Month })
        {
            var series = await ProductsAsync(grain);
            var one = await GroupsAsync("none", grain);
            AssertSums(series, Assert.Single(one), _ => true);
            Assert.Equal((null, "(all)"), (one[0].Key, one[0].Name));

            // What is archived, and what is history, is expected to sell by itself, and not in its group.
            var archived = await PeriodsAsync("GONE", grain);
            var standing = (await PeriodsAsync("LAMP", grain)).Single(f => f.Location == "OLD");
            Assert.All(archived.Append(standing), f => Assert.True(f.Periods.Sum(p => p.Mean) > 0));

            var categories = await GroupsAsync("category", grain);
            Assert.Equal(
                [null, "Chairs", "Lamps", "Lamps/Bulbs"],
                categories.Select(c => c.Key).Order(StringComparer.Ordinal)
            );
            Assert.Equal("(none)", categories.Single(c => c.Key is null).Name);
            AssertSums(series, categories.Single(c => c.Key is null), f => f.Sku == "NAMELESS");
            AssertSums(series, categories.Single(c => c.Key == "Lamps"), f => f.Sku == "LAMP");
            AssertSums(series, categories.Single(c => c.Key == "Chairs"), f => f.Sku == "CHAIR");
            Assert.Equal(
                categories.OrderByDescending(c => c.Periods.Sum(p => p.Mean)).Select(c => c.Key),
                categories.Select(c => c.Key)
            );

            // A category is asked for with those below it.
            var below = await GroupsAsync("none", grain, "&category=lamps");
            AssertSums(series, Assert.Single(below), f => f.Sku is "LAMP" or "BULB");
            Assert.Empty(await GroupsAsync("none", grain, "&category=lam"));

            var locations = await GroupsAsync("location", grain);
            Assert.Equal(
                [("LDN", "London"), ("YRK", "YRK")],
                locations.OrderBy(l => l.Key).Select(l => (l.Key!, l.Name))
            );
            AssertSums(series, locations.Single(l => l.Key == "YRK"), f => f.Location == "YRK");
            AssertSums(
                series,
                Assert.Single(await GroupsAsync("category", grain, "&location=yrk&category=Lamps/Bulbs")),
                f => f is { Location: "YRK", Sku: "BULB" }
            );
        }
        Assert.Equal((4, 2), (await CountAsync("limit=1"), await CountAsync("location=YRK&category=Lamps")));
    }

    [Fact]
    public async Task Weeks_and_months_cover_the_same_days_and_stand_beside_those_of_a_year_before()
    {
        await SellAsync();
        await AddedUpAsync(WorkerHost.Today);
        var weeks = Assert.Single(await GroupsAsync("none", ForecastGrain.Week)).Periods;
        var months = Assert.Single(await GroupsAsync("none", ForecastGrain.Month)).Periods;
        Assert.Equal(52, weeks.Count(w => w.From.DayOfWeek == DayOfWeek.Monday));
        Assert.Equal(12, months.Count(m => m.From.Day == 1));
        foreach (var periods in new[] { weeks, months })
        {
            Assert.Equal(WorkerHost.Today.AddDays(1), periods[0].From);
            Assert.All(periods.Zip(periods.Skip(1)), p => Assert.Equal(p.First.To.AddDays(1), p.Second.From));
        }
        // Some month of every year ends on a Sunday: up to it both are sums of the same days.
        var end = months.Select(m => m.To).First(day => day.DayOfWeek == DayOfWeek.Sunday);
        Assert.Equal(
            weeks.TakeWhile(w => w.To <= end).Sum(w => (double)w.Mean),
            months.TakeWhile(m => m.To <= end).Sum(m => (double)m.Mean),
            .05
        );
        Assert.Equal(
            months.Take(3).Select(m => m.Mean),
            Assert
                .Single(await GroupsAsync("none", ForecastGrain.Month, "&horizon=3"))
                .Periods.Take(3)
                .Select(m => m.Mean)
        );
        var few = Assert.Single(await GroupsAsync("none", ForecastGrain.Week, "&horizon=3")).Periods;
        Assert.Equal(weeks.TakeWhile(w => w.To <= few[^1].To), few);
        Assert.Equal(3, few.Count(w => w.From.DayOfWeek == DayOfWeek.Monday));

        // What was sold a year before, archived since or not; weeks by weekday, months by date.
        var sold = Lines().Where(l => l.Location != "OLD").ToList();
        Assert.All(weeks, w => Assert.Equal((w.From.AddDays(-364), w.To.AddDays(-364)), (w.BeforeFrom, w.BeforeTo)));
        Assert.All(
            months.Skip(1),
            m =>
                Assert.Equal(
                    (m.From.AddYears(-1), m.From.AddYears(-1).AddMonths(1)),
                    (m.BeforeFrom, m.BeforeTo.AddDays(1))
                )
        );
        foreach (var period in weeks.Concat(months))
        {
            Assert.Equal(
                // Of what is not over yet nothing is said.
                period.BeforeTo >= WorkerHost.Today
                    ? (decimal?)null
                    : sold.Where(l => l.Day >= period.BeforeFrom && l.Day <= period.BeforeTo).Sum(l => l.Quantity),
                period.SoldBefore
            );
        }
        Assert.Null(months[^1].SoldBefore);
        var chairs = (await GroupsAsync("category", ForecastGrain.Month)).Single(c => c.Key == "Chairs").Periods;
        Assert.Equal(
            sold.Where(l => l.Sku is "CHAIR" or "GONE" && l.Day >= chairs[1].BeforeFrom && l.Day <= chairs[1].BeforeTo)
                .Sum(l => l.Quantity),
            chairs[1].SoldBefore
        );
    }

    [Fact]
    public async Task A_year_before_is_unknown_where_sales_do_not_reach_back_so_far()
    {
        await _worker.Publish(WorkerHost.History("YOUNG", 200));
        await AddedUpAsync(WorkerHost.Today);
        var months = Assert.Single(await GroupsAsync("none", ForecastGrain.Month)).Periods;
        var first = WorkerHost.Today.AddDays(-200);
        Assert.All(
            months,
            m => Assert.Equal(m.BeforeFrom < first || m.BeforeTo >= WorkerHost.Today, m.SoldBefore is null)
        );
        Assert.Contains(months, m => m.SoldBefore is null);
        Assert.Contains(months, m => m.SoldBefore > 0);
    }

    [Fact]
    public async Task Where_it_is_tomorrow_already_the_newest_day_counts_for_all()
    {
        // Nothing was ever sold: nothing is added up by itself.
        await _worker.Publish(
            new LocationChanged([
                new("TYO", 1, "Tokyo", "Asia/Tokyo", false),
                new("LAX", 1, "Los Angeles", "America/Los_Angeles", false),
            ])
        );
        await WorkerHost.Until(() => _worker.Db(async db => await db.Locations.CountAsync(Ct) == 2));
        var monday = new DateOnly(2025, 6, 2);
        await _worker.Db(db =>
        {
            // In Tokyo the week has begun; in Los Angeles it is Saturday, as its Sunday was not added up yet.
            db.AddRange(Day("TYO", monday), Day("LAX", monday.AddDays(-2)));
            db.AddRange(
                Week("TYO", monday.AddDays(1), monday.AddDays(6), 6),
                Week("LAX", monday.AddDays(-1), monday.AddDays(-1), 1)
            );
            db.AddRange(
                Enumerable.Range(1, 2).Select(i => Week("TYO", monday.AddDays(7 * i), monday.AddDays(7 * i + 6), 7))
            );
            db.AddRange(
                Enumerable.Range(0, 3).Select(i => Week("LAX", monday.AddDays(7 * i), monday.AddDays(7 * i + 6), 70))
            );
            return db.SaveChangesAsync(Ct);
        });

        var all = (await _worker.Get<GroupForecasts>($"{Path}?by=none&grain=week"))!;
        Assert.Equal(monday, all.AsOf);
        Assert.Equal(["LAX", "TYO"], all.Waiting);
        Assert.Equal(
            [
                (monday, monday.AddDays(6), 76m),
                (monday.AddDays(7), monday.AddDays(13), 77),
                (monday.AddDays(14), monday.AddDays(20), 77),
            ],
            all.Groups[0].Periods.Select(p => (p.From, p.To, p.Mean))
        );
        // One whole week is the first of both, and after the rest of the week where that is not whole.
        Assert.Equal(
            [76],
            (await GroupsAsync("none", ForecastGrain.Week, "&horizon=1"))[0].Periods.Select(p => p.Mean)
        );
        Assert.Equal(
            [6, 7],
            (await GroupsAsync("none", ForecastGrain.Week, "&horizon=1&location=TYO"))[0].Periods.Select(p => p.Mean)
        );

        GroupDay Day(string location, DateOnly asOf) =>
            new()
            {
                Location = location,
                AsOf = asOf,
                BegunAt = DateTimeOffset.UtcNow,
                ComputedAt = DateTimeOffset.UtcNow,
            };
        GroupDemand Week(string location, DateOnly from, DateOnly to, decimal mean) =>
            new()
            {
                Category = "Lamps",
                Location = location,
                Grain = ForecastGrain.Week,
                FromDay = from,
                ToDay = to,
                Mean = mean,
            };
    }

    [Fact]
    public async Task They_are_added_up_anew_when_the_day_changes_and_not_before()
    {
        await SellAsync();
        var before = await AddedUpAsync(WorkerHost.Today);
        var version = (await PeriodsAsync("LAMP", ForecastGrain.Week))[0].Version;
        await _worker.Publish(new ProductChanged([Product("CHAIR", "Chairs", archived: true, version: 2)]));
        await _worker.Publish(new SalesRecorded([WorkerHost.Line("LAMP", WorkerHost.Today, 90)]));
        await _worker.GetUntil<List<ForecastResponse>>("/api/v1/forecasts/LAMP", f => f[0].Version > version);
        await WorkerHost.Until(() => _worker.Db(db => db.Products.AnyAsync(p => p.Sku == "CHAIR" && p.Archived, Ct)));
        Assert.Contains(await GroupsAsync("category", ForecastGrain.Week), c => c.Key == "Chairs" && Expected(c) > 0);

        _worker.Ahead = TimeSpan.FromDays(1);
        var after = await AddedUpAsync(WorkerHost.Today.AddDays(1));
        // Once, by the clock that was set ahead.
        Assert.True(after.ComputedAt >= before.ComputedAt + TimeSpan.FromDays(1));
        Assert.Equal(WorkerHost.Today.AddDays(2), after.Groups[0].Periods[0].From);
        // Nothing is expected of what is archived; that it was sold a year before is not forgotten.
        var chairs = (await GroupsAsync("category", ForecastGrain.Week)).Single(c => c.Key == "Chairs");
        Assert.Equal(0, Expected(chairs));
        Assert.True(chairs.Periods.Sum(p => p.SoldBefore) > 0);

        // Without sales the clocks stand after four weeks, and all is history; so is a location that is archived.
        await _worker.Publish(new LocationChanged([new("LDN", 2, "London", "UTC", true)]));
        await _worker.GetUntil<GroupForecasts>($"{Path}?by=location", g => g.Groups.All(l => l.Key == "YRK"));
        _worker.Ahead = TimeSpan.FromDays(40);
        var none = await _worker.GetUntil<GroupForecasts>(Path, g => g.AsOf is null);
        Assert.Equal(["OLD", "YRK"], none.Standing);
        Assert.Empty(none.Groups);
    }

    /// <summary>A year and more at two locations, one product archived, and a history that ended elsewhere.</summary>
    private async Task SellAsync()
    {
        await _worker.Publish(new LocationChanged([new("LDN", 1, "London", "UTC", false)]));
        await _worker.Publish(
            new ProductChanged([
                Product("LAMP", "Lamps"),
                Product("BULB", "Lamps/Bulbs"),
                Product("CHAIR", "Chairs"),
                Product("GONE", "Chairs", archived: true),
            ])
        );
        await WorkerHost.Until(() => _worker.Db(async db => await db.Products.CountAsync(Ct) == 4));
        // In one message: a day that has begun is added up with what is known then.
        await _worker.Publish(new SalesRecorded([.. Lines()]));
    }

    private static IEnumerable<SaleLine> Lines() =>
        [
            .. Counted.Append("GONE").SelectMany((sku, i) => Days(sku, 400, 2 + 3 * i, "LDN", WorkerHost.Today)),
            .. Days("LAMP", 400, 5, "YRK", WorkerHost.Today),
            .. Days("BULB", 60, 2, "YRK", WorkerHost.Today),
            .. Days("LAMP", 200, 4, "OLD", WorkerHost.Today.AddDays(-100)),
        ];

    private static IEnumerable<SaleLine> Days(string sku, int days, int level, string location, DateOnly end) =>
        from i in Enumerable.Range(1, days)
        let day = end.AddDays(-i)
        select WorkerHost.Line(sku, day, level + day.DayNumber % 3, location);

    private static ProductState Product(string sku, string category, bool archived = false, long version = 1) =>
        WorkerHost.Product(sku, version) with
        {
            Category = category,
            Archived = archived,
        };

    private Task<GroupForecasts> AddedUpAsync(DateOnly asOf) =>
        _worker.GetUntil<GroupForecasts>($"{Path}?by=none", g => g.AsOf == asOf && g.Waiting.Count == 0);

    private async Task<IReadOnlyList<GroupForecast>> GroupsAsync(string by, ForecastGrain grain, string more = "") =>
        (await _worker.Get<GroupForecasts>($"{Path}?by={by}&grain={Word(grain)}{more}"))!.Groups;

    private async Task<int> CountAsync(string query) => (await _worker.Get<GroupForecasts>($"{Path}?{query}"))!.Count;

    private async Task<List<ForecastResponse>> PeriodsAsync(string sku, ForecastGrain grain) =>
        (await _worker.Get<List<ForecastResponse>>($"/api/v1/forecasts/{sku}?grain={Word(grain)}"))!;

    private async Task<List<ForecastResponse>> ProductsAsync(ForecastGrain grain)
    {
        var all = new List<ForecastResponse>();
        foreach (var sku in Counted)
            all.AddRange((await PeriodsAsync(sku, grain)).Where(f => f.Location != "OLD"));
        Assert.Equal(6, all.Count);
        return all;
    }

    private static void AssertSums(
        List<ForecastResponse> products,
        GroupForecast group,
        Func<ForecastResponse, bool> isIn
    ) =>
        Assert.Equal(
            products
                .Where(isIn)
                .SelectMany(f => f.Periods)
                .GroupBy(p => (p.From, p.To))
                .OrderBy(p => p.Key.To)
                .Select(p => (p.Key.From, p.Key.To, p.Sum(q => (decimal)q.Mean))),
            group.Periods.Select(p => (p.From, p.To, p.Mean))
        );

    private static decimal Expected(GroupForecast group) => group.Periods.Sum(p => p.Mean);

    private static string Word(ForecastGrain grain) => JsonNamingPolicy.CamelCase.ConvertName(grain.ToString());
}
