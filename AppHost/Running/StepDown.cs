using SmartInventory.AppHost.Native;

namespace SmartInventory.AppHost.Running;

/// <summary>Has the .NET parts run as an account of their own where root starts the system.</summary>
internal static class StepDown
{
    public static async Task SettleAsync(
        IDistributedApplicationBuilder builder,
        Action<string> say,
        CancellationToken cancellationToken
    )
    {
        var parts = builder
            .Resources.OfType<ProjectResource>()
            .Select(project => (project, run: project.Annotations.OfType<ExecutableAnnotation>().Single()))
            .ToList();
        var needed = parts.SelectMany(part => BuiltProjects.Needs(part.project)).Distinct();
        if (await ServiceAccount.FindAsync(needed, say, cancellationToken) is not { } account)
            return;
        foreach (var (project, run) in parts)
        {
            var line = new Tool(run.Command, [], account).Line;
            run.Command = line[0];
            builder
                .CreateResourceBuilder(project)
                .WithArgs(context =>
                {
                    for (var i = 1; i < line.Count; i++)
                        context.Args.Insert(i - 1, line[i]);
                })
                // Root's is closed to it, and it needs none.
                .WithEnvironment("HOME", "/nonexistent");
        }
    }
}
