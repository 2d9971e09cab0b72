using Microsoft.EntityFrameworkCore;
using SmartInventory.Contracts.Catalog;
using SmartInventory.Contracts.Messages;

namespace SmartInventory.Catalog.Api.Locations;

/// <summary>A place that holds stock and sells. Never deleted, only archived.</summary>
internal sealed class Location : IEditable
{
    public const int MaxAddressLength = 500;

    public required Guid Id { get; init; }
    public required string Code { get; init; }
    public string Name { get; set; } = "";

    /// <summary>IANA name.</summary>
    public string TimeZone { get; set; } = "UTC";

    public NegativeStock NegativeStock { get; set; }

    /// <summary>Where goods are delivered to, in lines.</summary>
    public string? Address { get; set; }

    public bool Archived { get; set; }

    /// <summary>Grows with every change; the version of <see cref="LocationState"/>.</summary>
    public long Version { get; set; }

    public required DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset UpdatedAt { get; set; }
    public uint Xmin { get; set; }

    string IEditable.Key => Code;

    public void Changed(DateTimeOffset now)
    {
        Version++;
        UpdatedAt = now;
    }

    /// <summary>
    /// Which of the codes are locations to work with, and how. None of them is changed before the transaction ends.
    /// </summary>
    public static Task<Dictionary<string, NegativeStock>> LockLiveAsync(
        CatalogDb db,
        string[] codes,
        CancellationToken ct
    ) =>
        db
            .Locations.FromSql(
                $"""
                SELECT *, xmin FROM catalog.locations
                WHERE code = ANY ({codes}) AND NOT archived ORDER BY code FOR SHARE
                """
            )
            .AsNoTracking()
            .ToDictionaryAsync(l => l.Code, l => l.NegativeStock, StringComparer.Ordinal, ct);

    public LocationState ToState() => new(Code, Version, Name, TimeZone, Archived);
}
