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
    public decimal ServiceLevel { get; init; }
    public int ReviewPeriodDays { get; init; }
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

    public IReadOnlyList<SupplierTermState> TermList() =>
        JsonSerializer.Deserialize<List<SupplierTermState>>(Terms, ContractsJson.Options)!;
}

internal sealed class KnownSupplier : IVersioned
{
    public required string Code { get; init; }
    public long Version { get; init; }
    public required string Name { get; init; }
    public bool Archived { get; init; }
    public decimal? MinimumOrderValue { get; init; }
    public string? Assignee { get; init; }
    public string? AssigneeName { get; init; }

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
            Assignee = state.Assignee,
            AssigneeName = state.AssigneeName,
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
