using Npgsql;
using SmartInventory.Testing;

namespace SmartInventory.AppHost.Tests;

public sealed class InfrastructureTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_service_role_owns_its_schema_and_nothing_else()
    {
        var infrastructure = await Infrastructure.StartAsync(Cancellation);
        var catalog = await infrastructure.CreateDatabaseAsync("catalog", Cancellation);

        await using var source = NpgsqlDataSource.Create(catalog);
        await source.CreateCommand("CREATE TABLE products (id int)").ExecuteNonQueryAsync(Cancellation);
        var schema = await source
            .CreateCommand("SELECT schemaname FROM pg_tables WHERE tablename = 'products'")
            .ExecuteScalarAsync(Cancellation);
        Assert.Equal("catalog", schema);

        var refused = await Assert.ThrowsAsync<PostgresException>(() =>
            source.CreateCommand("CREATE TABLE public.stray (id int)").ExecuteNonQueryAsync(Cancellation)
        );
        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, refused.SqlState);
    }

    [Fact]
    public async Task Two_virtual_hosts_and_two_caches_are_never_the_same()
    {
        var infrastructure = await Infrastructure.StartAsync(Cancellation);

        Assert.NotEqual(
            await infrastructure.CreateVirtualHostAsync(Cancellation),
            await infrastructure.CreateVirtualHostAsync(Cancellation)
        );
        Assert.NotEqual(infrastructure.CreateCache(), infrastructure.CreateCache());
    }
}
