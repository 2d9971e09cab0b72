using SmartInventory.AppHost.Native;

namespace SmartInventory.AppHost.Running;

/// <summary>Gives every service its port: the one of its launch profile, or the next free one.</summary>
internal static class Ports
{
    /// <summary>Settles all ports, and holds each until its service starts.</summary>
    /// <param name="say">Is told of each port that was taken.</param>
    public static void Settle(IDistributedApplicationBuilder builder, Action<string> say)
    {
        var endpoints = builder
            .Resources.OfType<ProjectResource>()
            .SelectMany(
                project => project.Annotations.OfType<EndpointAnnotation>(),
                (project, endpoint) => (project, endpoint)
            )
            .ToList();
        var held = new Dictionary<EndpointAnnotation, PortReservation>();
        // Everybody's wish first; who finds it taken goes to the next port that nobody wished for.
        foreach (var (_, endpoint) in endpoints)
        {
            if (endpoint.Port is { } wish && PortReservation.TryReserve(wish) is { } reservation)
                held.Add(endpoint, reservation);
        }

        foreach (var (project, endpoint) in endpoints)
        {
            if (!held.TryGetValue(endpoint, out var reservation))
            {
                held[endpoint] = reservation = PortReservation.AtOrAbove(endpoint.Port ?? 8080);
                say($"Port {endpoint.Port} is taken: {project.Name} gets {reservation.Port}.");
            }

            endpoint.Port = endpoint.TargetPort = reservation.Port;
            // Directly: what a proxy costs is paid by every request.
            endpoint.IsProxied = false;
            builder
                .CreateResourceBuilder(project)
                .OnBeforeResourceStarted(
                    (_, _, cancellationToken) =>
                        reservation.HandOverAsync(
                            port => say($"Port {port} is taken: {project.Name} waits until it is free."),
                            cancellationToken
                        )
                );
        }
    }
}
