using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using SmartInventory.ServiceDefaults.Data;

namespace SmartInventory.Catalog.Api;

internal enum UnannouncedKind
{
    /// <summary>A product whose state others lack: what an upgrade made of it.</summary>
    Product,

    /// <summary>The same of a supplier.</summary>
    Supplier,

    /// <summary>A supplier whose receipts teach something else now.</summary>
    LeadTimes,
}

/// <summary>
/// Something that <see cref="Announcer"/> has to tell. It is added in the transaction of the change, which waits for
/// nobody by it: the same thing may stand here many times, and is told once.
/// </summary>
internal sealed class Unannounced
{
    public long Id { get; init; }
    public required UnannouncedKind Kind { get; init; }
    public required string Key { get; init; }

    public static void Map(EntityTypeBuilder<Unannounced> unannounced)
    {
        unannounced.ToTable("unannounced");
        unannounced.Property(u => u.Id).UseIdentityAlwaysColumn();
        unannounced.Property(u => u.Kind).HasConversion<string>().HasMaxLength(20);
        unannounced.Property(u => u.Key).IsKeyText(64);
    }
}
