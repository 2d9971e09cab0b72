// The types of Aspire's app model that AppHost.cs touches, under Aspire's names, holding what the native way needs.
namespace Aspire.Hosting.ApplicationModel;

internal interface IResource
{
    string Name { get; }
}

/// <summary>A resource whose connection string is handed to those that refer to it.</summary>
internal interface IResourceWithConnectionString : IResource;

internal interface IResourceBuilder<out T>
    where T : IResource
{
    T Resource { get; }
    IDistributedApplicationBuilder ApplicationBuilder { get; }
}

internal sealed record PostgresServerResource(string Name) : IResource;

internal sealed record PostgresDatabaseResource(string Name, PostgresServerResource Server) : IResourceWithConnectionString;

internal sealed record RabbitMQServerResource(string Name) : IResourceWithConnectionString;

internal sealed record RedisResource(string Name) : IResourceWithConnectionString;

/// <summary>Where another project is reached, known only when it has its port.</summary>
internal sealed record EndpointReference(ProjectResource Resource, string EndpointName);

/// <summary>A project of ours, started as a program: a service, or without a launch profile a task that runs to its end.</summary>
internal sealed class ProjectResource(string name, IProjectMetadata metadata) : IResource
{
    public string Name { get; } = name;
    public IProjectMetadata Metadata { get; } = metadata;
    public List<IResource> References { get; } = [];
    public List<IResource> WaitsFor { get; } = [];
    public List<string> Arguments { get; } = [];
    public Dictionary<string, EndpointReference> Environment { get; } = [];

    /// <summary>The path that answers 200 when the service can work; null when running is enough.</summary>
    public string? HealthPath { get; set; }

    /// <summary>For people, so it stands on top of the table of addresses.</summary>
    public bool IsExternal { get; set; }
}
