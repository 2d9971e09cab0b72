using Microsoft.EntityFrameworkCore;

namespace SmartInventory.Catalog.Api.Products;

/// <summary>How a category is spelled. Kept when its last product leaves it.</summary>
internal sealed class Category
{
    /// <summary><see cref="CategoryPath.KeyOf"/> of the path.</summary>
    public required string Key { get; init; }

    public required string Path { get; init; }
}

/// <summary>Keeps one spelling of every category. Needs the caller's transaction.</summary>
internal sealed class CategoryStore(CatalogDb db)
{
    /// <summary>
    /// The advisory lock that whoever gives products a category shares until the transaction ends, and that a renaming
    /// has for itself. It comes before the locks of products.
    /// </summary>
    public const long Lock = 0x63_61_74_65_67_6f_72_79;

    private const long NewNames = Lock + 1;

    /// <summary>Holds off renamings until the transaction ends.</summary>
    public Task ShareAsync(CancellationToken ct) =>
        db.Database.ExecuteSqlAsync($"SELECT pg_advisory_xact_lock_shared({Lock})", ct);

    /// <summary>Gives the products' categories their one spelling: the first that was used.</summary>
    /// <param name="products">They.</param>
    /// <param name="ct">Ends it early.</param>
    /// <param name="keep">False where nothing is to be stored.</param>
    public async Task SpellAsync(IReadOnlyList<Product> products, CancellationToken ct, bool keep = true)
    {
        var steps = products
            .Select(p => p.Category)
            .OfType<string>()
            .SelectMany(CategoryPath.Steps)
            .DistinctBy(CategoryPath.KeyOf)
            .ToList();
        if (steps.Count == 0)
            return;
        await ShareAsync(ct);
        var keys = steps.ConvertAll(CategoryPath.KeyOf).ToArray();
        var known = await FindAsync(keys, ct);
        if (known.Count < keys.Length)
        {
            // Of two who bring the same new name in two spellings the second has to see the first's.
            await db.Database.ExecuteSqlAsync($"SELECT pg_advisory_xact_lock({NewNames})", ct);
            known = await FindAsync(keys, ct);
            var added = Spell(steps, known);
            if (keep)
                await AddAsync(added, ct);
        }
        foreach (var product in products)
        {
            if (product.CategoryKey is { } key)
                product.Category = known[key];
        }
    }

    /// <summary>Adds what is not known yet, each below its parent as that is spelled.</summary>
    /// <param name="steps">Paths with all their parents.</param>
    /// <param name="known">Paths by their keys; the new ones are added.</param>
    /// <returns>The new ones.</returns>
    public static List<string> Spell(IEnumerable<string> steps, Dictionary<string, string> known)
    {
        var added = new List<string>();
        foreach (var step in steps.OrderBy(step => step.Length))
        {
            var key = CategoryPath.KeyOf(step);
            if (known.ContainsKey(key))
                continue;
            var name = CategoryPath.NameOf(step);
            var path = CategoryPath.ParentOf(step) is { } parent ? $"{known[CategoryPath.KeyOf(parent)]}/{name}" : name;
            known[key] = path;
            added.Add(path);
        }
        return added;
    }

    public Task AddAsync(IReadOnlyCollection<string> paths, CancellationToken ct)
    {
        var keys = paths.Select(CategoryPath.KeyOf).ToArray();
        return db.Database.ExecuteSqlAsync(
            $"INSERT INTO catalog.categories (key, path) SELECT * FROM unnest({keys}, {paths.ToArray()})",
            ct
        );
    }

    public Task<Dictionary<string, string>> FindAsync(string[] keys, CancellationToken ct) =>
        db
            .Categories.AsNoTracking()
            .Where(c => keys.Contains(c.Key))
            .ToDictionaryAsync(c => c.Key, c => c.Path, StringComparer.Ordinal, ct);
}
