using System.Diagnostics;
using System.Diagnostics.Metrics;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using RabbitMQ.Client;
using SmartInventory.Forecasting.GlobalModels;
using SmartInventory.Forecasting.Pending;
using SmartInventory.Forecasting.Refits;

namespace SmartInventory.Forecasting.Tests.Service;

/// <summary>A second worker, in a process of its own that can die, on the servers of the first.</summary>
public sealed class ManyWorkersTests : IAsyncLifetime
{
    private const int Series = 8 * RefitDispatcher.BatchSize;

    private readonly WorkerHost _worker = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await _worker.InitializeAsync();
        await _worker.Db(db =>
            db.Database.ExecuteSqlAsync(
                $"""
                INSERT INTO forecasting.demand (sku, location, day, channel, sold, returned, revenue, lines)
                SELECT 'MANY-' || s, 'LDN', current_date - d, 'test', 1 + (s + d) % 5, 0, 10, 1
                FROM generate_series(1, {Series}) AS s, generate_series(1, 60) AS d;
                INSERT INTO forecasting.channel_totals (channel, slot, sold, returned, lines)
                SELECT channel, 0, sum(sold), sum(returned), sum(lines) FROM forecasting.demand GROUP BY channel;
                INSERT INTO forecasting.trading_days (location, day)
                SELECT DISTINCT location, day FROM forecasting.demand;
                INSERT INTO forecasting.location_days (location, last, days)
                SELECT location, max(day), count(*) FROM forecasting.trading_days GROUP BY location;
                INSERT INTO forecasting.dirty_series (sku, location, refit, priority, dirty_since, touched_at, touch)
                SELECT DISTINCT sku, location, true, 1::smallint, now(), now(), 0 FROM forecasting.demand;
                """,
                Ct
            )
        );
        await WorkerHost.Until(() => _worker.Db(async db => await db.Fits.CountAsync(Ct) == Series));
        await Settled();
    }

    public ValueTask DisposeAsync() => _worker.DisposeAsync();

    [Theory]
    [InlineData("-KILL")]
    [InlineData("-TERM")]
    public async Task Workers_share_the_batches_and_what_one_held_at_its_end_is_done_by_the_other(string signal)
    {
        Assert.Equal(1, await _worker.Db(db => db.Models.CountAsync(m => m.Kind == GlobalModelStore.Kind, Ct)));
        using var other = Start();
        try
        {
            await WorkerHost.Until(async () => await Consumers() == 2);
            var before = await Versions();
            using var mine = new Refits(_worker);
            await _worker.Db(db => db.RequestKnownAsync(null, RefitReason.Asked, TimeProvider.System, Ct));
            await WorkerHost.Until(async () => mine.Count > 0 && await Versions() - before > mine.Count);
            using (var kill = Process.Start("kill", [signal, $"{other.Id}"]))
                await kill.WaitForExitAsync(Ct);

            await Settled();
            Assert.Equal(before + Series, await Versions());
            Assert.InRange(mine.Count, 1, Series - 1);
            Assert.Equal(0, (await _worker.Get<Contracts.Status.LedgerTotals>("/api/v1/forecasts/totals"))!.Failed);
        }
        finally
        {
            if (!other.HasExited)
                other.Kill();
        }
    }

    private Process Start()
    {
        var start = new ProcessStartInfo(
            "dotnet",
            Path.Combine(AppContext.BaseDirectory, "SmartInventory.Forecasting.Worker.dll")
        );
        start.Environment["ASPNETCORE_URLS"] = "http://127.0.0.1:0";
        foreach (var (name, value) in _worker.Settings)
            start.Environment[name.Replace(":", "__", StringComparison.Ordinal)] = value;
        return Process.Start(start)!;
    }

    /// <summary>How many workers take refits from the broker.</summary>
    private async Task<uint> Consumers()
    {
        var factory = new ConnectionFactory { Uri = new Uri(_worker.Settings["ConnectionStrings:messaging"]!) };
        await using var connection = await factory.CreateConnectionAsync(Ct);
        await using var channel = await connection.CreateChannelAsync(cancellationToken: Ct);
        return (await channel.QueueDeclarePassiveAsync("forecasting-refit-series", Ct)).ConsumerCount;
    }

    private Task<long> Versions() => _worker.Db(db => db.Fits.SumAsync(f => f.Version, Ct));

    private Task Settled() =>
        WorkerHost.Until(async () =>
            (await _worker.Get<Contracts.Status.LedgerTotals>("/api/v1/forecasts/totals"))!.UnderWay.Values.All(n =>
                n == 0
            )
        );

    /// <summary>Counts the refits of the worker in this process.</summary>
    private sealed class Refits : IDisposable
    {
        private readonly MeterListener _listener = new();
        private long _count;

        public Refits(WorkerHost worker)
        {
            var scope = worker.Services.GetRequiredService<IMeterFactory>();
            _listener.InstrumentPublished = (instrument, self) =>
            {
                if (instrument.Name == "smartinventory.forecasting.refits" && instrument.Meter.Scope == scope)
                    self.EnableMeasurementEvents(instrument);
            };
            _listener.SetMeasurementEventCallback<long>((_, value, _, _) => Interlocked.Add(ref _count, value));
            _listener.Start();
        }

        public long Count => Interlocked.Read(ref _count);

        public void Dispose() => _listener.Dispose();
    }
}
