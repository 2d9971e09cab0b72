using SmartInventory.AppHost.Running;

namespace SmartInventory.AppHost.Tests;

public sealed class BackoffTests
{
    [Theory]
    [InlineData(1, 0)]
    [InlineData(2, 0.5)]
    [InlineData(3, 1)]
    [InlineData(7, 16)]
    [InlineData(8, 30)]
    [InlineData(1000, 30)]
    public void It_is_started_at_once_then_the_wait_doubles_from_half_a_second_to_thirty(
        int failures,
        double seconds
    ) => Assert.Equal(TimeSpan.FromSeconds(seconds), Backoff.Delay(failures));
}
