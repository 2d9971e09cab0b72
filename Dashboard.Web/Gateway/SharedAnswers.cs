using System.Globalization;

namespace SmartInventory.Dashboard.Web.Gateway;

/// <summary>
/// One answer of the gateway for all who look at the same tile at the same time: a second old at most, and never older
/// than what browsers have heard of, so that whoever reads again because of a tick sees what the tick is about.
/// </summary>
public sealed class SharedAnswers(TimeProvider time)
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private readonly Dictionary<string, Asked> _asked = new(StringComparer.Ordinal);

    /// <summary>Something changed: what was asked before is not for those who ask from now on.</summary>
    public void Forget()
    {
        lock (_lock)
        {
            foreach (var (key, _) in _asked.Where(a => a.Value.Keep == Longest || IsOver(a.Value)).ToList())
                _asked.Remove(key);
        }
    }

    /// <param name="key">Says all that the answer depends on.</param>
    /// <param name="ask">Asks the gateway.</param>
    /// <param name="ct">Ends the wait, and leaves the answer to the others.</param>
    /// <param name="keep">How old an answer may be, of the past: news do not change it. Default a second, and never
    /// older than news.</param>
    public async Task<Loaded<T>> TryAsync<T>(
        string key,
        Func<CancellationToken, Task<T>> ask,
        CancellationToken ct,
        TimeSpan? keep = null
    )
        where T : class
    {
        // Some of what the gateway says is text.
        key = $"{CultureInfo.CurrentUICulture.Name} {key}";
        Asked asked;
        lock (_lock)
        {
            if (!_asked.TryGetValue(key, out asked!) || IsOver(asked))
                _asked[key] = asked = new(
                    Load.TryAsync(ask(CancellationToken.None), CancellationToken.None),
                    time.GetTimestamp(),
                    keep ?? Longest
                );
        }
        var loaded = await ((Task<Loaded<T>>)asked.Answer).WaitAsync(ct);
        if (loaded.Error is not null)
            ForgetFailure(key, asked);
        return loaded;
    }

    // What failed is asked again by the next one who looks.
    private void ForgetFailure(string key, Asked failed)
    {
        lock (_lock)
        {
            if (_asked.GetValueOrDefault(key) == failed)
                _asked.Remove(key);
        }
    }

    private bool IsOver(Asked asked) => time.GetElapsedTime(asked.Since) >= asked.Keep;

    private sealed record Asked(Task Answer, long Since, TimeSpan Keep);
}
