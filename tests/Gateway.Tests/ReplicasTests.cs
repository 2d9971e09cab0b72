using SmartInventory.Testing;

namespace SmartInventory.Gateway.Tests;

public sealed class ReplicasTests
{
    /// <summary>Each migrates the empty database or finds it migrated; none is in another's way.</summary>
    [Fact]
    public async Task Replicas_start_together_on_an_empty_database()
    {
        var database = await (
            await Infrastructure.StartAsync(TestContext.Current.CancellationToken)
        ).CreateDatabaseAsync("identity", TestContext.Current.CancellationToken);

        var replicas = await Task.WhenAll(
            Enumerable
                .Range(0, 4)
                .Select(_ => Task.Run(() => GatewayHost.StartAsync((GatewayHost.Inventory, database))))
        );

        foreach (var replica in replicas)
        {
            using var answer = await replica.Client.GetAsync("/api/v1/users", TestContext.Current.CancellationToken);
            answer.EnsureSuccessStatusCode();
            await replica.DisposeAsync();
        }
    }
}
