using Microsoft.EntityFrameworkCore;
using SmartInventory.Catalog.Api.Products;
using SmartInventory.Contracts.Catalog;
using SmartInventory.ServiceDefaults.Data;
using SmartInventory.ServiceDefaults.Identity;

namespace SmartInventory.Catalog.Api.Stock.Counting;

/// <summary>
/// A list of products to count at a location, kept here so that several can count it and no phone loses it.
/// </summary>
internal sealed class CountSheet
{
    public const int MaxName = 100;

    public int Number { get; init; }
    public required string Name { get; init; }
    public required string Location { get; init; }
    public required bool Blind { get; init; }
    public CountSheetState State { get; private set; }
    public required DateTimeOffset CreatedAt { get; init; }
    public string? CreatedBy { get; init; } = Actor.Current?.Name;
    public DateTimeOffset? ClosedAt { get; private set; }
    public string? ClosedBy { get; private set; }
    public List<CountSheetLine> Lines { get; init; } = [];

    /// <summary>The sheet with its lines, for whoever changes it alone; null when there is none.</summary>
    public static async Task<CountSheet?> LockAsync(CatalogDb db, int number, CancellationToken ct)
    {
        var sheet = await db
            .CountSheets.FromSql($"SELECT * FROM catalog.count_sheets WHERE number = {number} FOR UPDATE")
            .SingleOrDefaultAsync(ct);
        // After the lock, in a statement of its own: it sees what those before left.
        if (sheet is not null)
            await db.Entry(sheet).Collection(s => s.Lines).LoadAsync(ct);
        return sheet;
    }

    public void Close(CountSheetState state, DateTimeOffset now) =>
        (State, ClosedAt, ClosedBy) = (state, now, Actor.Current?.Name);

    public static void Map(ModelBuilder model)
    {
        model.Entity<CountSheet>(sheet =>
        {
            sheet.ToTable("count_sheets");
            sheet.HasKey(s => s.Number);
            sheet.Property(s => s.Number).UseIdentityAlwaysColumn();
            sheet.Property(s => s.Name).HasMaxLength(MaxName);
            sheet.Property(s => s.Location).IsKeyText(32);
            sheet.Property(s => s.State).HasConversion<string>().HasMaxLength(20);
            sheet.HasMany(s => s.Lines).WithOne().HasForeignKey(l => l.Sheet).OnDelete(DeleteBehavior.Cascade);
        });
        model.Entity<CountSheetLine>(line =>
        {
            line.ToTable("count_sheet_lines");
            line.HasKey(l => new { l.Sheet, l.Sku });
            line.Property(l => l.Sku).IsKeyText(64);
            line.HasOne(l => l.Product)
                .WithMany()
                .HasForeignKey(l => l.Sku)
                .HasPrincipalKey(p => p.Sku)
                .OnDelete(DeleteBehavior.Restrict);
        });
    }
}

/// <summary>One product on a sheet.</summary>
internal sealed class CountSheetLine
{
    public int Sheet { get; init; }
    public required string Sku { get; init; }
    public decimal? Counted { get; set; }
    public DateTimeOffset? CountedAt { get; set; }
    public string? CountedBy { get; set; }

    /// <summary>The line of the ledger that it became; null until it is posted.</summary>
    public Guid? Movement { get; set; }
    public Product? Product { get; init; }
}
