using System.Text.Json;
using MassTransit;
using SmartInventory.Contracts;
using SmartInventory.ServiceDefaults.Identity;

namespace SmartInventory.ServiceDefaults.Messaging;

/// <summary>Who caused a message, in its header <c>actor</c> as JSON.</summary>
public static class MessageActor
{
    public const string Header = "actor";

    public static string? Write(Actor? actor) =>
        actor is null ? null : JsonSerializer.Serialize(actor, ContractsJson.Options);

    public static Actor? Read(Headers headers) =>
        headers.TryGetHeader(Header, out var value) && value is string text
            ? JsonSerializer.Deserialize<Actor>(text, ContractsJson.Options)
            : null;
}

/// <summary>What a consumer does is done for whoever caused the message.</summary>
internal sealed class ActorFilter<TMessage> : IFilter<ConsumeContext<TMessage>>
    where TMessage : class
{
    public Task Send(ConsumeContext<TMessage> context, IPipe<ConsumeContext<TMessage>> next)
    {
        Actor.Is(MessageActor.Read(context.Headers));
        return next.Send(context);
    }

    public void Probe(ProbeContext context) => context.CreateFilterScope(Header);

    private const string Header = MessageActor.Header;
}
