using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using MassTransit;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Npgsql;
using SmartInventory.Contracts.Messages;
using SmartInventory.Contracts.Sales;
using SmartInventory.ServiceDefaults.Messaging;
using SmartInventory.Testing;

[assembly: AssemblyFixture(typeof(SmartInventory.ServiceDefaults.Tests.SharedService))]

namespace SmartInventory.ServiceDefaults.Tests;

public sealed class OutboxTests(SharedService shared)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public void What_waits_in_the_outbox_says_enums_in_words()
    {
        using var db = new TinyDb(new DbContextOptionsBuilder<TinyDb>().UseNpgsql("Host=nowhere").Options);
        db.AddToOutbox(
            new SalesRecorded([
                new SaleLine
                {
                    Id = Guid.Empty,
                    Channel = "till",
                    Sku = "LAMP-1",
                    Location = "BERLIN",
                    Kind = SaleKind.Return,
                    Quantity = 1,
                    UnitPrice = 9.5m,
                    SoldAt = DateTimeOffset.UnixEpoch,
                    Day = new DateOnly(1970, 1, 1),
                },
            ]),
            TimeProvider.System
        );

        var body = Assert.Single(db.ChangeTracker.Entries<OutboxMessage>()).Entity.Body;

        Assert.Contains("\"kind\":\"return\"", body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_message_leaves_when_its_transaction_commits_and_not_at_the_next_poll()
    {
        // By polling alone each waits about two seconds for the one before. A busy machine is slow now and then.
        var quickest = TimeSpan.MaxValue;
        for (var i = 0; i < 20 && quickest > TimeSpan.FromSeconds(1); i++)
        {
            var started = Stopwatch.GetTimestamp();
            var text = $"prompt {Guid.NewGuid()}";
            await shared.Tiny.Http.PostAsJsonAsync("/notes", new TakeNote(text), Cancellation);
            await Eventually.Holds(async () => await shared.Tiny.Count("heard", text) == 1, "the note is heard");
            // The first may meet a poll.
            if (i > 0 && Stopwatch.GetElapsedTime(started) is var took && took < quickest)
                quickest = took;
        }

        Assert.InRange(quickest, TimeSpan.Zero, TimeSpan.FromSeconds(1));
    }

    [Fact]
    public async Task A_message_of_a_transaction_that_was_rolled_back_is_never_sent()
    {
        var text = $"never {Guid.NewGuid()}";
        await shared.Tiny.Transact(async db =>
        {
            db.AddToOutbox(new NoteTaken(text), TimeProvider.System);
            await db.SaveChangesAsync(Cancellation);
            return false;
        });
        var after = $"after {Guid.NewGuid()}";
        await shared.Tiny.Http.PostAsJsonAsync("/notes", new TakeNote(after), Cancellation);

        await Eventually.Holds(async () => await shared.Tiny.Count("heard", after) == 1, "the next note is heard");
        Assert.Equal(0, await shared.Tiny.Count("heard", text));
        Assert.Equal(
            0,
            await shared.Tiny.Scalar<long>("SELECT count(*) FROM tiny.outbox WHERE body LIKE '%' || $1 || '%'", text)
        );
    }

    [Fact]
    public async Task One_trace_runs_from_the_request_through_the_outbox_to_the_consumer()
    {
        var text = $"traced {Guid.NewGuid()}";
        using var caller = new Activity("caller") { ActivityTraceFlags = ActivityTraceFlags.Recorded }.Start();
        await shared.Tiny.Http.PostAsJsonAsync("/notes", new TakeNote(text), Cancellation);

        await Eventually.Holds(async () => await shared.Tiny.Count("heard", text) == 1, "the note is heard");
        Assert.Equal(caller.TraceId, NoteTakenConsumer.Traces[text]);
    }

    [Fact]
    public async Task Messages_wait_while_the_broker_is_away_and_leave_when_it_is_back()
    {
        var broker = new UriBuilder(
            await (await Infrastructure.StartAsync(Cancellation)).CreateVirtualHostAsync(Cancellation)
        );
        await using var door = await TcpDoor.To(broker.Host, broker.Port);
        (broker.Host, broker.Port) = ("127.0.0.1", door.Port);
        await door.Close();

        // Away from the start: the service comes up all the same, and says so to whoever asks, not as an error in its
        // log.
        using var errors = new ErrorLog();
        await using var tiny = await TinyService.StartAsync(
            messaging: broker.Uri.OriginalString,
            configure: builder => builder.Logging.AddProvider(errors)
        );
        using (var taken = await tiny.Http.PostAsJsonAsync("/notes", new TakeNote("first"), Cancellation))
            Assert.Equal(HttpStatusCode.Created, taken.StatusCode);
        using (var health = await tiny.Http.GetAsync("/health", Cancellation))
        {
            Assert.Equal(HttpStatusCode.ServiceUnavailable, health.StatusCode);
            var checks = (await health.Content.ReadFromJsonAsync<JsonElement>(Cancellation)).GetProperty("checks");
            Assert.Equal("unhealthy", checks.GetProperty("error-queues").GetProperty("status").GetString());
            Assert.StartsWith(
                "RabbitMQ does not answer",
                checks.GetProperty("error-queues").GetProperty("description").GetString(),
                StringComparison.Ordinal
            );
            Assert.Equal("healthy", checks.GetProperty("postgres").GetProperty("status").GetString());
        }

        Assert.Equal([], errors.Lines);
        Assert.Equal(0, await tiny.Count("heard", "first"));
        door.Open();
        await Eventually.Holds(
            async () => await tiny.Count("heard", "first") == 1,
            "the note left after the broker came"
        );

        // And away in the middle.
        await door.Close();
        using (var taken = await tiny.Http.PostAsJsonAsync("/notes", new TakeNote("second"), Cancellation))
            Assert.Equal(HttpStatusCode.Created, taken.StatusCode);
        await Eventually.Holds(
            async () =>
                (await tiny.Http.GetAsync("/health", Cancellation)).StatusCode == HttpStatusCode.ServiceUnavailable,
            "it is noticed that the broker is away"
        );
        Assert.Equal(0, await tiny.Count("heard", "second"));
        door.Open();
        await Eventually.Holds(
            async () => await tiny.Count("heard", "second") == 1,
            "the note left after the broker came back"
        );
        Assert.Equal(1, await tiny.Count("heard", "first"));
        await Eventually.Holds(
            async () => (await tiny.Http.GetAsync("/health", Cancellation)).StatusCode == HttpStatusCode.OK,
            "it is healthy again"
        );
    }

    [Fact]
    public async Task Several_relays_send_each_message_once_under_its_own_id()
    {
        var (database, messaging) = (
            await TinyService.NewDatabase(),
            await (await Infrastructure.StartAsync(Cancellation)).CreateVirtualHostAsync(Cancellation)
        );
        await using var first = await TinyService.StartAsync(database, messaging);
        await using var second = await TinyService.StartAsync(database, messaging);
        var seen = new ConcurrentBag<Guid>();
        var listener = Bus.Factory.CreateUsingRabbitMq(bus =>
        {
            bus.Host(new Uri(messaging));
            bus.ReceiveEndpoint(
                "listener",
                endpoint =>
                    endpoint.Handler<NoteTaken>(context =>
                    {
                        seen.Add(context.MessageId!.Value);
                        return Task.CompletedTask;
                    })
            );
        });
        await listener.StartAsync(Cancellation);

        await first.Transact(async db =>
        {
            for (var i = 0; i < 300; i++)
                db.AddToOutbox(new NoteTaken($"shared {i}"), TimeProvider.System);
            await db.SaveChangesAsync(Cancellation);
            return true;
        });
        await Eventually.Holds(
            async () =>
                await first.Scalar<long>("SELECT count(*) FROM tiny.outbox WHERE sent_at IS NULL") == 0
                && seen.Count >= 300,
            "all are sent"
        );
        await listener.StopAsync(Cancellation);

        var ids = new List<Guid>();
        await using var reader = await first
            .Database.CreateCommand("SELECT id FROM tiny.outbox")
            .ExecuteReaderAsync(Cancellation);
        while (await reader.ReadAsync(Cancellation))
            ids.Add(reader.GetGuid(0));
        Assert.Equal(ids.Order(), seen.Order());
    }

    [Fact]
    public async Task A_message_to_a_service_that_never_ran_waits_for_it()
    {
        var messaging = await (await Infrastructure.StartAsync(Cancellation)).CreateVirtualHostAsync(Cancellation);
        var sender = Bus.Factory.CreateUsingRabbitMq(rabbit =>
        {
            rabbit.Host(new Uri(messaging));
            rabbit.SentTo<NoteTaken>("tiny");
        });
        await sender.StartAsync(Cancellation);
        await sender.Publish(new NoteTaken("early"), Cancellation);
        await sender.StopAsync(Cancellation);

        await using var tiny = await TinyService.StartAsync(messaging: messaging);
        await Eventually.Holds(async () => await tiny.Count("heard", "early") == 1, "the note was kept");

        // Now the queue is bound twice, by the sender and by the service itself.
        await tiny.Http.PostAsJsonAsync("/notes", new TakeNote("bound twice"), Cancellation);
        await Eventually.Holds(async () => await tiny.Count("heard", "bound twice") == 1, "the next note is heard");
        // A second copy would lie in the queue before this one.
        await tiny.Http.PostAsJsonAsync("/notes", new TakeNote("after it"), Cancellation);
        await Eventually.Holds(async () => await tiny.Count("heard", "after it") == 1, "the last note is heard");
        Assert.Equal(1, NoteTakenConsumer.Deliveries["bound twice"]);
    }

    [Fact]
    public async Task What_was_sent_long_ago_is_cleared_away_and_what_was_never_sent_is_not()
    {
        var database = await TinyService.NewDatabase();
        await using (var source = NpgsqlDataSource.Create(database))
        {
            await using var command = source.CreateCommand(
                """
                INSERT INTO tiny.outbox (id, type, body, created_at, sent_at)
                VALUES (gen_random_uuid(), 'x', '{}', now() - interval '3 days', now() - interval '25 hours'),
                       (gen_random_uuid(), 'x', '{}', now() - interval '3 days', now() - interval '23 hours');
                INSERT INTO tiny.idempotency (key, request_hash, status_code, created_at)
                VALUES ('old', '', 200, now() - interval '8 days'), ('new', '', 200, now() - interval '6 days');
                """
            );
            await command.ExecuteNonQueryAsync(Cancellation);
        }

        await using var tiny = await TinyService.StartAsync(database);
        await Eventually.Holds(
            async () => await tiny.Scalar<long>("SELECT count(*) FROM tiny.outbox") == 1,
            "the old message is gone"
        );
        await Eventually.Holds(
            async () => await tiny.Scalar<string>("SELECT string_agg(key, ',') FROM tiny.idempotency") == "new",
            "the old answer is gone"
        );
    }
}
