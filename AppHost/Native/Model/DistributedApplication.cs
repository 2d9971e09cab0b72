using SmartInventory.AppHost.Running;

namespace Aspire.Hosting;

/// <summary>What the build knows about a project: generated for every project reference of AppHost.csproj.</summary>
internal interface IProjectMetadata
{
    string ProjectPath { get; }
    string AssemblyPath { get; }
}

internal interface IDistributedApplicationBuilder
{
    IReadOnlyList<IResource> Resources { get; }
    ArgumentConfiguration Configuration { get; }
    DistributedApplicationExecutionContext ExecutionContext { get; }
    IResourceBuilder<T> AddResource<T>(T resource)
        where T : IResource;
    DistributedApplication Build();
}

/// <summary>The part of configuration that AppHost.cs asks for: <c>--key value</c> on the command line.</summary>
internal sealed class ArgumentConfiguration(string[] args)
{
    public string? this[string key] =>
        Array.IndexOf(args, $"--{key}") is >= 0 and var index && index + 1 < args.Length ? args[index + 1] : null;
}

internal sealed class DistributedApplicationExecutionContext
{
    /// <summary>Always: publishing is Aspire's business.</summary>
    public bool IsRunMode { get; } = true;
}

/// <summary>Aspire's entry point, run by <see cref="NativeHost"/>.</summary>
internal sealed class DistributedApplication
{
    private readonly string[] _args;
    private readonly IReadOnlyList<IResource> _resources;

    private DistributedApplication(string[] args, IReadOnlyList<IResource> resources) => (_args, _resources) = (args, resources);

    public static IDistributedApplicationBuilder CreateBuilder(string[] args) => new Builder(args);

    /// <summary>Runs until Ctrl+C and leaves the exit code in the process.</summary>
    public async Task RunAsync() => Environment.ExitCode = await EntryPoint.RunAsync(_args, _resources);

    private sealed class Builder(string[] args) : IDistributedApplicationBuilder
    {
        private readonly List<IResource> _resources = [];

        public IReadOnlyList<IResource> Resources => _resources;
        public ArgumentConfiguration Configuration { get; } = new(args);
        public DistributedApplicationExecutionContext ExecutionContext { get; } = new();

        public IResourceBuilder<T> AddResource<T>(T resource)
            where T : IResource
        {
            if (_resources.Exists(r => string.Equals(r.Name, resource.Name, StringComparison.OrdinalIgnoreCase)))
                throw new InvalidOperationException($"There are two resources named {resource.Name}.");
            _resources.Add(resource);
            return new ResourceBuilder<T>(resource, this);
        }

        public DistributedApplication Build() => new(args, _resources);
    }

    private sealed record ResourceBuilder<T>(T Resource, IDistributedApplicationBuilder ApplicationBuilder) : IResourceBuilder<T>
        where T : IResource;
}
