using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using SmartInventory.Contracts.Catalog;
using SmartInventory.Contracts.Collaboration;
using SmartInventory.ServiceDefaults.Activities;
using SmartInventory.ServiceDefaults.Web;

namespace SmartInventory.Catalog.Api.Products;

internal static class CategoryEndpoints
{
    public static async Task<Ok<IReadOnlyList<CategoryNode>>> List(CatalogDb db, CancellationToken ct)
    {
        var counts = await db
            .Products.Where(p => !p.Archived && p.Category != null)
            .GroupBy(p => p.Category!)
            .Select(g => new { Path = g.Key, Products = g.Count() })
            .ToDictionaryAsync(g => g.Path, g => g.Products, StringComparer.Ordinal, ct);
        var below = counts
            .Keys.SelectMany(CategoryPath.Steps)
            .Distinct(StringComparer.Ordinal)
            .ToLookup(path => CategoryPath.ParentOf(path) ?? "", StringComparer.Ordinal);
        return TypedResults.Ok(Below(""));

        IReadOnlyList<CategoryNode> Below(string parent) =>
            [
                .. below[parent]
                    .OrderBy(CategoryPath.KeyOf, StringComparer.Ordinal)
                    .Select(path =>
                    {
                        var (own, children) = (counts.GetValueOrDefault(path), Below(path));
                        return new CategoryNode(
                            path,
                            CategoryPath.NameOf(path),
                            own,
                            own + children.Sum(child => child.Total),
                            children
                        );
                    }),
            ];
    }

    public static async Task<Results<Ok<CategoryRenamed>, ValidationProblem, ProblemHttpResult>> Rename(
        RenameCategory body,
        CatalogDb db,
        CategoryStore store,
        ProductWriter writer,
        TimeProvider time,
        CancellationToken ct
    )
    {
        var errors = new FieldErrors();
        var from = CategoryPath.Read(errors, "from", body.From, required: true) ?? "";
        var to = CategoryPath.Read(errors, "to", body.To, required: true) ?? "";
        var (fromKey, toKey) = (CategoryPath.KeyOf(from), CategoryPath.KeyOf(to));
        if (!errors.Any && toKey != fromKey && toKey.StartsWith(fromKey, StringComparison.Ordinal))
            errors.Add("to", T("must not lie below 'from'"));
        if (errors.Any)
            return errors.ToProblem();

        await db.Database.ExecuteSqlAsync($"SELECT pg_advisory_xact_lock({CategoryStore.Lock})", ct);
        var (fromEnd, toEnd) = (CategoryPath.EndOf(fromKey), CategoryPath.EndOf(toKey));
        // In the order of the key, as all who lock several products do.
        var held = await db
            .Database.SqlQuery<Held>(
                $"""
                SELECT sku, category, xmin::text::bigint AS replaced FROM catalog.products
                WHERE category_key >= {fromKey} AND category_key < {fromEnd} ORDER BY sku FOR NO KEY UPDATE
                """
            )
            .ToListAsync(ct);
        if (held.Count == 0)
        {
            errors.Add("from", T($"no product is in a category '{from}'"));
            return errors.ToProblem();
        }
        var merges =
            toKey != fromKey
            && await db
                .Database.SqlQuery<int>(
                    $"""
                    SELECT 1 AS "Value" FROM catalog.products
                    WHERE category_key >= {toKey} AND category_key < {toEnd}
                        AND NOT (category_key >= {fromKey} AND category_key < {fromEnd}) LIMIT 1
                    """
                )
                .AnyAsync(ct);
        if (merges && body.Merge is not true)
            return Refusals.Conflict(
                T($"There is a category '{to}' already."),
                T("Say merge to put the products of both into it.")
            );

        var depth = from.Count(c => c == '/') + 1;
        var moves = held.Select(p => p.Category)
            .Distinct(StringComparer.Ordinal)
            .SelectMany(CategoryPath.Steps)
            .Distinct(StringComparer.Ordinal)
            .Where(path => CategoryPath.KeyOf(path).StartsWith(fromKey, StringComparison.Ordinal))
            .ToDictionary(path => path, path => string.Join('/', [to, .. path.Split('/').Skip(depth)]));
        if (moves.Values.FirstOrDefault(path => path.Length > CategoryPath.MaxLength) is { } tooLong)
        {
            errors.Add("to", T($"'{tooLong}' would have more than {CategoryPath.MaxLength} characters"));
            return errors.ToProblem();
        }

        // The spellings below are those of the products that move; where they go to, those that are there.
        await db.Database.ExecuteSqlAsync(
            $"""
            DELETE FROM catalog.categories
            WHERE (key >= {fromKey} AND key < {fromEnd}) OR (NOT {merges} AND key >= {toKey} AND key < {toEnd})
            """,
            ct
        );
        var steps = moves.Values.SelectMany(CategoryPath.Steps).DistinctBy(CategoryPath.KeyOf).ToList();
        var known = await store.FindAsync([.. steps.Select(CategoryPath.KeyOf)], ct);
        await store.AddAsync(CategoryStore.Spell(steps, known), ct);

        string[] olds = [.. moves.Keys];
        string[] news = [.. moves.Values.Select(path => known[CategoryPath.KeyOf(path)])];
        string[] keys = [.. news.Select(CategoryPath.KeyOf)];
        var changed = await db
            .Database.SqlQuery<string>(
                $"""
                UPDATE catalog.products p
                SET category = m.path, category_key = m.key, version = version + 1, updated_at = {time.GetUtcNow()}
                FROM unnest({olds}, {news}, {keys}) AS m (old, path, key)
                WHERE p.category = m.old AND p.category <> m.path RETURNING p.sku AS "Value"
                """
            )
            .ToListAsync(ct);
        await RecordAsync(from, known[toKey], held, moves, known, db, time.GetUtcNow(), ct);
        await writer.AnnounceAsync(changed, ct);
        return TypedResults.Ok(new CategoryRenamed(from, known[toKey], changed.Count));
    }

    private static Task RecordAsync(
        string from,
        string to,
        IEnumerable<Held> products,
        Dictionary<string, string> moves,
        Dictionary<string, string> spellings,
        CatalogDb db,
        DateTimeOffset now,
        CancellationToken ct
    ) =>
        db.RecordAsync(
            products
                .Select(p =>
                    (p.Sku, p.Replaced, From: p.Category, To: spellings[CategoryPath.KeyOf(moves[p.Category])])
                )
                .Where(p => p.From != p.To)
                .Select(p =>
                    ActivityEntry.Of(
                        "changed",
                        new Subject(SubjectKind.Product, p.Sku),
                        [new FieldChange("category", p.From, p.To)],
                        now,
                        replaced: p.Replaced
                    )
                )
                .Append(
                    ActivityEntry.Of(
                        "renamed",
                        new Subject(SubjectKind.Category, from),
                        [new FieldChange("path", from, to)],
                        now
                    )
                ),
            ct
        );

    /// <summary>A product that nobody else changes until the transaction ends, and its version.</summary>
    private sealed record Held(string Sku, string Category, long Replaced);
}
