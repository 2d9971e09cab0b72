using Microsoft.EntityFrameworkCore;
using SmartInventory.Contracts.Catalog;
using SmartInventory.Contracts.Messages;
using SmartInventory.ServiceDefaults.Web;

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
    /// The locations of these codes, archived ones too. None of them is changed before the transaction ends.
    /// </summary>
    public static Task<Dictionary<string, Location>> LockAsync(CatalogDb db, string[] codes, CancellationToken ct) =>
        db
            .Locations.FromSql(
                $"SELECT *, xmin FROM catalog.locations WHERE code = ANY ({codes}) ORDER BY code FOR SHARE"
            )
            .AsNoTracking()
            .ToDictionaryAsync(l => l.Code, StringComparer.Ordinal, ct);

    public LocationState ToState() => new(Code, Version, Name, TimeZone, Archived);
}

internal static class KnownLocations
{
    /// <summary>Says why a location is none to work with, where it is none.</summary>
    public static void CheckLive(
        this IReadOnlyDictionary<string, Location> known,
        string field,
        string code,
        FieldErrors errors
    )
    {
        if (!known.TryGetValue(code, out var location))
            errors.Add(field, T($"no location has the code '{code}'"));
        else if (location.Archived)
            errors.Add(field, T($"the location '{code}' is archived"));
    }
}
