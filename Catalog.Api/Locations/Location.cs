using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using SmartInventory.Contracts.Messages;

namespace SmartInventory.Catalog.Api.Locations;

/// <summary>A place that holds stock and sells. Never deleted, only archived.</summary>
internal sealed class Location : IEditable
{
    public required Guid Id { get; init; }
    public required string Code { get; init; }
    public string Name { get; set; } = "";

    /// <summary>IANA name.</summary>
    public string TimeZone { get; set; } = "UTC";

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
    /// Which of the codes are locations to work with. None of them is archived before the transaction ends.
    /// </summary>
    public static async Task<HashSet<string>> LockLiveAsync(CatalogDb db, string[] codes, CancellationToken ct) =>
        (
            await db
                .Locations.FromSql(
                    $"SELECT *, xmin FROM catalog.locations WHERE code = ANY ({codes}) AND NOT archived ORDER BY code FOR SHARE"
                )
                .AsNoTracking()
                .ToListAsync(ct)
        )
            .Select(l => l.Code)
            .ToHashSet(StringComparer.Ordinal);

    public LocationState ToState() => new(Code, Version, Name, TimeZone, Archived);
}

internal sealed class LocationConfiguration : IEntityTypeConfiguration<Location>
{
    public const string CodeIsTaken = "ak_locations_code";

    public void Configure(EntityTypeBuilder<Location> builder)
    {
        builder.ToTable("locations");
        builder.HasAlternateKey(l => l.Code).HasName(CodeIsTaken);
        builder.Property(l => l.Code).IsKeyText(32);
        builder.Property(l => l.Name).HasMaxLength(200);
        builder.Property(l => l.TimeZone).HasMaxLength(64);
        builder.Property(l => l.Xmin).IsXmin();
    }
}
