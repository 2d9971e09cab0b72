using System.Data;
using System.Globalization;
using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using SmartInventory.Contracts.Catalog;
using SmartInventory.ServiceDefaults.Web;

namespace SmartInventory.Catalog.Api.Stock;

/// <summary>Where a page of levels goes on: behind the key, SKU and location of the last one.</summary>
internal sealed record LevelCursor(decimal Key, string Sku, string Location)
{
    public const int Parts = 3;

    public static LevelCursor? Read(string[]? after, FieldErrors errors)
    {
        if (after is not [var key, var sku, var location])
            return null;
        if (decimal.TryParse(key, NumberStyles.Float, CultureInfo.InvariantCulture, out var number))
            return new LevelCursor(number, sku, location);
        errors.Add("after", PageRequest.NoCursor);
        return null;
    }

    public static string[] Of(StockLevelResponse level, LevelSort sort) =>
        [KeyOf(level, sort).ToString(CultureInfo.InvariantCulture), level.Sku, level.Location];

    /// <summary>What is sorted by, the lowest first; moments in ticks, none before all.</summary>
    public static decimal KeyOf(StockLevelResponse level, LevelSort sort) =>
        sort switch
        {
            LevelSort.OnHand => -level.OnHand,
            LevelSort.Value => -(level.Value ?? 0),
            LevelSort.LastCount => level.LastCountAt?.UtcTicks ?? 0,
            LevelSort.LastSale => level.LastSoldAt?.UtcTicks ?? 0,
            _ => 0,
        };
}

/// <summary>Reads levels, of now or of a moment of the past.</summary>
internal sealed class StockLevels(CatalogDb db, PastStock past, TimeProvider time)
{
    public static readonly Expression<Func<LevelCost, StockLevelResponse>> ToResponse = l => new StockLevelResponse(
        l.Level.Sku,
        l.Name,
        l.Level.Location,
        l.Level.OnHand,
        l.Level.OnOrder,
        l.Level.Counted,
        l.Level.OnHand * l.UnitCost,
        l.Level.UpdatedAt,
        l.UnitCost
    )
    {
        LastCountAt = l.Level.LastCountAt,
        LastSoldAt = l.Level.LastSoldAt,
        MovedAt = l.Level.MovedAt,
    };

    /// <summary>A page in the order that is wanted.</summary>
    public async Task<List<StockLevelResponse>> PageAsync(
        LevelChoice choice,
        LevelSort sort,
        LevelCursor? after,
        int take,
        CancellationToken ct
    )
    {
        if (choice.AsOf is null)
            return await Sorted(db.LevelCosts(choice.LevelsNow(db)), sort, after)
                .Take(take)
                .Select(ToResponse)
                .ToListAsync(ct);
        // By SKU, a page is known before its past is read; for any other order all of it has to be.
        if (sort == LevelSort.Sku && choice.State is null)
            return await ThenAsync(choice, Sorted(db.LevelCosts(choice.Levels(db)), sort, after).Take(take), ct);
        var all = await ThenAsync(choice, db.LevelCosts(choice.Levels(db)), ct);
        return
        [
            .. all.Where(choice.Fits)
                .Select(level => (Key: LevelCursor.KeyOf(level, sort), Level: level))
                .Where(l =>
                    after is null
                    || l.Key > after.Key
                    || l.Key == after.Key
                        && StockKeyOrder.Instance.Compare((l.Level.Sku, l.Level.Location), (after.Sku, after.Location))
                            > 0
                )
                .OrderBy(l => l.Key)
                .ThenBy(l => (l.Level.Sku, l.Level.Location), StockKeyOrder.Instance)
                .Take(take)
                .Select(l => l.Level),
        ];
    }

    /// <summary>All of them, added up.</summary>
    public async Task<LevelTotals> TotalsAsync(LevelChoice choice, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        if (choice.AsOf is { } then)
        {
            var all = (await ThenAsync(choice, db.LevelCosts(choice.Levels(db)), ct)).FindAll(choice.Fits);
            return new LevelTotals(
                all.Count,
                all.Sum(l => l.OnHand),
                all.Sum(l => l.Value ?? 0),
                all.Count(l => l.OnHand != 0 && l.Value is null),
                all.Count(l => l.OnHand < 0),
                all.Count(l => !l.Counted),
                then.Offset is null ? now : then.In(TimeZoneInfo.Utc)
            );
        }

        var sums = await db.LevelCosts(choice.LevelsNow(db))
            .GroupBy(_ => 1)
            .Select(all => new
            {
                Levels = all.Count(),
                Units = all.Sum(l => l.Level.OnHand),
                Value = all.Sum(l => l.Level.OnHand * (l.UnitCost ?? 0)),
                CostUnknown = all.Count(l => l.Level.OnHand != 0 && l.UnitCost == null),
                BelowZero = all.Count(l => l.Level.OnHand < 0),
                NeverCounted = all.Count(l => !l.Level.Counted),
            })
            .SingleOrDefaultAsync(ct);
        return sums is null
            ? new LevelTotals(0, 0, 0, 0, 0, 0, now)
            : new LevelTotals(
                sums.Levels,
                sums.Units,
                sums.Value,
                sums.CostUnknown,
                sums.BelowZero,
                sums.NeverCounted,
                now
            );
    }

    private async Task<List<StockLevelResponse>> ThenAsync(
        LevelChoice choice,
        IQueryable<LevelCost> levels,
        CancellationToken ct
    )
    {
        await using var snapshot = await db.Database.BeginTransactionAsync(IsolationLevel.RepeatableRead, ct);
        return await past.ReadAsync(levels, choice.AsOf!.Value, ct);
    }

    private static IQueryable<LevelCost> Sorted(IQueryable<LevelCost> levels, LevelSort sort, LevelCursor? after)
    {
        var (key, sku, location) = after ?? new LevelCursor(0, "", "");
        if (sort == LevelSort.OnHand)
        {
            if (after is not null)
                levels = levels.Where(l =>
                    l.Level.OnHand < -key
                    || l.Level.OnHand == -key
                        && EF.Functions.GreaterThan(
                            ValueTuple.Create(l.Level.Sku, l.Level.Location),
                            ValueTuple.Create(sku, location)
                        )
                );
            return levels.OrderByDescending(l => l.Level.OnHand).ThenBy(l => l.Level.Sku).ThenBy(l => l.Level.Location);
        }

        if (sort == LevelSort.Value)
        {
            if (after is not null)
                levels = levels.Where(l =>
                    l.Level.OnHand * (l.UnitCost ?? 0) < -key
                    || l.Level.OnHand * (l.UnitCost ?? 0) == -key
                        && EF.Functions.GreaterThan(
                            ValueTuple.Create(l.Level.Sku, l.Level.Location),
                            ValueTuple.Create(sku, location)
                        )
                );
            return levels
                .OrderByDescending(l => l.Level.OnHand * (l.UnitCost ?? 0))
                .ThenBy(l => l.Level.Sku)
                .ThenBy(l => l.Level.Location);
        }

        if (sort is LevelSort.LastCount or LevelSort.LastSale)
        {
            var counts = sort == LevelSort.LastCount;
            var none = DateTimeOffset.UnixEpoch;
            var last = key > none.UtcTicks ? new DateTimeOffset((long)key, TimeSpan.Zero) : none;
            if (after is not null)
                levels = levels.Where(l =>
                    ((counts ? l.Level.LastCountAt : l.Level.LastSoldAt) ?? none) > last
                    || ((counts ? l.Level.LastCountAt : l.Level.LastSoldAt) ?? none) == last
                        && EF.Functions.GreaterThan(
                            ValueTuple.Create(l.Level.Sku, l.Level.Location),
                            ValueTuple.Create(sku, location)
                        )
                );
            return levels
                .OrderBy(l => (counts ? l.Level.LastCountAt : l.Level.LastSoldAt) ?? none)
                .ThenBy(l => l.Level.Sku)
                .ThenBy(l => l.Level.Location);
        }

        if (after is not null)
            levels = levels.Where(l =>
                EF.Functions.GreaterThan(
                    ValueTuple.Create(l.Level.Sku, l.Level.Location),
                    ValueTuple.Create(sku, location)
                )
            );
        return levels.OrderBy(l => l.Level.Sku).ThenBy(l => l.Level.Location);
    }
}
