using SmartInventory.AppHost.Native;

namespace SmartInventory.AppHost.Running;

/// <summary>Which resources are the system: Aspire adds some of its own, and a task is over when it ends.</summary>
internal static class Members
{
    public static IReadOnlyList<IResource> Services(this DistributedApplicationModel model) =>
        [.. model.Resources.OfType<ProjectResource>().Where(p => p.HasAnnotationOfType<HealthCheckAnnotation>())];

    public static IReadOnlyList<IResource> Tasks(this DistributedApplicationModel model) =>
        [.. model.Resources.OfType<ProjectResource>().Where(p => !p.HasAnnotationOfType<HealthCheckAnnotation>())];

    public static IReadOnlyList<IResource> Servers(this DistributedApplicationModel model) =>
        [.. model.Resources.Where(r => r is NativeServer or ContainerResource)];

    /// <summary>The process of a part, or of its last run; null before the first.</summary>
    public static int? ProcessId(this CustomResourceSnapshot part) =>
        part.Properties.FirstOrDefault(p => p.Name == "executable.pid")?.Value as int?;
}
