using SmartInventory.AppHost.Servers;

namespace SmartInventory.AppHost.Running;

/// <summary>One process of the system, as the <see cref="Supervisor"/> sees it.</summary>
internal interface IPart
{
    string Name { get; }

    /// <summary>Where it is reached: a URL for a service, host and port for a server, nothing for a task.</summary>
    string Address { get; }

    /// <summary>The parts that must be healthy first.</summary>
    IReadOnlyList<string> WaitsFor { get; }

    /// <summary>Whether it is one of the servers, which stop last, after those that use them.</summary>
    bool IsServer { get; }

    /// <summary>Whether it runs once, to its end.</summary>
    bool IsTask { get; }

    Task PrepareAsync(CancellationToken cancellationToken);

    Command Command();

    /// <returns>Null when it is ready, else what it lacks.</returns>
    Task<string?> WhyNotReadyAsync(CancellationToken cancellationToken);

    /// <summary>Comes once, when it is ready for the first time and before anybody uses it.</summary>
    Task ProvisionAsync(CancellationToken cancellationToken);
}
