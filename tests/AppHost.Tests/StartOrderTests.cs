using SmartInventory.AppHost.Running;
using SmartInventory.AppHost.Servers;

namespace SmartInventory.AppHost_Tests;

public sealed class StartOrderTests
{
    [Fact]
    public void Every_part_comes_after_those_it_waits_for()
    {
        var order = StartOrder.Of([new Named("gateway", "sales", "catalog"), new Named("sales", "catalog"), new Named("catalog", "postgres"), new Named("postgres")]);

        Assert.Equal(["postgres", "catalog", "sales", "gateway"], order.Select(p => p.Name));
    }

    [Fact]
    public void Parts_that_wait_for_each_other_are_named()
    {
        var error = Assert.Throws<InvalidOperationException>(
            () => StartOrder.Of([new Named("a", "b"), new Named("b", "a"), new Named("c")]));

        Assert.Equal("These wait for each other: a, b.", error.Message);
    }

    [Fact]
    public void A_part_that_waits_for_nobody_known_is_named()
    {
        var error = Assert.Throws<InvalidOperationException>(() => StartOrder.Of([new Named("a", "ghost")]));

        Assert.Equal("a waits for something that is not there.", error.Message);
    }

    private sealed class Named(string name, params string[] waitsFor) : IPart
    {
        public string Name => name;
        public string Address => "";
        public IReadOnlyList<string> WaitsFor => waitsFor;
        public bool IsServer => false;
        public bool IsTask => false;
        public Task PrepareAsync(CancellationToken cancellationToken) => Task.CompletedTask;
        public Command Command() => throw new NotSupportedException();
        public Task<string?> WhyNotReadyAsync(CancellationToken cancellationToken) => throw new NotSupportedException();
        public Task ProvisionAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
