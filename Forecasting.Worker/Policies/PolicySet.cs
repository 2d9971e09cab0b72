using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using SmartInventory.Contracts.Forecasting;
using SmartInventory.Forecasting.Catalogue;

namespace SmartInventory.Forecasting.Policies;

/// <summary>One link of the chain from a series to what is built in.</summary>
/// <param name="Source">What it was set for.</param>
/// <param name="Fields">What was set.</param>
internal sealed record PolicyLink(PolicySource Source, PolicyFields Fields);

/// <summary>The policies that concern some products, and how they are inherited.</summary>
internal sealed class PolicySet
{
    /// <summary>What holds where nobody set anything.</summary>
    public static PolicyFields BuiltIn { get; } =
        new()
        {
            Policy = OrderPolicy.ReorderUpTo,
            Promise = ServicePromise.CycleService,
            Service = 0.95m,
            ReviewDays = 7,
            OrderCost = 0,
            HoldingRate = 0.25m,
            LearnLeadTime = true,
            TransferDays = 2,
        };

    private readonly Dictionary<(PolicyScope Scope, string Key), PolicyLink> _links;
    private readonly IReadOnlyDictionary<string, string> _cells;

    /// <summary>Most products have nothing but their card, and few cards differ.</summary>
    private readonly ConcurrentDictionary<(decimal?, int?), PolicyInForce> _ofCards = new();

    /// <param name="policies">What people set.</param>
    /// <param name="cells">Cells of the matrix by SKU.</param>
    public PolicySet(
        IEnumerable<(PolicyScope Scope, string Key, PolicyFields Fields)> policies,
        IReadOnlyDictionary<string, string> cells
    )
    {
        _cells = cells;
        _links = policies.ToDictionary(
            p => (p.Scope, Spelling(p.Scope, p.Key)),
            p => new PolicyLink(new(p.Scope, p.Scope == PolicyScope.All ? null : p.Key), p.Fields)
        );
    }

    /// <summary>The policies for these products, wider ones included.</summary>
    /// <param name="db">The database.</param>
    /// <param name="skus">Null for all products.</param>
    /// <param name="ct">Gives up.</param>
    public static async Task<PolicySet> ReadAsync(ForecastingDb db, string[]? skus, CancellationToken ct)
    {
        var rows = await db
            .Policies.AsNoTracking()
            .Where(p => skus == null || p.Sku == null || skus.Contains(p.Sku))
            .ToListAsync(ct);
        var cells = rows.Exists(p => p.Scope == PolicyScope.Segment)
            ? await db
                .Segments.AsNoTracking()
                .Where(s => skus == null || skus.Contains(s.Sku))
                .ToDictionaryAsync(s => s.Sku, s => s.Cell, ct)
            : [];
        return new(rows.Select(p => (p.Scope, p.Key, p.Read())), cells);
    }

    /// <summary>The policy in force.</summary>
    /// <param name="sku">The product.</param>
    /// <param name="product">What is known of it; null while nobody described it.</param>
    /// <param name="supplier">Whoever it is ordered from; null for nobody.</param>
    /// <param name="location">A location's code.</param>
    public PolicyInForce Resolve(string sku, KnownProduct? product, string? supplier, string location)
    {
        if (_links.Count == 0)
            return _ofCards.GetOrAdd(
                (product?.ServiceLevel, product?.ReviewPeriodDays),
                static (_, of) => Merge(of.Set.Chain(of.Sku, of.Product, of.Supplier, of.Location)),
                (Set: this, Sku: sku, Product: product, Supplier: supplier, Location: location)
            );
        return Merge(Chain(sku, product, supplier, location));
    }

    /// <summary>Everything that has a say, the narrowest first; what is built in is not among it.</summary>
    public IEnumerable<PolicyLink> Chain(string sku, KnownProduct? product, string? supplier, string location)
    {
        if (Find(PolicyScope.Series, $"{sku}{StoredPolicy.At}{location}") is { } series)
            yield return series;
        if (Find(PolicyScope.Product, sku) is { } own)
            yield return own;
        if (product is { ServiceLevel: not null } or { ReviewPeriodDays: not null })
            yield return new(
                PolicySource.Card,
                new() { Service = product.ServiceLevel, ReviewDays = product.ReviewPeriodDays }
            );
        if (supplier is not null && Find(PolicyScope.Supplier, supplier) is { } theirs)
            yield return theirs;
        if (_cells.TryGetValue(sku, out var cell) && Find(PolicyScope.Segment, cell) is { } segment)
            yield return segment;
        for (var path = product?.Category; path is not null; path = Above(path))
        {
            if (Find(PolicyScope.Category, path) is { } category)
                yield return category;
        }
        if (Find(PolicyScope.Location, location) is { } place)
            yield return place;
        if (Find(PolicyScope.All, "") is { } all)
            yield return all;
    }

    private PolicyLink? Find(PolicyScope scope, string key) => _links.GetValueOrDefault((scope, Spelling(scope, key)));

    /// <summary>Categories of one spelling are one.</summary>
    private static string Spelling(PolicyScope scope, string key) =>
        scope == PolicyScope.Category ? key.ToLowerInvariant() : key;

    private static string? Above(string path) => path.LastIndexOf('/') is var end and > 0 ? path[..end] : null;

    private static PolicyInForce Merge(IEnumerable<PolicyLink> chain)
    {
        var (fields, sources) = (new PolicyFields(), new Dictionary<string, PolicySource>(StringComparer.Ordinal));
        foreach (var (source, set) in chain)
        {
            T? Take<T>(string field, T? had, T? has)
                where T : struct
            {
                if (had is not null || has is null)
                    return had;
                sources.Add(field, source);
                return has;
            }
            // A minimum without its maximum is no policy: both are of the one scope that has them.
            var typed = fields.Min is null && fields.Max is null;
            fields = new()
            {
                Policy = Take("policy", fields.Policy, set.Policy),
                Promise = Take("promise", fields.Promise, set.Promise),
                Service = Take("service", fields.Service, set.Service),
                ReviewDays = Take("reviewDays", fields.ReviewDays, set.ReviewDays),
                Lot = Take("lot", fields.Lot, set.Lot),
                Min = typed ? Take("min", fields.Min, set.Min) : fields.Min,
                Max = typed ? Take("max", fields.Max, set.Max) : fields.Max,
                OrderCost = Take("orderCost", fields.OrderCost, set.OrderCost),
                HoldingRate = Take("holdingRate", fields.HoldingRate, set.HoldingRate),
                ShelfLifeDays = Take("shelfLifeDays", fields.ShelfLifeDays, set.ShelfLifeDays),
                MaxStock = Take("maxStock", fields.MaxStock, set.MaxStock),
                LearnLeadTime = Take("learnLeadTime", fields.LearnLeadTime, set.LearnLeadTime),
                TransferDays = Take("transferDays", fields.TransferDays, set.TransferDays),
            };
        }
        return new(
            fields with
            {
                Policy = fields.Policy ?? BuiltIn.Policy,
                Promise = fields.Promise ?? BuiltIn.Promise,
                Service = fields.Service ?? BuiltIn.Service,
                ReviewDays = fields.ReviewDays ?? BuiltIn.ReviewDays,
                OrderCost = fields.OrderCost ?? BuiltIn.OrderCost,
                HoldingRate = fields.HoldingRate ?? BuiltIn.HoldingRate,
                LearnLeadTime = fields.LearnLeadTime ?? BuiltIn.LearnLeadTime,
                TransferDays = fields.TransferDays ?? BuiltIn.TransferDays,
            },
            sources
        );
    }
}
