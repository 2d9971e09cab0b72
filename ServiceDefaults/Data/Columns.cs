using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace SmartInventory.ServiceDefaults.Data;

/// <summary>Columns that are alike in all services.</summary>
public static class Columns
{
    /// <summary>
    /// SKUs and codes: ASCII by their pattern, compared byte by byte. Fast, and in one order everywhere, which keyset
    /// pages and the order of locks rely on.
    /// </summary>
    public static PropertyBuilder<string> IsKeyText(this PropertyBuilder<string> property, int maxLength) =>
        property.HasMaxLength(maxLength).UseCollation("C");

    /// <summary>Postgres' own row version, shown as the ETag.</summary>
    public static PropertyBuilder<uint> IsXmin(this PropertyBuilder<uint> property) =>
        property.HasColumnName("xmin").HasColumnType("xid").IsRowVersion();
}
