using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace SmartInventory.AppHost;

/// <summary>
/// One database on a PostgreSQL server in which every service that uses it has a login role of its own name, owning the
/// schema of that name and nothing else: ownership is enforced, and not a habit.
/// </summary>
/// <param name="name">The database's name, and that of the connection string.</param>
/// <param name="server">The server, whatever it runs on.</param>
/// <param name="endpoint">Where it is reached.</param>
/// <param name="superuser">Who makes the database and the roles.</param>
/// <param name="passwordOf">The password of the role with this name.</param>
internal sealed class ServiceDatabase(
    string name,
    IResourceBuilder<IResourceWithEnvironment> server,
    EndpointReference endpoint,
    ReferenceExpression superuser,
    Func<string, ParameterResource> passwordOf
)
{
    private readonly SortedDictionary<string, ParameterResource> _roles = new(StringComparer.Ordinal);

    /// <summary>Gives a service its role, its schema and the connection string to them.</summary>
    /// <param name="service">Who uses it.</param>
    /// <param name="schema">The name of both; null for the service's.</param>
    public void Serve(IResourceBuilder<ProjectResource> service, string? schema = null)
    {
        var role = schema ?? service.Resource.Name;
        var password = _roles[role] = passwordOf(role);
        service
            .WithReferenceRelationship(server)
            .WithEnvironment(
                $"ConnectionStrings__{name}",
                ReferenceExpression.Create(
                    $"Host={endpoint.Property(EndpointProperty.Host)};"
                        + $"Port={endpoint.Property(EndpointProperty.Port)};"
                        + $"Username={role};Password={password};Database={name}"
                )
            );
    }

    /// <summary>Makes the database and the roles each time the server has become ready; makes nothing twice.</summary>
    public ServiceDatabase MadeWhenReady()
    {
        server.OnResourceReady(
            async (resource, ready, cancellationToken) =>
            {
                var log = ready.Services.GetRequiredService<ResourceLoggerService>().GetLogger(resource);
                var connection = (await superuser.GetValueAsync(cancellationToken))!;
                await CreateAsync(connection, name, cancellationToken);
                foreach (var (role, parameter) in _roles)
                    await CreateRoleAsync(
                        connection,
                        name,
                        role,
                        (await parameter.GetValueAsync(cancellationToken))!,
                        cancellationToken
                    );
                log.LogInformation(
                    "Database {Database}: a schema and a login role each for {Roles}.",
                    name,
                    string.Join(", ", _roles.Keys)
                );
            }
        );
        return this;
    }

    /// <summary>
    /// Has PostgreSQL's image make them itself when it starts on an empty volume: nobody of ours is there when it is
    /// published.
    /// </summary>
    public ServiceDatabase MadeByImage(IResourceBuilder<ContainerResource> image)
    {
        image
            .WithBindMount("roles.sh", "/docker-entrypoint-initdb.d/roles.sh", isReadOnly: true)
            .WithEnvironment("POSTGRES_DB", name)
            .WithEnvironment(context =>
            {
                context.EnvironmentVariables["SERVICE_ROLES"] = string.Join(' ', _roles.Keys);
                foreach (var (role, password) in _roles)
                    context.EnvironmentVariables[$"SERVICE_PASSWORD_{role}"] = password;
            });
        return this;
    }

    /// <summary>
    /// Makes a database that only its own roles may connect to, unless it is there, and what in it takes a superuser.
    /// </summary>
    /// <param name="superuser">Npgsql's connection string without a database.</param>
    /// <param name="database">An identifier of ours, as are all names here.</param>
    public static async Task CreateAsync(string superuser, string database, CancellationToken cancellationToken)
    {
        await using var source = NpgsqlDataSource.Create($"{superuser};Database=postgres;Pooling=false");
        await using var find = source.CreateCommand("SELECT 1 FROM pg_database WHERE datname = $1");
        find.Parameters.AddWithValue(database);
        if (await find.ExecuteScalarAsync(cancellationToken) is null)
            await CreateNewAsync(source, database, cancellationToken);

        // Similar words are found with it. A service may not make it: its rights end with its schema.
        await using var inside = NpgsqlDataSource.Create($"{superuser};Database={database};Pooling=false");
        await using var extend = inside.CreateCommand("CREATE EXTENSION IF NOT EXISTS pg_trgm");
        await extend.ExecuteNonQueryAsync(cancellationToken);
    }

    private static async Task CreateNewAsync(
        NpgsqlDataSource source,
        string database,
        CancellationToken cancellationToken
    )
    {
        // A database is made outside any transaction, so each statement is sent alone.
        foreach (
            var sql in (string[])
                [$"CREATE DATABASE \"{database}\"", $"REVOKE ALL ON DATABASE \"{database}\" FROM PUBLIC"]
        )
        {
            await using var command = source.CreateCommand(sql);
            await command.ExecuteNonQueryAsync(cancellationToken);
        }
    }

    /// <summary>
    /// Makes the role and its schema in the database, unless they are there, and sets the role's password.
    /// </summary>
    /// <param name="password">Letters and digits.</param>
    /// <inheritdoc cref="CreateAsync"/>
    public static async Task CreateRoleAsync(
        string superuser,
        string database,
        string role,
        string password,
        CancellationToken cancellationToken
    )
    {
        await using var source = NpgsqlDataSource.Create($"{superuser};Database={database};Pooling=false");
        // As roles.sh does in an image.
        await using var command = source.CreateCommand(
            $"""
            DO $$ BEGIN CREATE ROLE "{role}" LOGIN; EXCEPTION WHEN duplicate_object THEN NULL; END $$;
            ALTER ROLE "{role}" PASSWORD '{password}';
            ALTER ROLE "{role}" SET search_path = "{role}", public;
            GRANT CONNECT, TEMPORARY ON DATABASE "{database}" TO "{role}";
            CREATE SCHEMA IF NOT EXISTS "{role}" AUTHORIZATION "{role}";
            """
        );
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
