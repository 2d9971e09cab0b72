using SmartInventory.AppHost.Servers;

namespace SmartInventory.AppHost.Running;

/// <summary>PostgreSQL, RabbitMQ or Redis.</summary>
internal sealed class ServerPart(NativeServer server, Func<CancellationToken, Task>? provision = null) : IPart
{
    public string Name => server.Name;
    public string Address => server.Address;
    public IReadOnlyList<string> WaitsFor => [];
    public bool IsServer => true;
    public bool IsTask => false;

    public Task PrepareAsync(CancellationToken cancellationToken) => server.PrepareAsync(cancellationToken);

    public Command Command() => server.Command();

    public async Task<string?> WhyNotReadyAsync(CancellationToken cancellationToken) =>
        await server.IsReadyAsync(cancellationToken) ? null : "it does not answer yet";

    public Task ProvisionAsync(CancellationToken cancellationToken) => provision?.Invoke(cancellationToken) ?? Task.CompletedTask;
}
