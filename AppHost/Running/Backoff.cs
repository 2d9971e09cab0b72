namespace SmartInventory.AppHost.Running;

/// <summary>How long to wait before a part that ended is started again.</summary>
internal static class Backoff
{
    /// <summary>A part that ran this long was well: its next failure counts as the first.</summary>
    public static readonly TimeSpan Forgiven = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    /// <summary>At once, then after 0.5 s, 1 s, 2 s, ... up to 30 s.</summary>
    /// <param name="failures">Failures in a row, this one included.</param>
    public static TimeSpan Delay(int failures)
    {
        if (failures <= 1)
            return TimeSpan.Zero;
        var delay = TimeSpan.FromSeconds(0.5 * Math.Pow(2, Math.Min(failures, 10) - 2));
        return delay < Longest ? delay : Longest;
    }
}
