using System.Runtime.InteropServices;
using SmartInventory.AppHost.Servers;

namespace SmartInventory.AppHost.Running;

/// <summary>A project of ours, run from what the build made of it.</summary>
internal sealed class ServicePart(
    ProjectResource project, PortReservation? port, LaunchProfile profile, IReadOnlyList<string> waitsFor, Func<IResource, string> valueOf) : IPart
{
    private static readonly HttpClient Http = new(new SocketsHttpHandler { UseProxy = false }) { Timeout = TimeSpan.FromSeconds(3) };

    public string Name => project.Name;
    public string Address { get; } = port is null ? "" : $"http://localhost:{port.Port}";
    public IReadOnlyList<string> WaitsFor { get; } = waitsFor;
    public bool IsServer => false;
    public bool IsTask => port is null;

    public Task PrepareAsync(CancellationToken cancellationToken)
    {
        if (!File.Exists(project.Metadata.AssemblyPath))
            throw new HostException($"{Name} is not built: {project.Metadata.AssemblyPath} does not exist. Run dotnet build.");
        return Task.CompletedTask;
    }

    public Command Command()
    {
        port?.Dispose();
        var folder = Path.GetDirectoryName(project.Metadata.ProjectPath);
        return new Command(DotnetPath(), [project.Metadata.AssemblyPath, .. project.Arguments])
        {
            Environment = ServiceEnvironment.Build(project, Address, profile, valueOf),
            // The working directory is the content root: appsettings.json and wwwroot are found where they are edited.
            WorkingDirectory = Directory.Exists(folder) ? folder : Path.GetDirectoryName(project.Metadata.AssemblyPath),
        };
    }

    public async Task<string?> WhyNotReadyAsync(CancellationToken cancellationToken)
    {
        if (project.HealthPath is null)
            return null;
        try
        {
            using var response = await Http.GetAsync(new Uri(Address + project.HealthPath), cancellationToken);
            return response.IsSuccessStatusCode ? null : $"GET {project.HealthPath} answers {(int)response.StatusCode}";
        }
        catch (Exception e) when (e is HttpRequestException || (e is TaskCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return $"GET {project.HealthPath} gets no answer";
        }
    }

    public Task ProvisionAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>The dotnet that runs us, since the one on the PATH may be another or none.</summary>
    private static string DotnetPath() =>
        Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet"));
}
