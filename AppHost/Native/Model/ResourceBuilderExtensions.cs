namespace Aspire.Hosting;

/// <summary>The verbs of AppHost.cs. Each does what Aspire's of the same name does, as far as it can differ natively.</summary>
internal static class ResourceBuilderExtensions
{
    public static IResourceBuilder<PostgresServerResource> AddPostgres(this IDistributedApplicationBuilder builder, string name) =>
        builder.AddResource(new PostgresServerResource(name));

    public static IResourceBuilder<PostgresDatabaseResource> AddDatabase(this IResourceBuilder<PostgresServerResource> server, string name) =>
        server.ApplicationBuilder.AddResource(new PostgresDatabaseResource(name, server.Resource));

    public static IResourceBuilder<RabbitMQServerResource> AddRabbitMQ(this IDistributedApplicationBuilder builder, string name) =>
        builder.AddResource(new RabbitMQServerResource(name));

    public static IResourceBuilder<RedisResource> AddRedis(this IDistributedApplicationBuilder builder, string name) =>
        builder.AddResource(new RedisResource(name));

    /// <summary>Nothing to do: the native servers keep their data in the data folder anyway.</summary>
    public static IResourceBuilder<T> WithDataVolume<T>(this IResourceBuilder<T> server)
        where T : IResource => server;

    public static IResourceBuilder<ProjectResource> AddProject<TProject>(this IDistributedApplicationBuilder builder, string name)
        where TProject : IProjectMetadata, new() =>
        builder.AddResource(new ProjectResource(name, new TProject()));

    /// <summary>Gives the project a connection string, or another project's address for service discovery.</summary>
    public static IResourceBuilder<ProjectResource> WithReference(this IResourceBuilder<ProjectResource> project, IResourceBuilder<IResource> source)
    {
        project.Resource.References.Add(source.Resource);
        return project;
    }

    /// <summary>Starts the project only when the other one is healthy.</summary>
    public static IResourceBuilder<ProjectResource> WaitFor(this IResourceBuilder<ProjectResource> project, IResourceBuilder<IResource> dependency)
    {
        project.Resource.WaitsFor.Add(dependency.Resource);
        return project;
    }

    public static IResourceBuilder<ProjectResource> WithArgs(this IResourceBuilder<ProjectResource> project, params string[] args)
    {
        project.Resource.Arguments.AddRange(args);
        return project;
    }

    public static IResourceBuilder<ProjectResource> WithEnvironment(
        this IResourceBuilder<ProjectResource> project, string name, EndpointReference endpoint)
    {
        project.Resource.Environment[name] = endpoint;
        return project;
    }

    public static EndpointReference GetEndpoint(this IResourceBuilder<ProjectResource> project, string name) => new(project.Resource, name);

    public static IResourceBuilder<ProjectResource> WithHttpHealthCheck(this IResourceBuilder<ProjectResource> project, string path)
    {
        project.Resource.HealthPath = path;
        return project;
    }

    public static IResourceBuilder<ProjectResource> WithExternalHttpEndpoints(this IResourceBuilder<ProjectResource> project)
    {
        project.Resource.IsExternal = true;
        return project;
    }
}
