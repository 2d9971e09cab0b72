using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using SmartInventory.Contracts.Catalog;
using SmartInventory.ServiceDefaults.Data;
using SmartInventory.ServiceDefaults.Web;

namespace SmartInventory.Catalog.Api.Installations;

/// <summary>What holds for the whole installation. There is one row, so that its ETag is that of the whole.</summary>
internal sealed class Installation
{
    public const int TheOne = 1;

    public int Id { get; init; } = TheOne;

    /// <summary>ISO 4217 code of the money that all amounts are in; null where nobody said.</summary>
    public string? Currency { get; set; }

    public uint Xmin { get; set; }

    public InstallationResponse ToResponse() =>
        new(Currency, Contracts.Currency.Find(Currency)?.Decimals, ETags.Of(Xmin));

    public static void Map(EntityTypeBuilder<Installation> installation)
    {
        installation.ToTable("installation");
        installation.Property(i => i.Id).ValueGeneratedNever();
        installation.Property(i => i.Currency).HasMaxLength(3);
        installation.Property(i => i.Xmin).IsXmin();
    }
}
