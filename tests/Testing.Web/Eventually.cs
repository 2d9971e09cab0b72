using System.Diagnostics;

namespace SmartInventory.Testing;

/// <summary>Waits for what must come, often at first and then less often.</summary>
public static class Eventually
{
    /// <summary>Against waiting for ever, and no measure: the machine may be busy with other tests.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(200);

    /// <summary>Asks until it is so.</summary>
    /// <param name="condition">Carries the end of the test in itself.</param>
    /// <param name="what">What is waited for, as a sentence for the message.</param>
    /// <param name="limit">A minute by default.</param>
    /// <exception cref="TimeoutException">It did not come.</exception>
    public static Task Holds(Func<Task<bool>> condition, string what, TimeSpan? limit = null) =>
        Holds(condition, () => what, limit);

    /// <inheritdoc cref="Holds(Func{Task{bool}}, string, TimeSpan?)"/>
    public static Task Holds(Func<bool> condition, string what, TimeSpan? limit = null) =>
        Holds(() => Task.FromResult(condition()), what, limit);

    /// <summary>Asks until it is so.</summary>
    /// <param name="condition">Carries the end of the test in itself.</param>
    /// <param name="what">Says at the end what was waited for, and what was there instead.</param>
    /// <param name="limit">A minute by default.</param>
    /// <param name="excused">The failures of an attempt that are no more than a "not yet".</param>
    /// <exception cref="TimeoutException">It did not come.</exception>
    public static async Task Holds(
        Func<Task<bool>> condition,
        Func<string> what,
        TimeSpan? limit = null,
        Predicate<Exception>? excused = null
    )
    {
        var patience = limit ?? Patience;
        var clock = Stopwatch.StartNew();
        Exception? last;
        do
        {
            last = null;
            try
            {
                if (await condition())
                    return;
            }
            catch (Exception notYet) when (excused?.Invoke(notYet) == true)
            {
                last = notYet;
            }

            var pause = clock.Elapsed / 10;
            await Task.Delay(
                pause < ShortestPause ? ShortestPause
                : pause > LongestPause ? LongestPause
                : pause
            );
        } while (clock.Elapsed < patience);

        throw new TimeoutException($"Still not after {patience.TotalSeconds:0.#} s: {what()}", last);
    }
}
