using System.Collections.Concurrent;
using SmartInventory.Contracts.Messages;
using SmartInventory.Forecasting.Catalogue;
using SmartInventory.Forecasting.Demand;
using SmartInventory.Forecasting.Engine.History;
using SmartInventory.Forecasting.Fits;
using SmartInventory.Forecasting.GlobalModels;
using SmartInventory.Forecasting.Policies;
using SmartInventory.Forecasting.Series;

namespace SmartInventory.Forecasting.Forecasts;

/// <summary>
/// Everything that the computation of some series reads besides their demand, in a handful of queries whatever their
/// number.
/// </summary>
internal sealed record SeriesData
{
    public required IReadOnlyDictionary<string, KnownProduct> Products { get; init; }
    public required IReadOnlyDictionary<SeriesKey, KnownStock> Stock { get; init; }

    /// <summary>Days without stock, ascending; one that still lasts ends at the end of time.</summary>
    public required IReadOnlyDictionary<SeriesKey, DayRange[]> StockOuts { get; init; }

    /// <summary>What was said of days of these products, at all locations.</summary>
    public IReadOnlyDictionary<SeriesKey, SeriesMarks> Marks { get; init; } = new Dictionary<SeriesKey, SeriesMarks>();

    /// <summary>What all promotions did, of any product; nothing where none of the series has one ahead.</summary>
    public PromotionUplift AllPromotions { get; init; }

    /// <summary>Of these products' suppliers, by code.</summary>
    public required IReadOnlyDictionary<string, KnownSupplier> Suppliers { get; init; }

    /// <summary>Of these, from whom nothing is ordered any more.</summary>
    public IReadOnlySet<string> ArchivedSuppliers =>
        field ??= Suppliers.Values.Where(s => s.Archived).Select(s => s.Code).ToHashSet();

    /// <summary>What receipts teach of these products' suppliers.</summary>
    public required LeadTimeBook LeadTimes { get; init; }

    public required IReadOnlySet<string> ArchivedLocations { get; init; }

    /// <summary>How each of the series is ordered.</summary>
    public required PolicySet Policies { get; init; }

    /// <summary>Of every location of the series.</summary>
    public required IReadOnlyDictionary<string, LocationClock> Clocks { get; init; }

    /// <summary>The model over all series; null before the first training.</summary>
    public LoadedModel? Model { get; init; }

    private readonly ConcurrentDictionary<SeriesKey, OrderTerms> _terms = new();

    /// <summary>How a series is ordered.</summary>
    public OrderTerms TermsOf(SeriesKey key) =>
        _terms.GetOrAdd(
            key,
            static (key, data) =>
                data.TermsOf(key, data.Products.GetValueOrDefault(key.Sku)?.OrderedBy(data.ArchivedSuppliers)),
            this
        );

    /// <summary>The same by the terms of one of its suppliers.</summary>
    public OrderTerms TermsOf(SeriesKey key, SupplierTermState? term)
    {
        var product = Products.GetValueOrDefault(key.Sku);
        return OrderTerms.Of(
            product,
            term,
            OpenDays(key.Location, term is null ? null : Suppliers.GetValueOrDefault(term.Supplier)?.OrderDayList()),
            term is null ? null : LeadTimes.Learned(key.Sku, term),
            Policies.Resolve(product, term?.Supplier, key.Location, Policies.SegmentOf(key.Sku))
        );
    }

    /// <summary>
    /// Who is closed orders nothing that day: of the supplier's order days those on which the location is open. One
    /// that takes orders on none of these has to be written to on one of its own.
    /// </summary>
    private IReadOnlyList<DayOfWeek>? OpenDays(string location, IReadOnlyList<DayOfWeek>? taken)
    {
        if (Clocks.GetValueOrDefault(location)?.ClosedNow is not { Length: > 0 } closed)
            return taken;
        var days = taken is { Count: > 0 } ? taken : LocationClock.Week;
        return days.Except(closed).ToList() is { Count: > 0 } open ? open : taken;
    }

    /// <summary>Of the series whose demand was asked for.</summary>
    public IReadOnlyDictionary<SeriesKey, SeriesPast> Pasts { get; init; } = new Dictionary<SeriesKey, SeriesPast>();
}
