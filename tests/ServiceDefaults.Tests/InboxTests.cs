using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using SmartInventory.ServiceDefaults.Messaging;
using SmartInventory.Testing;

namespace SmartInventory.ServiceDefaults.Tests;

public sealed class InboxTests(SharedService shared)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static Task Publish(TinyService tiny, string text, Guid id) =>
        tiny
            .Services.GetRequiredService<IBus>()
            .Publish(new NoteTaken(text), context => context.MessageId = id, Cancellation);

    [Fact]
    public async Task A_fact_delivered_many_times_is_applied_once()
    {
        var text = $"once {Guid.NewGuid()}";
        var id = Guid.CreateVersion7();
        await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => Publish(shared.Tiny, text, id)));

        await Eventually.Holds(() => NoteTakenConsumer.Finished.GetValueOrDefault(text) >= 12, "each is dealt with");
        Assert.Equal(1, await shared.Tiny.Count("heard", text));
    }

    [Fact]
    public async Task A_failed_attempt_leaves_nothing_and_the_next_one_counts()
    {
        var text = $"flaky {Guid.NewGuid()}";
        await Publish(shared.Tiny, text, Guid.CreateVersion7());
        await Eventually.Holds(async () => await shared.Tiny.Count("heard", text) == 1, "the third attempt worked");
        Assert.Equal(3, NoteTakenConsumer.Attempts[text]);
    }

    [Fact]
    public async Task Two_transactions_that_claim_a_fact_at_once_wait_for_each_other()
    {
        var id = Guid.CreateVersion7();
        var claims = await Task.WhenAll(
            Enumerable
                .Range(0, 6)
                .Select(async i =>
                {
                    var claimed = false;
                    await shared.Tiny.Transact(async db =>
                        claimed = await db.TryApplyOnceAsync(id, TimeProvider.System, Cancellation)
                    );
                    return claimed;
                })
        );
        Assert.Single(claims, claimed => claimed);
    }

    [Fact]
    public async Task A_claim_without_a_transaction_is_a_fault_of_the_programmer()
    {
        await using var scope = shared.Tiny.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<TinyDb>();
        await Assert.ThrowsAsync<InvalidOperationException>(() =>
            db.TryApplyOnceAsync(Guid.CreateVersion7(), TimeProvider.System, Cancellation)
        );
    }

    [Fact]
    public async Task A_message_that_keeps_failing_waits_in_the_error_queue_and_the_health_page_says_so()
    {
        await using var tiny = await TinyService.StartAsync();
        await Eventually.Holds(
            async () => (await tiny.Http.GetAsync("/health", Cancellation)).StatusCode == HttpStatusCode.OK,
            "it is healthy"
        );
        await Publish(tiny, "poison", Guid.CreateVersion7());
        await Publish(tiny, "wholesome", Guid.CreateVersion7());

        await Eventually.Holds(
            async () =>
                (await tiny.Services.GetRequiredService<ErrorQueues>().CountAsync(Cancellation)).Values.Sum() == 1,
            "the poison is set aside"
        );
        using var health = await tiny.Http.GetAsync("/health", Cancellation);
        Assert.Equal(HttpStatusCode.OK, health.StatusCode);
        var report = await health.Content.ReadFromJsonAsync<JsonElement>(Cancellation);
        Assert.Equal("degraded", report.GetProperty("status").GetString());
        Assert.Equal(
            "failed messages wait: 1 in tiny-note-taken_error",
            report.GetProperty("checks").GetProperty("error-queues").GetProperty("description").GetString()
        );
        using var alive = await tiny.Http.GetAsync("/alive", Cancellation);
        Assert.Equal(HttpStatusCode.OK, alive.StatusCode);

        await Eventually.Holds(async () => await tiny.Count("heard", "wholesome") == 1, "what comes after is heard");
        Assert.Equal(0, await tiny.Count("heard", "poison"));
    }
}
