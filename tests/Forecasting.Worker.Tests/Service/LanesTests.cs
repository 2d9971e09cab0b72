using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using SmartInventory.Contracts.Messages;
using SmartInventory.Forecasting.Demand;
using SmartInventory.Forecasting.Engine.History;
using SmartInventory.Forecasting.Fits;
using SmartInventory.Forecasting.Forecasts;
using SmartInventory.Forecasting.GlobalModels;
using SmartInventory.Forecasting.Pending;
using SmartInventory.Forecasting.Refits;
using SmartInventory.Forecasting.Series;

namespace SmartInventory.Forecasting.Tests.Service;

/// <summary>The light lane by the kept fit, and the refit lane over the queue.</summary>
public sealed class LanesTests(WorkerHost worker) : IClassFixture<WorkerHost>
{
    private static readonly DateOnly Today = WorkerHost.Today;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_sale_is_forecast_by_the_kept_fit()
    {
        var fit = await Fitted("KEPT", 200);
        await worker.Publish(new SalesRecorded([WorkerHost.Line("KEPT", Today, 9)]));
        var forecast = await Forecast("KEPT", f => f.Lines == 201);
        Assert.Equal((fit.Fit.Model, fit.Fit.Reason.ToString()), (forecast.Model, forecast.Why.ToString()));
        Assert.Equal(fit.Version, (await Kept("KEPT"))!.Version);
    }

    [Fact]
    public async Task The_kept_history_gives_the_forecast_that_the_whole_ledger_gives()
    {
        await Fitted("SAME", 300);
        await worker.Publish(
            new SalesRecorded([
                WorkerHost.Line("SAME", Today, 3.25m),
                WorkerHost.Line("SAME", Today.AddDays(-3), 2, channel: "other", price: 7.77m),
                WorkerHost.Line("SAME", Today.AddDays(-4), 1, kind: Contracts.Sales.SaleKind.Return),
            ])
        );
        await Forecast("SAME", f => f.Lines == 303);
        var key = SeriesKey.Of("SAME", "LDN");
        var source = worker.Services.GetRequiredService<NpgsqlDataSource>();
        var light = (await SeriesPast.ReadAsync(source, [key], Ct))[key];
        var full = await DemandStore.SeriesAsync(source, [(key, DateOnly.MinValue)], [], Ct);
        Assert.Equal(full[key], light.Days);

        var data = await worker.Db(db => worker.Services.GetRequiredService<SeriesReader>().ReadAsync(db, [key], Ct));
        string Document(List<SeriesDay> days) =>
            SeriesComputation
                .Forecast(
                    key,
                    data with
                    {
                        Pasts = new Dictionary<SeriesKey, SeriesPast> { [key] = light with { Days = days } },
                    },
                    new ForecastWorkspace()
                )
                .Document.ToJson();
        Assert.Equal(Document(full[key]), Document(light.Days));
        Assert.Equal(
            Document(full[key]),
            await worker.Db(db => db.Forecasts.Where(f => f.Sku == "SAME").Select(f => f.Document).SingleAsync(Ct))
        );
    }

    [Fact]
    public async Task A_model_that_cannot_be_read_stops_no_forecast()
    {
        await Fitted("UNREAD", 120);
        await worker.Db(async db =>
        {
            db.Models.Add(
                new()
                {
                    Kind = GlobalModelStore.Kind,
                    TrainedAt = DateTimeOffset.UtcNow,
                    AsOf = Today,
                    Series = 20,
                    Bytes = [1, 2, 3],
                }
            );
            return await db.SaveChangesAsync(Ct);
        });
        // The worker remembers for a second which model is the newest; then it looks again.
        worker.Ahead += TimeSpan.FromSeconds(2);
        await worker.Publish(new SalesRecorded([WorkerHost.Line("UNREAD", Today, 9)]));
        Assert.Equal(121, (await Forecast("UNREAD", f => f.Lines == 121)).Lines);
    }

    [Fact]
    public async Task A_late_sale_is_in_the_forecast_at_once_and_in_the_fit_soon()
    {
        var fit = await Fitted("LATE", 150);
        await worker.Publish(new SalesRecorded([WorkerHost.Line("LATE", Today.AddDays(-100), 500)]));
        await Forecast("LATE", f => f.Lines == 151);
        await WorkerHost.Until(async () => await Kept("LATE") is { } kept && kept.Version > fit.Version);
        var stored = await worker.Db(db => db.Fits.AsNoTracking().SingleAsync(f => f.Sku == "LATE", Ct));
        Assert.Contains(
            HistoryCodec.Decode(stored.History),
            d => d.Day == Today.AddDays(-100) && d.Sold >= 500 && d.Lines == 2
        );
    }

    [Fact]
    public async Task A_batch_that_is_delivered_again_does_nothing()
    {
        var fit = await Fitted("REPEAT", 120);
        var batch = Guid.CreateVersion7();
        await Request("REPEAT", batch, DateTimeOffset.UtcNow);
        var (message, later, other) = (Guid.CreateVersion7(), Guid.CreateVersion7(), Guid.CreateVersion7());
        await worker.Publish(new RefitSeries(batch), message);
        await worker.Publish(new RefitSeries(batch), message);
        await worker.Settled(120);
        await worker.Publish(new RefitSeries(batch), later);
        await worker.Publish(new RefitSeries(Guid.CreateVersion7()), other);
        await worker.Consumed(message, times: 2);
        await worker.Consumed(later);
        await worker.Consumed(other);
        Assert.Equal(fit.Version + 1, (await Kept("REPEAT"))!.Version);
        Assert.Equal(0, (await worker.Get<Contracts.Status.LedgerTotals>("/api/v1/forecasts/totals"))!.Failed);
    }

    [Fact]
    public async Task A_request_whose_message_was_lost_is_sent_again()
    {
        var fit = await Fitted("SWEPT", 120);
        await Request("SWEPT", Guid.CreateVersion7(), DateTimeOffset.UtcNow.AddMinutes(-16));
        await WorkerHost.Until(async () => (await Kept("SWEPT"))!.Version > fit.Version);
        await worker.Settled(120);
    }

    [Fact]
    public async Task A_sent_request_is_under_way_until_it_is_answered()
    {
        await Fitted("COUNTED", 120);
        await Request("COUNTED", Guid.CreateVersion7(), DateTimeOffset.UtcNow);
        Assert.Equal(
            1,
            (await worker.Get<Contracts.Status.LedgerTotals>("/api/v1/forecasts/totals"))!.UnderWay["refits"]
        );
        // Asking again takes it back from the batch that nobody sent.
        await worker.Db(db =>
            db.RequestAsync([SeriesKey.Of("COUNTED", "LDN")], RefitReason.Drift, TimeProvider.System, Ct)
        );
        await worker.Settled(120);
    }

    [Fact]
    public async Task Both_lanes_are_measured()
    {
        var seen = new ConcurrentDictionary<string, double>();
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, self) =>
        {
            if (instrument.Meter.Name == ForecastMetrics.MeterName)
                self.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<long>(
            (instrument, value, _, _) => seen.AddOrUpdate(instrument.Name, value, (_, sum) => sum + value)
        );
        listener.SetMeasurementEventCallback<double>((instrument, value, _, _) => seen[instrument.Name] = value);
        listener.Start();
        await Fitted("METERED", 100);
        listener.RecordObservableInstruments();
        Assert.True(seen["smartinventory.forecasting.refits"] >= 1);
        Assert.True(seen["smartinventory.forecasting.refit.duration"] > 0);
        Assert.True(seen["smartinventory.forecasting.refresh.latency"] > 0);
        Assert.True(seen.ContainsKey("smartinventory.forecasting.refits.pending"));
    }

    private async Task<KeptFit> Fitted(string sku, int days)
    {
        await worker.Publish(WorkerHost.History(sku, days));
        await WorkerHost.Until(async () => await Kept(sku) is not null);
        await worker.Settled(days);
        return (await Kept(sku))!;
    }

    private async Task<KeptFit?> Kept(string sku)
    {
        var key = SeriesKey.Of(sku, "LDN");
        return (await SeriesPast.ReadAsync(worker.Services.GetRequiredService<NpgsqlDataSource>(), [key], Ct))[
            key
        ].Kept;
    }

    private async Task<ForecastDocument> Forecast(string sku, Func<ForecastDocument, bool> enough)
    {
        ForecastDocument? found = null;
        await WorkerHost.Until(async () =>
        {
            var text = await worker.Db(db =>
                db.Forecasts.Where(f => f.Sku == sku).Select(f => f.Document).SingleOrDefaultAsync(Ct)
            );
            found = text is null ? null : ForecastDocument.FromJson(text);
            return found is not null && enough(found);
        });
        return found!;
    }

    /// <summary>As if it had been sent with a message.</summary>
    private Task<int> Request(string sku, Guid batch, DateTimeOffset sent) =>
        worker.Db(db =>
            db.Database.ExecuteSqlAsync(
                $"""
                INSERT INTO forecasting.refit_requests (sku, location, reason, requested_at, touched_at, batch, sent_at)
                VALUES ({sku}, 'LDN', 'Schedule', {sent}, {sent}, {batch}, {sent})
                """,
                Ct
            )
        );
}
