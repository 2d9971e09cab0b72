using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;
using SmartInventory.Contracts.Status;
using SmartInventory.ServiceDefaults.Books;

namespace SmartInventory.ServiceDefaults.Tests;

public sealed class RecountingTests
{
    // Every note is a difference.
    private const string Notes = """SELECT text AS "Value" FROM tiny.notes ORDER BY text""";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_differs_is_named_in_the_log_and_counted_until_it_differs_no_more()
    {
        using var errors = new ErrorLog();
        await using var tiny = await TinyService.StartAsync(configure: builder =>
        {
            builder.Logging.AddProvider(errors);
            builder.AddRecounting<TinyDb>(Notes);
        });
        await Execute(
            tiny,
            "INSERT INTO tiny.notes VALUES (gen_random_uuid(), 'the till'), (gen_random_uuid(), 'SHOP')"
        );

        await tiny.Services.GetRequiredService<Recounting<TinyDb>>().RecountAsync(Cancellation);
        Assert.Equal(2, await Drift(tiny));
        Assert.Contains(
            "2 sums are not those of their rows: SHOP, the till",
            errors.Lines[^1],
            StringComparison.Ordinal
        );

        await Execute(tiny, "DELETE FROM tiny.notes");
        await tiny.Services.GetRequiredService<Recounting<TinyDb>>().RecountAsync(Cancellation);
        Assert.Equal(0, await Drift(tiny));
    }

    [Fact]
    public async Task Writers_at_once_add_up_per_channel_and_none_that_gave_up_counts()
    {
        await using var tiny = await TinyService.StartAsync();
        await Task.WhenAll(
            Enumerable
                .Range(1, 40)
                .Select(i =>
                    tiny.Transact(async db =>
                    {
                        var transaction = (NpgsqlTransaction)db.Database.CurrentTransaction!.GetDbTransaction();
                        await using var batch = new NpgsqlBatch(transaction.Connection, transaction);
                        batch.BatchCommands.Add(
                            ChannelTotals.Add(
                                TinyDb.Schema,
                                new() { ["shop"] = new(i, 0.5m, 2), [$"till-{i % 2}"] = new(1, 0, 1) }
                            )
                        );
                        await batch.ExecuteNonQueryAsync(Cancellation);
                        return i % 4 != 0;
                    })
                )
        );

        await using var scope = tiny.Services.CreateAsyncScope();
        var totals = await scope.ServiceProvider.GetRequiredService<TinyDb>().ChannelTotalsAsync(Cancellation);
        // 1 to 40 without the fours: 820 - 220.
        Assert.Equal(
            [
                new SourceTotals("shop", 600, 15, 60),
                new SourceTotals("till-0", 10, 0, 10),
                new SourceTotals("till-1", 20, 0, 20),
            ],
            totals
        );
    }

    private static async Task<long> Drift(TinyService tiny)
    {
        await using var scope = tiny.Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<TinyDb>().DriftAsync(Cancellation);
    }

    private static async Task Execute(TinyService tiny, string sql) =>
        await tiny.Database.CreateCommand(sql).ExecuteNonQueryAsync(Cancellation);
}
