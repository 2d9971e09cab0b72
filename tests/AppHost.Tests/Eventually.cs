namespace SmartInventory.AppHost_Tests;

internal static class Eventually
{
    public static async Task IsTrueAsync(Func<bool> condition, string what, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(TimeSpan.FromSeconds(30));
        while (!condition())
        {
            Assert.False(limit.IsCancellationRequested, $"It did not come true within 30 s that {what}.");
            await Task.Delay(50, cancellationToken);
        }
    }
}
