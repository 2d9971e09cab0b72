using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using SmartInventory.Contracts;
using SmartInventory.Contracts.Forecasting;
using SmartInventory.Forecasting.Catalogue;
using SmartInventory.Forecasting.Series;

namespace SmartInventory.Forecasting.Policies;

/// <summary>
/// The policies that can concern some series, read once for all of them. Products that nobody treats apart share what
/// is in force: it is worked out once per combination of layers. Safe for several threads.
/// </summary>
internal sealed class PolicySet
{
    private static readonly PolicyLayer BuiltIn = new(
        PolicySource.BuiltIn,
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
        }
    );

    private readonly StoredPolicy? _all;
    private readonly Dictionary<string, StoredPolicy> _locations = [];
    private readonly Dictionary<string, StoredPolicy> _categories = [];
    private readonly Dictionary<string, StoredPolicy> _segments = [];
    private readonly Dictionary<string, StoredPolicy> _suppliers = [];
    private readonly Dictionary<string, StoredPolicy> _products = [];
    private readonly Dictionary<string, Dictionary<string, StoredPolicy>> _series = [];
    private readonly IReadOnlyDictionary<string, string> _cells;
    private readonly ConcurrentDictionary<string, StoredPolicy[]> _paths = [];
    private readonly ConcurrentDictionary<Layers, PolicyInForce> _inForce = [];

    /// <param name="policies">One per scope and key.</param>
    /// <param name="cells">The cell of a product, by its SKU.</param>
    public PolicySet(IEnumerable<StoredPolicy> policies, IReadOnlyDictionary<string, string> cells)
    {
        _cells = cells;
        foreach (var policy in policies)
        {
            switch (policy.Scope)
            {
                case PolicyScope.All:
                    _all = policy;
                    break;
                case PolicyScope.Series:
                    var at = policy.Key.LastIndexOf('@');
                    if (!_series.TryGetValue(policy.Key[..at], out var places))
                        _series[policy.Key[..at]] = places = [];
                    places[policy.Key[(at + 1)..]] = policy;
                    break;
                default:
                    Of(policy.Scope)[policy.Key] = policy;
                    break;
            }
        }
    }

    public static PolicySet Empty { get; } = new([], new Dictionary<string, string>());

    /// <summary>The cell of a product; null where it is not known, or nobody set anything for a cell.</summary>
    public string? SegmentOf(string sku) => _cells.GetValueOrDefault(sku);

    /// <summary>Field by field what the narrowest says that says anything.</summary>
    /// <param name="product">Null where the catalogue does not know it.</param>
    /// <param name="supplier">The code of who it is ordered from; null where nobody delivers it.</param>
    /// <param name="location">The location's code.</param>
    /// <param name="segment">The cell, from <see cref="SegmentOf"/>.</param>
    public PolicyInForce Resolve(KnownProduct? product, string? supplier, string location, string? segment) =>
        _inForce.GetOrAdd(Find(product, supplier, location, segment), static layers => InForce(layers.Narrowest()));

    /// <summary>All that is said of a series, the narrowest first; the same that <see cref="Resolve"/> reads.</summary>
    public IReadOnlyList<PolicyLayer> Chain(
        KnownProduct? product,
        string? supplier,
        string location,
        string? segment
    ) => Find(product, supplier, location, segment).Narrowest();

    /// <summary>In one statement: of what is for many all, of products and series those at hand.</summary>
    /// <param name="keys">The series at hand; null for all.</param>
    public static async Task<PolicySet> ReadAsync(
        ForecastingDb db,
        IReadOnlyCollection<SeriesKey>? keys,
        CancellationToken ct
    )
    {
        var skus = keys?.Select(k => k.Sku.Value).Distinct().ToArray();
        var series = keys?.Select(k => StoredPolicy.SeriesName(k.Sku, k.Location)).ToArray();
        var rows = await db
            .Database.SqlQuery<Row>(
                $"""
                SELECT scope, key, name, fields::text AS fields FROM forecasting.policies
                WHERE scope NOT IN ('Product', 'Series') OR CAST({skus} AS text[]) IS NULL
                    OR (scope = 'Product' AND key = ANY ({skus}))
                    OR (scope = 'Series' AND key = ANY ({series}))
                UNION ALL
                SELECT NULL, sku, cell, NULL FROM forecasting.product_segments
                WHERE (CAST({skus} AS text[]) IS NULL OR sku = ANY ({skus}))
                    AND EXISTS (SELECT FROM forecasting.policies WHERE scope = 'Segment')
                """
            )
            .ToListAsync(ct);
        return rows.Count == 0
            ? Empty
            : new PolicySet(
                rows.Where(r => r.Scope is not null)
                    .Select(r => new StoredPolicy
                    {
                        Scope = Enum.Parse<PolicyScope>(r.Scope!),
                        Key = r.Key,
                        Name = r.Name,
                        Fields = JsonSerializer.Deserialize<PolicyFields>(r.Fields!, ContractsJson.Options)!,
                    }),
                rows.Where(r => r.Scope is null).ToDictionary(r => r.Key, r => r.Name!, StringComparer.Ordinal)
            );
    }

    /// <summary>What is in force by all that is said, the narrowest first.</summary>
    public static PolicyInForce InForce(IReadOnlyList<PolicyLayer> narrowest)
    {
        var sources = new Dictionary<string, PolicySource>(StringComparer.Ordinal);
        T? First<T>(string field, Func<PolicyFields, T?> read)
            where T : struct
        {
            foreach (var layer in narrowest)
            {
                if (read(layer.Fields) is not { } value)
                    continue;
                sources[field] = layer.Source;
                return value;
            }
            return null;
        }
        return new(
            new()
            {
                Policy = First("policy", f => f.Policy),
                Promise = First("promise", f => f.Promise),
                Service = First("service", f => f.Service),
                ReviewDays = First("reviewDays", f => f.ReviewDays),
                Lot = First("lot", f => f.Lot),
                Min = First("min", f => f.Min),
                Max = First("max", f => f.Max),
                OrderCost = First("orderCost", f => f.OrderCost),
                HoldingRate = First("holdingRate", f => f.HoldingRate),
                ShelfLifeDays = First("shelfLifeDays", f => f.ShelfLifeDays),
                MaxStock = First("maxStock", f => f.MaxStock),
                LearnLeadTime = First("learnLeadTime", f => f.LearnLeadTime),
                TransferDays = First("transferDays", f => f.TransferDays),
            },
            sources
        );
    }

    private Dictionary<string, StoredPolicy> Of(PolicyScope scope) =>
        scope switch
        {
            PolicyScope.Location => _locations,
            PolicyScope.Category => _categories,
            PolicyScope.Segment => _segments,
            PolicyScope.Supplier => _suppliers,
            PolicyScope.Product => _products,
            _ => throw new ArgumentOutOfRangeException(nameof(scope), scope, "Has no dictionary of its own."),
        };

    private Layers Find(KnownProduct? product, string? supplier, string location, string? segment)
    {
        StoredPolicy? series = null;
        if (product is not null && _series.TryGetValue(product.Sku, out var places))
            series = places.GetValueOrDefault(location);
        return new(
            series,
            product is null ? null : _products.GetValueOrDefault(product.Sku),
            product?.ServiceLevel,
            product?.ReviewPeriodDays,
            supplier is null ? null : _suppliers.GetValueOrDefault(supplier),
            segment is null ? null : _segments.GetValueOrDefault(segment),
            _categories.Count == 0 || product?.Category is not { } category ? [] : _paths.GetOrAdd(category, Path),
            _locations.GetValueOrDefault(location),
            _all
        );
    }

    /// <summary>What is set for a category and for those above it, the longest path first.</summary>
    private StoredPolicy[] Path(string category)
    {
        var found = new List<StoredPolicy>();
        for (var path = StoredPolicy.KeyOf(PolicyScope.Category, category); ; )
        {
            if (_categories.TryGetValue(path, out var policy))
                found.Add(policy);
            if (path.LastIndexOf('/') is not (>= 0 and var end))
                return found.Count == 0 ? [] : [.. found];
            path = path[..end];
        }
    }

    /// <summary>
    /// What can be said of a series. Two with the same layers have the same policy; an array is the same for all
    /// products of a category.
    /// </summary>
    private readonly record struct Layers(
        StoredPolicy? Series,
        StoredPolicy? Product,
        decimal? CardService,
        int? CardReviewDays,
        StoredPolicy? Supplier,
        StoredPolicy? Segment,
        StoredPolicy[] Categories,
        StoredPolicy? Location,
        StoredPolicy? All
    )
    {
        public List<PolicyLayer> Narrowest()
        {
            var layers = new List<PolicyLayer>();
            void Add(StoredPolicy? policy)
            {
                if (policy is not null)
                    layers.Add(new(policy.Source, policy.Fields));
            }
            Add(Series);
            Add(Product);
            if (CardService is not null || CardReviewDays is not null)
                layers.Add(new(PolicySource.Card, new() { Service = CardService, ReviewDays = CardReviewDays }));
            Add(Supplier);
            Add(Segment);
            foreach (var category in Categories)
                Add(category);
            Add(Location);
            Add(All);
            layers.Add(BuiltIn);
            return layers;
        }
    }

    /// <param name="Scope">Null for the cell of a product, in <paramref name="Name"/>.</param>
    private sealed record Row(string? Scope, string Key, string? Name, string? Fields);
}
