using System.Reflection;
using System.Runtime.InteropServices;

namespace SmartInventory.AppHost.Running;

/// <summary>
/// Starts projects as the programs that building the host has built or, in a release build, published. Aspire would
/// start each through <c>dotnet run</c>: a build system beside every service, seconds of processor time each, and a
/// process in between that a kill leaves orphans of.
/// </summary>
internal static class BuiltProjects
{
    /// <summary>The dotnet that runs us, since the one on the PATH may be another or none.</summary>
    private static readonly string Dotnet = Path.GetFullPath(
        Path.Combine(
            RuntimeEnvironment.GetRuntimeDirectory(),
            "..",
            "..",
            "..",
            OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet"
        )
    );

    public static IResourceBuilder<ProjectResource> AsBuilt(
        this IResourceBuilder<ProjectResource> project,
        params IReadOnlyList<string> arguments
    )
    {
        if (project.ApplicationBuilder.ExecutionContext.IsPublishMode)
            return project;

        var metadata = project.Resource.GetProjectMetadata();
        return project
            .WithAnnotation(
                new ExecutableAnnotation
                {
                    Command = Dotnet,
                    // The content root: appsettings.json and wwwroot are found where they are edited, or published.
                    WorkingDirectory = Named("content", metadata),
                }
            )
            .WithArgs([Named("program", metadata), .. arguments]);
    }

    /// <summary>Files, and folders with a slash at the end, which whoever runs the project has to read.</summary>
    public static IEnumerable<string> Needs(ProjectResource project)
    {
        var metadata = project.GetProjectMetadata();
        return [Dotnet, Named("program", metadata), Named("content", metadata)];
    }

    private static string Named(string what, IProjectMetadata project) =>
        typeof(BuiltProjects)
            .Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .FirstOrDefault(a => a.Key == $"{what} of {project.ProjectPath}")
            ?.Value
        ?? throw new InvalidOperationException($"AppHost.csproj does not refer to {project.ProjectPath}.");
}
