using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using SmartInventory.Contracts;
using SmartInventory.Contracts.Catalog;
using SmartInventory.Contracts.Messages;
using SmartInventory.ServiceDefaults.Data;

namespace SmartInventory.Forecasting.Catalogue;

// What Catalog.Api last said of its things: always the newest version per key.

internal sealed class KnownProduct : IVersioned
{
    public required string Sku { get; init; }
    public long Version { get; init; }
    public required string Name { get; init; }

    /// <summary>Null when none, and until the product is announced again after an upgrade.</summary>
    public string? Category { get; init; }
    public required string Unit { get; init; }
    public bool WholeUnits { get; init; }
    public decimal? Cost { get; init; }

    /// <summary>Null until the product is announced again after an upgrade.</summary>
    public decimal? Price { get; init; }

    /// <summary>Null for as policies say.</summary>
    public decimal? ServiceLevel { get; init; }

    /// <summary>Null for as policies say.</summary>
    public int? ReviewPeriodDays { get; init; }
    public bool Archived { get; init; }
    public string? Assignee { get; init; }
    public string? AssigneeName { get; init; }
    public ProductStatus Status { get; init; }

    /// <summary>A list of <see cref="SupplierTermState"/>, the preferred supplier first.</summary>
    public required string Terms { get; init; }

    public static KnownProduct Of(ProductState state) =>
        new()
        {
            Sku = state.Sku,
            Version = state.Version,
            Name = state.Name,
            Category = state.Category,
            Unit = state.Unit,
            WholeUnits = state.WholeUnits,
            Cost = state.Cost,
            Price = state.Price,
            ServiceLevel = state.ServiceLevel,
            ReviewPeriodDays = state.ReviewPeriodDays,
            Archived = state.Archived,
            Assignee = state.Assignee,
            AssigneeName = state.AssigneeName,
            Status = state.Status,
            Terms = JsonSerializer.Serialize(state.Terms, ContractsJson.Options),
        };

    /// <summary>The terms that it is ordered by: the preferred supplier's; null when nobody delivers it.</summary>
    public SupplierTermState? OrderedBy(IReadOnlySet<string> archivedSuppliers) =>
        TermList().OrderByDescending(t => t.Preferred).FirstOrDefault(t => !archivedSuppliers.Contains(t.Supplier));

    /// <summary>Asked for several times while a suggestion is made.</summary>
    private List<SupplierTermState>? _terms;

    public IReadOnlyList<SupplierTermState> TermList() =>
        _terms ??= JsonSerializer.Deserialize<List<SupplierTermState>>(Terms, ContractsJson.Options)!;

    /// <summary>The SKUs of all that one of these suppliers delivers.</summary>
    public static Task<List<string>> OfSuppliersAsync(ForecastingDb db, string[] suppliers, CancellationToken ct) =>
        db
            .Database.SqlQuery<string>(
                $"""
                SELECT sku AS "Value" FROM forecasting.products
                WHERE EXISTS (
                    SELECT FROM jsonb_array_elements(terms) AS term WHERE term ->> 'supplier' = ANY ({suppliers}))
                """
            )
            .ToListAsync(ct);
}

internal sealed class KnownSupplier : IVersioned
{
    public required string Code { get; init; }
    public long Version { get; init; }
    public required string Name { get; init; }
    public bool Archived { get; init; }
    public decimal? MinimumOrderValue { get; init; }

    /// <summary>A list of <see cref="DayOfWeek"/> on which it takes orders; null for any.</summary>
    public string? OrderDays { get; init; }
    public string? Assignee { get; init; }
    public string? AssigneeName { get; init; }

    private List<DayOfWeek>? _orderDays;

    /// <summary>Weekdays on which it takes orders; empty for any.</summary>
    public IReadOnlyList<DayOfWeek> OrderDayList() =>
        _orderDays ??= OrderDays is null
            ? []
            : JsonSerializer.Deserialize<List<DayOfWeek>>(OrderDays, ContractsJson.Options)!;

    /// <summary>The codes of those from whom nothing is ordered any more.</summary>
    public static Task<HashSet<string>> ArchivedAsync(ForecastingDb db, CancellationToken ct) =>
        db.Suppliers.Where(s => s.Archived).Select(s => s.Code).ToHashSetAsync(ct);

    public static KnownSupplier Of(SupplierState state) =>
        new()
        {
            Code = state.Code,
            Version = state.Version,
            Name = state.Name,
            Archived = state.Archived,
            MinimumOrderValue = state.MinimumOrderValue,
            OrderDays = state.OrderDays is { Count: > 0 } days
                ? JsonSerializer.Serialize(days, ContractsJson.Options)
                : null,
            Assignee = state.Assignee,
            AssigneeName = state.AssigneeName,
        };
}

/// <summary>How goods came compared with the promise, of its own deliveries alone.</summary>
internal sealed class KnownLeadTime : IVersioned
{
    public required string Supplier { get; init; }

    /// <summary>Empty for all that the supplier delivered.</summary>
    public required string Sku { get; init; }
    public long Version { get; init; }
    public int Deliveries { get; init; }
    public double MedianDelay { get; init; }
    public double P90Delay { get; init; }

    public DeliveryDelay Delay => new(Deliveries, MedianDelay, P90Delay);

    public static KnownLeadTime Of(LeadTimeState state) =>
        new()
        {
            Supplier = state.Supplier,
            Sku = state.Sku ?? "",
            Version = state.Version,
            Deliveries = state.Deliveries,
            MedianDelay = state.MedianDelay,
            P90Delay = state.P90Delay,
        };
}

internal sealed class KnownLocation : IVersioned
{
    public required string Code { get; init; }
    public long Version { get; init; }
    public required string Name { get; init; }
    public required string TimeZone { get; init; }
    public bool Archived { get; init; }

    public static KnownLocation Of(LocationState state) =>
        new()
        {
            Code = state.Code,
            Version = state.Version,
            Name = state.Name,
            TimeZone = state.TimeZone,
            Archived = state.Archived,
        };
}

internal sealed class KnownStock : IVersioned
{
    public required string Sku { get; init; }
    public required string Location { get; init; }
    public long Version { get; init; }
    public decimal OnHand { get; init; }
    public decimal OnOrder { get; init; }
    public bool Counted { get; init; }

    /// <summary>A list of <see cref="ArrivalState"/>; null until the level is announced with one.</summary>
    public string? Arrivals { get; init; }

    /// <summary>The same of draft orders.</summary>
    public string? Drafts { get; init; }

    public static KnownStock Of(StockState state) =>
        new()
        {
            Sku = state.Sku,
            Location = state.Location,
            Version = state.Version,
            OnHand = state.OnHand,
            OnOrder = state.OnOrder,
            Counted = state.Counted,
            Arrivals = ToText(state.Arrivals),
            Drafts = ToText(state.Drafts),
        };

    public IReadOnlyList<ArrivalState> ArrivalList() => Read(Arrivals);

    public IReadOnlyList<ArrivalState> DraftList() => Read(Drafts);

    private static string? ToText(IReadOnlyList<ArrivalState>? orders) =>
        orders is { Count: > 0 } ? JsonSerializer.Serialize(orders, ContractsJson.Options) : null;

    private static List<ArrivalState> Read(string? text) =>
        text is null ? [] : JsonSerializer.Deserialize<List<ArrivalState>>(text, ContractsJson.Options)!;
}
