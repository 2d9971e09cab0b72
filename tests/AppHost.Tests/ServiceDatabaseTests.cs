using Npgsql;
using SmartInventory.AppHost.Native;
using SmartInventory.Testing;

namespace SmartInventory.AppHost.Tests;

/// <summary>Where nobody of ours is there to make the roles, PostgreSQL's image runs roles.sh.</summary>
public sealed class ServiceDatabaseTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_images_script_gives_a_role_its_schema_and_nothing_else()
    {
        var infrastructure = await Infrastructure.StartAsync(Cancellation);
        var superuser = new NpgsqlConnectionStringBuilder(
            await infrastructure.CreateDatabaseAsync(cancellationToken: Cancellation)
        );
        var (role, other) = ($"one_{Guid.NewGuid():N}"[..12], $"two_{Guid.NewGuid():N}"[..12]);
        var script = new Tool("/bin/sh", [Path.Combine(AppContext.BaseDirectory, "roles.sh")])
        {
            Environment = new Dictionary<string, string>
            {
                ["PGHOST"] = superuser.Host!,
                ["PGPORT"] = $"{superuser.Port}",
                ["PGPASSWORD"] = superuser.Password!,
                ["POSTGRES_USER"] = superuser.Username!,
                ["POSTGRES_DB"] = superuser.Database!,
                ["SERVICE_ROLES"] = $"{role} {other}",
                [$"SERVICE_PASSWORD_{role}"] = "secret1",
                [$"SERVICE_PASSWORD_{other}"] = "secret2",
                ["PATH"] = $"{Path.GetDirectoryName(ServerPrograms.Find("psql"))}:/usr/bin:/bin",
            },
        };

        await script.RunOrThrowAsync(Cancellation);

        await using var mine = As(role, "secret1");
        Assert.Equal(
            1f,
            await mine.CreateCommand("SELECT similarity('word', 'word')").ExecuteScalarAsync(Cancellation)
        );
        await mine.CreateCommand("CREATE TABLE things (id int)").ExecuteNonQueryAsync(Cancellation);
        await using var theirs = As(other, "secret2");
        var refused = await Assert.ThrowsAsync<PostgresException>(() =>
            theirs.CreateCommand($"SELECT * FROM \"{role}\".things").ExecuteNonQueryAsync(Cancellation)
        );
        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, refused.SqlState);

        NpgsqlDataSource As(string name, string password) =>
            NpgsqlDataSource.Create(
                new NpgsqlConnectionStringBuilder(superuser.ConnectionString) { Username = name, Password = password }
            );
    }
}
