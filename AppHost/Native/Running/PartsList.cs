using System.Diagnostics;
using SmartInventory.AppHost.Servers;

namespace SmartInventory.AppHost.Running;

/// <summary>Turns the app model into the parts to run, with a port and an address for each.</summary>
internal sealed class PartsList
{
    private readonly Dictionary<IResource, NativeServer> _servers = [];
    private readonly Dictionary<ProjectResource, PortReservation> _ports = [];

    public PartsList(IReadOnlyList<IResource> resources, DataFolder data, ServerPrograms programs, HostConsole console)
    {
        var projects = resources.OfType<ProjectResource>().ToList();
        List<IPart> parts = [];
        foreach (var resource in resources)
        {
            switch (resource)
            {
                case PostgresServerResource postgres:
                    var server = new PostgresServer(postgres.Name, data, programs);
                    _servers.Add(postgres, server);
                    parts.Add(new ServerPart(server, cancellation => ProvisionAsync(server, resources, projects, cancellation)));
                    break;
                case RabbitMQServerResource:
                    _servers.Add(resource, new RabbitMqServer(resource.Name, data, programs));
                    parts.Add(new ServerPart(_servers[resource]));
                    break;
                case RedisResource:
                    _servers.Add(resource, new RedisServer(resource.Name, data, programs));
                    parts.Add(new ServerPart(_servers[resource]));
                    break;
            }
        }

        var profiles = projects.ToDictionary(p => p, p => LaunchProfile.Read(p.Metadata.ProjectPath));
        ReservePorts(profiles, console);
        parts.AddRange(projects.Select(project => new ServicePart(
            project, _ports.GetValueOrDefault(project), profiles[project],
            [.. project.WaitsFor.Select(PartOf).Distinct()],
            reference => ValueOf(reference, project))));
        Parts = parts;
        parts.ForEach(p => console.Register(p.Name));
    }

    public IReadOnlyList<IPart> Parts { get; }

    /// <summary>Everybody's wish first; who finds it taken goes to the next port that nobody wished for.</summary>
    private void ReservePorts(Dictionary<ProjectResource, LaunchProfile> profiles, HostConsole console)
    {
        foreach (var (project, profile) in profiles)
        {
            if (profile.Port is { } wish && PortReservation.TryReserve(wish) is { } reservation)
                _ports.Add(project, reservation);
        }
        foreach (var (project, profile) in profiles.Where(p => p.Value.Port is not null && !_ports.ContainsKey(p.Key)))
        {
            _ports.Add(project, PortReservation.AtOrAbove(profile.Port!.Value));
            console.WriteLine($"Port {profile.Port} is taken: {project.Name} gets {_ports[project].Port}.");
        }
    }

    /// <summary>A database is part of its server; everything else is a part itself.</summary>
    private static string PartOf(IResource resource) => resource is PostgresDatabaseResource database ? database.Server.Name : resource.Name;

    private string ValueOf(IResource reference, ProjectResource forProject) => reference switch
    {
        PostgresDatabaseResource database => ((PostgresServer)_servers[database.Server]).ConnectionStringFor(forProject.Name, database.Name),
        RabbitMQServerResource => ((RabbitMqServer)_servers[reference]).ConnectionString,
        RedisResource => ((RedisServer)_servers[reference]).ConnectionString,
        ProjectResource project => $"http://localhost:{_ports[project].Port}",
        _ => throw new UnreachableException($"{reference.GetType().Name} cannot be referred to."),
    };

    /// <summary>The databases, and for every project that refers to one a role of its own: ownership is enforced, not a habit.</summary>
    private static async Task ProvisionAsync(
        PostgresServer server, IReadOnlyList<IResource> resources, List<ProjectResource> projects, CancellationToken cancellationToken)
    {
        foreach (var database in resources.OfType<PostgresDatabaseResource>().Where(d => d.Server.Name == server.Name))
        {
            await server.EnsureDatabaseAsync(database.Name, cancellationToken);
            foreach (var project in projects.Where(p => p.References.Contains(database)))
                await server.EnsureRoleAsync(project.Name, database.Name, cancellationToken);
        }
    }
}
