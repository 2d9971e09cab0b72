using System.Net.Http.Json;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using SmartInventory.Contracts.Status;
using SmartInventory.Testing;

namespace SmartInventory.ServiceDefaults.Tests;

public sealed class FailedMessageTests
{
    private const string Queue = "tiny-note-taken";
    private const int Many = 120;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_failed_is_sent_again_once_and_what_fails_again_comes_back()
    {
        await using var tiny = await TinyService.StartAsync();
        Assert.Empty((await ListAsync(tiny)).Queues);

        await tiny.Services.GetRequiredService<IBus>().Publish(new NoteTaken("poison"), Cancellation);
        await Eventually.Holds(async () => await WaitingAsync(tiny) == 1, "the poison is set aside");

        // As if they had failed while something was broken that is mended now.
        var failed = await tiny.Services.GetRequiredService<IBus>().GetSendEndpoint(new Uri($"exchange:{Queue}_error"));
        var texts = Enumerable.Range(0, Many).Select(i => $"again {i} {Guid.NewGuid()}").ToList();
        foreach (var text in texts)
            await failed.Send(new NoteTaken(text), context => Fail(context.Headers), Cancellation);
        await Eventually.Holds(async () => await WaitingAsync(tiny) == Many + 1, "they wait with it");

        using var answer = await tiny.Http.PostAsync("/api/v1/failed-messages/resend", null, Cancellation);
        var sent = (await answer.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<FailedMessages>(Cancellation))!;

        Assert.Equal([new FailedQueue("tiny", Queue, Many + 1)], sent.Queues);
        Assert.Empty(sent.Unanswered);
        foreach (var text in texts)
            await Eventually.Holds(async () => await tiny.Count("heard", text) == 1, $"{text} is heard");
        await Eventually.Holds(async () => await WaitingAsync(tiny) == 1, "the poison failed again");
        Assert.Equal(0, await tiny.Count("heard", "poison"));
        Assert.All(texts, text => Assert.Equal(1, NoteTakenConsumer.Deliveries[text]));
        Assert.All(
            texts,
            text => Assert.False(NoteTakenConsumer.Faulted[text], "the reason of the failure went back with it")
        );
    }

    [Fact]
    public async Task What_had_its_effect_before_it_failed_has_none_again()
    {
        await using var tiny = await TinyService.StartAsync();
        var (id, text) = (Guid.CreateVersion7(), $"heard {Guid.NewGuid()}");
        var bus = tiny.Services.GetRequiredService<IBus>();
        await bus.Publish(new NoteTaken(text), context => context.MessageId = id, Cancellation);
        await bus.Publish(new NoteTaken("poison"), Cancellation);
        await Eventually.Holds(async () => await WaitingAsync(tiny) == 1, "the poison is set aside");
        var failed = await bus.GetSendEndpoint(new Uri($"exchange:{Queue}_error"));
        await failed.Send(new NoteTaken(text), context => context.MessageId = id, Cancellation);
        await Eventually.Holds(async () => await WaitingAsync(tiny) == 2, "both wait");

        using var answer = await tiny.Http.PostAsync("/api/v1/failed-messages/resend", null, Cancellation);

        answer.EnsureSuccessStatusCode();
        await Eventually.Holds(() => NoteTakenConsumer.Deliveries[text] == 2, "it came again");
        await Eventually.Holds(async () => await WaitingAsync(tiny) == 1, "the poison failed again");
        Assert.Equal(1, await tiny.Count("heard", text));
    }

    private static void Fail(SendHeaders headers)
    {
        headers.Set("MT-Reason", "fault");
        headers.Set("MT-Fault-Message", "This note is poison.");
    }

    private static async Task<FailedMessages> ListAsync(TinyService tiny) =>
        (await tiny.Http.GetFromJsonAsync<FailedMessages>("/api/v1/failed-messages", Cancellation))!;

    private static async Task<long> WaitingAsync(TinyService tiny) =>
        (await ListAsync(tiny)).Queues.Sum(q => q.Messages);
}
