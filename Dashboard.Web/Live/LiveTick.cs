using SmartInventory.Contracts.Messages;
using SmartInventory.Contracts.Sales;

namespace SmartInventory.Dashboard.Web.Live;

/// <summary>What happened since the last tick: enough for a browser to know what to read again.</summary>
/// <param name="Lines">Sale and return lines that were recorded.</param>
/// <param name="Units">Units sold.</param>
/// <param name="Returned">Units that came back.</param>
/// <param name="Revenue">Money of sales minus returns.</param>
/// <param name="Stock">Stock levels that changed.</param>
/// <param name="Forecasts">Forecasts and suggestions that changed.</param>
/// <param name="Skus">The products that were touched, at most <see cref="LiveFold.MaxSkus"/>.</param>
/// <param name="More">There were more products than are named.</param>
public sealed record LiveTick(
    long Lines,
    decimal Units,
    decimal Returned,
    decimal Revenue,
    long Stock,
    long Forecasts,
    IReadOnlyList<string> Skus,
    bool More
)
{
    /// <summary>Who else has the thing of the page open; null when that is as it was.</summary>
    public Here? Here { get; init; }

    /// <summary>How far the process has heard, when a connection begins; null on all that follows.</summary>
    public LiveMark? Mark { get; init; }

    /// <summary>What the dashboard itself misses; null when that is as it was.</summary>
    public LiveTrouble? Trouble { get; init; }

    public static LiveTick Nothing { get; } = new(0, 0, 0, 0, 0, 0, [], false);
}

/// <summary>
/// How far one process of the dashboard has heard. A page carries the mark that stood before its figures were read; the
/// connection that it opens begins with the mark of then, and what differs is read again.
/// </summary>
/// <param name="Process">Counts of another process cannot be compared.</param>
/// <param name="Sales">How often something was sold.</param>
/// <param name="Stock">How often stock changed.</param>
/// <param name="Forecast">How often a forecast or a suggestion changed.</param>
public sealed record LiveMark(Guid Process, long Sales, long Stock, long Forecast)
{
    public static LiveMark Start() => new(Guid.NewGuid(), 0, 0, 0);

    public LiveMark After(LiveTick tick) =>
        new(
            Process,
            Sales + Math.Sign(tick.Lines),
            Stock + Math.Sign(tick.Stock),
            Forecast + Math.Sign(tick.Forecasts)
        );
}

/// <summary>Why pages show what was, although their connection stands.</summary>
public enum LiveTrouble
{
    None,

    /// <summary>What happens is not heard.</summary>
    Broker,

    /// <summary>Nothing can be asked.</summary>
    Gateway,

    Both,
}

/// <summary>
/// Folds any number of messages into one small tick. A thousand lines or a million: its size is bounded. Not safe for
/// several threads; its owner locks.
/// </summary>
public sealed class LiveFold
{
    public const int MaxSkus = 100;

    private readonly HashSet<string> _skus = new(StringComparer.Ordinal);
    private LiveTick _sum = LiveTick.Nothing;
    private bool _any;

    public void Add(SalesRecorded message)
    {
        decimal units = 0,
            returned = 0,
            revenue = 0;
        foreach (var line in message.Lines)
        {
            if (line.Kind == SaleKind.Sale)
                units += line.Quantity;
            else
                returned += line.Quantity;
            revenue += line.Revenue;
            Touch(line.Sku);
        }

        Add(
            LiveTick.Nothing with
            {
                Lines = message.Lines.Count,
                Units = units,
                Returned = returned,
                Revenue = revenue,
            }
        );
    }

    public void Add(StockChanged message)
    {
        foreach (var level in message.Items)
            Touch(level.Sku);
        Add(LiveTick.Nothing with { Stock = message.Items.Count });
    }

    public void Add(ForecastChanged message)
    {
        foreach (var forecast in message.Items)
            Touch(forecast.Sku);
        Add(LiveTick.Nothing with { Forecasts = message.Items.Count });
    }

    public void Add(LiveTick tick)
    {
        foreach (var sku in tick.Skus)
            Touch(sku);
        _any = true;
        _sum = new LiveTick(
            _sum.Lines + tick.Lines,
            _sum.Units + tick.Units,
            _sum.Returned + tick.Returned,
            _sum.Revenue + tick.Revenue,
            _sum.Stock + tick.Stock,
            _sum.Forecasts + tick.Forecasts,
            [],
            _sum.More || tick.More
        )
        {
            Here = tick.Here ?? _sum.Here,
            Trouble = tick.Trouble ?? _sum.Trouble,
        };
    }

    /// <summary>Whether anything was added since it was last taken.</summary>
    public bool Any => _any;

    /// <summary>What was added since the last call; null when nothing was.</summary>
    public LiveTick? Take()
    {
        if (!_any)
            return null;
        var tick = _sum with { Skus = [.. _skus] };
        (_sum, _any) = (LiveTick.Nothing, false);
        _skus.Clear();
        return tick;
    }

    private void Touch(string sku)
    {
        if (_skus.Count < MaxSkus || _skus.Contains(sku))
            _skus.Add(sku);
        else
            _sum = _sum with { More = true };
    }
}
