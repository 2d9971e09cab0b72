using Microsoft.EntityFrameworkCore;
using SmartInventory.ServiceDefaults.Messaging;
using SmartInventory.Testing;

namespace SmartInventory.ServiceDefaults.Tests;

public sealed class HousekeepingTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_was_applied_long_ago_is_forgotten_and_what_is_young_is_kept()
    {
        var database = await TinyService.NewDatabase();
        var (old, young) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        await using (
            var db = new TinyDb(
                new DbContextOptionsBuilder<TinyDb>().UseNpgsql(database).UseSnakeCaseNamingConvention().Options
            )
        )
        {
            var now = DateTimeOffset.UtcNow;
            db.AddRange(
                new InboxMessage { MessageId = old, AppliedAt = now.AddDays(-91) },
                new InboxMessage { MessageId = young, AppliedAt = now.AddDays(-89) }
            );
            await db.SaveChangesAsync(Cancellation);
        }

        await using var tiny = await TinyService.StartAsync(database);

        await Eventually.Holds(
            async () => await tiny.Scalar<long>("SELECT count(*) FROM tiny.inbox WHERE message_id = $1", old) == 0,
            "the old one is gone"
        );
        Assert.Equal(1, await tiny.Scalar<long>("SELECT count(*) FROM tiny.inbox WHERE message_id = $1", young));
    }
}
