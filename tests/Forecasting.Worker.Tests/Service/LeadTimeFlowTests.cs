using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using SmartInventory.Contracts.Catalog;
using SmartInventory.Contracts.Messages;
using SmartInventory.Forecasting.Catalogue;
using SmartInventory.Forecasting.Forecasts;
using SmartInventory.Forecasting.Series;

namespace SmartInventory.Forecasting.Tests.Service;

/// <summary>What receipts teach, from the message to the numbers that are planned with.</summary>
public sealed class LeadTimeFlowTests(WorkerHost worker) : IClassFixture<WorkerHost>
{
    private static readonly SupplierTermState Term = new("LEAD", 10, 1, 1, 2, true)
    {
        PriceBreaks = [new PriceBreak(10, 1.5m)],
    };

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private Task<SeriesData> Data() =>
        worker.Db(db =>
            worker
                .Services.GetRequiredService<SeriesReader>()
                .ReadAsync(db, [SeriesKey.Of("LEAD-1", "LDN"), SeriesKey.Of("LEAD-2", "LDN")], Ct)
        );

    private async Task Publish(params LeadTimeState[] states)
    {
        var id = Guid.CreateVersion7();
        await worker.Publish(new LeadTimesChanged(states), id);
        await worker.Consumed(id);
    }

    [Fact]
    public async Task Learned_lead_times_are_shrunk_and_only_another_day_is_planned_again()
    {
        await worker.Publish(
            new SupplierChanged([
                new SupplierState("LEAD", 1, "Lead Ltd", false) { OrderDays = [DayOfWeek.Monday, DayOfWeek.Friday] },
            ])
        );
        await worker.Publish(
            new ProductChanged([WorkerHost.Product("LEAD-1", 1, Term), WorkerHost.Product("LEAD-2", 1, Term)])
        );
        await worker.Publish(WorkerHost.History("LEAD-1", 60));
        await worker.Publish(WorkerHost.History("LEAD-2", 60));
        await worker.Settled(120);
        var data = await Data();
        Assert.Equal(new LearnedLeadTime(0, 10, 10), data.LeadTimes.Learned("LEAD-1", Term));
        Assert.Equal([new PriceBreak(10, 1.5m)], Assert.Single(data.Products["LEAD-1"].TermList()).PriceBreaks);
        var supplier = await worker.Db(db => db.Suppliers.AsNoTracking().SingleAsync(s => s.Code == "LEAD", Ct));
        Assert.Equal([DayOfWeek.Monday, DayOfWeek.Friday], supplier.OrderDayList());

        // All of the supplier is late by 0.8 x 3 days, the one product by 0.5 x 8 + 0.5 x 2.4.
        var heard = await worker.Listen<ForecastChanged>();
        await Publish(new("LEAD", null, 2, 20, 3, 5), new LeadTimeState("LEAD", "LEAD-1", 2, 5, 8, 8));
        await worker.Settled(120);
        data = await Data();
        Assert.Equal(new LearnedLeadTime(0.5, 15.2, 16), data.LeadTimes.Learned("LEAD-1", Term));
        Assert.Equal(new LearnedLeadTime(0, 12.4, 14), data.LeadTimes.Learned("LEAD-2", Term));
        await WorkerHost.Until(() => Task.FromResult(Skus(heard) is ["LEAD-1", "LEAD-2"]));

        // A little more of the same is the same day; what was before comes too late.
        lock (heard)
            heard.Clear();
        await Publish(new("LEAD", null, 3, 21, 3, 5), new LeadTimeState("LEAD", "LEAD-1", 1, 9, 90, 90));
        // Another day, of one product alone.
        await Publish(new LeadTimeState("LEAD", "LEAD-2", 1, 5, -4, -4));
        await worker.Settled(120);
        data = await Data();
        Assert.Equal(new LearnedLeadTime(0.5, 9.21, 10.02), data.LeadTimes.Learned("LEAD-2", Term));
        await WorkerHost.Until(() => Task.FromResult(Skus(heard) is [_, ..]));
        Assert.Equal(["LEAD-2"], Skus(heard));
    }

    private static string[] Skus(List<ForecastChanged> heard)
    {
        lock (heard)
            return [.. heard.SelectMany(h => h.Items).Select(i => i.Sku).Distinct().Order(StringComparer.Ordinal)];
    }

    [Theory]
    // Twenty deliveries weigh 0.8: 0.8 x 0.625 is half a day, and the next one up.
    [InlineData(0.62, 0.63, true)]
    [InlineData(0.63, 1.8, false)]
    [InlineData(-0.62, -0.63, true)]
    [InlineData(-0.1, 0.1, false)]
    public void Half_a_day_is_the_next_day_whatever_was_promised(double from, double to, bool moves)
    {
        static LeadTimeBook Book(double delay) =>
            new(new Dictionary<(string, string), DeliveryDelay> { [("S", "")] = new(20, delay, 10) });
        Assert.Equal(moves, Book(from).MovedTo(Book(to)).Count == 1);
        Assert.Equal(moves, Book(to).MovedTo(Book(from)).Count == 1);
    }
}
