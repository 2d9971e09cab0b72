using System.Threading.Channels;

namespace SmartInventory.Forecasting.Pending;

/// <summary>
/// Tells the refresher of this process that there is work. Lost with the process and harmless then: the marks in the
/// database are the truth.
/// </summary>
internal sealed class WakeSignal
{
    private readonly Channel<bool> _wake = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite }
    );

    public void Wake() => _wake.Writer.TryWrite(true);

    /// <summary>Returns at the next wake, or after <paramref name="atMost"/>.</summary>
    public async Task WaitAsync(TimeSpan atMost, CancellationToken ct)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(atMost);
        try
        {
            await _wake.Reader.ReadAsync(limit.Token);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            // Nobody called: time for a look anyway.
        }
    }
}
