using System.Collections.ObjectModel;
using System.Data.Common;
using System.Globalization;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using SmartInventory.Catalog.Api.Suppliers;
using SmartInventory.Contracts.Catalog;
using SmartInventory.ServiceDefaults.Web;

namespace SmartInventory.Catalog.Api.Products;

/// <summary>Which products, and how many of them.</summary>
/// <param name="Order">Every order has an index, and ends in the SKU so that no two rows are equal; null is by SKU,
/// and of a search by how well they match.</param>
/// <param name="After">The sort key of the last product before these; null for the first.</param>
internal sealed record ProductQuery(ProductChoice Choice, ProductSort? Order, ProductKey? After, int Take);

/// <summary>Where a product stands in an order: its number or its name, as the order has it, and its SKU.</summary>
internal readonly record struct ProductKey(string Sku, decimal Number = 0, string Name = "");

/// <summary>
/// Reads products as the API shows them. By hand, since nothing is asked more often, and since the planner has to be
/// told that the terms of fifty products are fifty short looks and not a join of all with all.
/// </summary>
internal sealed class ProductReader(CatalogDb db)
{
    public async Task<ProductResponse?> FindAsync(string sku, CancellationToken ct)
    {
        var text = new ProductStatement();
        text.Where("sku = ", sku);
        return (await ReadAsync(text, "sku", 1, ct)).SingleOrDefault();
    }

    /// <summary>What two words must share at least to be near: the default of <c>pg_trgm</c> for whole texts.</summary>
    private const string Nearness = "0.3";

    public Task<List<ProductResponse>> ListAsync(ProductQuery query, CancellationToken ct)
    {
        var text = ProductStatement.Searching(query.Choice);
        var order = query.Order switch
        {
            null when query.Choice.Search is { } term => Matching(text, term, query.After),
            null or ProductSort.Sku => "sku",
            ProductSort.Name => Ascending(text, "sort_name", query.After?.Name, query.After?.Sku),
            ProductSort.Price => Ascending(text, "price", query.After?.Number, query.After?.Sku),
            ProductSort.Revenue => Descending(text, "revenue", query.After),
            ProductSort.UnitsSold => Descending(text, "units_sold", query.After),
            ProductSort.OnHand => Descending(text, "on_hand", query.After),
            _ => throw new ArgumentOutOfRangeException(nameof(query), query.Order, "has no order"),
        };
        if (order == "sku" && query.After is { } last)
            text.Where("sku > ", last.Sku);
        return ReadAsync(text, order, query.Take, ct);
    }

    /// <summary>
    /// The SKUs of a choice, in their order, held so that nobody else changes them until the transaction ends.
    /// </summary>
    public async Task<string[]> LockAsync(ProductChoice choice, int limit, CancellationToken ct)
    {
        var text = ProductStatement.Searching(choice);
        await using var command = new NpgsqlCommand(
            $"""
            SELECT sku FROM catalog.products p {text.Conditions}
            ORDER BY sku LIMIT {limit.ToString(CultureInfo.InvariantCulture)} FOR NO KEY UPDATE OF p
            """,
            (NpgsqlConnection)db.Database.GetDbConnection()
        );
        text.Bind(command.Parameters);
        var skus = new List<string>();
        await using var rows = await command.ExecuteReaderAsync(ct);
        while (await rows.ReadAsync(ct))
            skus.Add(rows.GetString(0));
        return [.. skus];
    }

    /// <summary>How the products of a choice are spread, each kind with its most frequent values.</summary>
    /// <returns>Kind, value, a second text, and how many products.</returns>
    public async Task<List<(string Kind, string Value, string? More, int Products)>> SpreadAsync(
        ProductChoice choice,
        int limit,
        CancellationToken ct
    )
    {
        var text = ProductStatement.Searching(choice, archived: null);
        await db.Database.OpenConnectionAsync(ct);
        var there = choice.Location is { } location ? $"AND l.location = {text.Place(location)}" : "";
        var like = choice.Stock is { } stock ? $"WHERE {ProductStatement.Like(stock)}" : "";
        var all = Enum.GetValues<LevelState>();
        // A product without any level was never counted.
        var states = string.Join(
            ", ",
            all.Select(state =>
            {
                var none = state == LevelState.NeverCounted ? "true" : "false";
                return $"coalesce(bool_or({ProductStatement.Like(state)}), {none}) AS {state}";
            })
        );
        var named = string.Join(", ", all.Select(state => $"('{state}', o.{state})"));
        var most = $"ORDER BY n DESC, value, more LIMIT {limit.ToString(CultureInfo.InvariantCulture)}";
        await using var command = new NpgsqlCommand(
            $"""
            WITH found AS MATERIALIZED (
                SELECT sku, category, status, tags, attributes, archived FROM catalog.products p {text.Conditions}),
            chosen AS (SELECT * FROM found WHERE {(choice.Archived ? "archived" : "NOT archived")})
            SELECT 'status' AS kind, status AS value, NULL AS more, count(*) AS n FROM chosen GROUP BY status
            UNION ALL
            SELECT 'category', category, NULL, count(*) FROM chosen WHERE category IS NOT NULL GROUP BY category
            UNION ALL
            (SELECT 'tag', tag AS value, NULL AS more, count(*) AS n
            FROM chosen, unnest(tags) AS tag GROUP BY tag {most})
            UNION ALL
            (SELECT 'supplier', supplier AS value, s.name AS more, count(*) AS n
            FROM chosen JOIN catalog.supplier_terms USING (sku) JOIN catalog.suppliers s ON s.code = supplier
            GROUP BY supplier, s.name {most})
            UNION ALL
            (SELECT 'attribute', a.key AS value, a.value AS more, count(*) AS n
            FROM chosen, jsonb_each_text(attributes) AS a GROUP BY a.key, a.value {most})
            UNION ALL
            SELECT 'archived', '', NULL, count(*) FROM found WHERE archived
            UNION ALL
            (SELECT 'location', l.location AS value, NULL AS more, count(*) AS n
            FROM chosen JOIN catalog.stock_levels l USING (sku) {like} GROUP BY l.location {most})
            UNION ALL
            SELECT 'stock', s.state, NULL, count(*)
            FROM chosen
            CROSS JOIN LATERAL (
                SELECT {states} FROM catalog.stock_levels l WHERE l.sku = chosen.sku {there}) AS o
            CROSS JOIN LATERAL (VALUES {named}) AS s (state, is_so)
            WHERE s.is_so GROUP BY s.state
            """,
            (NpgsqlConnection)db.Database.GetDbConnection()
        );
        text.Bind(command.Parameters);
        var spread = new List<(string, string, string?, int)>();
        await using var rows = await command.ExecuteReaderAsync(ct);
        while (await rows.ReadAsync(ct))
            spread.Add(
                (
                    rows.GetString(0),
                    rows.GetString(1),
                    rows.IsDBNull(2) ? null : rows.GetString(2),
                    (int)rows.GetInt64(3)
                )
            );
        return spread;
    }

    /// <summary>
    /// The products whose name or SKU is nearest to what was searched for, the nearest first. Misspelt words share
    /// enough runs of three letters with right ones.
    /// </summary>
    public async Task<List<ProductResponse>> NearestAsync(ProductChoice choice, int limit, CancellationToken ct)
    {
        if (!ProductStatement.HasTrigram(choice.Search!))
            return [];
        var text = ProductStatement.Of(choice, choice.Archived);
        var term = text.Place(choice.Search!);
        var nearness = $"greatest(word_similarity({term}, sort_name), word_similarity({term}, lower(sku)))";
        // The first is what the index answers, and is bounded by the setting; tags and barcodes are of no interest.
        text.Where($"{term} <% search_text");
        text.Where($"{nearness} >= {Nearness}");
        text.Columns = $", {nearness} AS nearness";
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        await db.Database.ExecuteSqlRawAsync($"SET LOCAL pg_trgm.word_similarity_threshold = {Nearness}", ct);
        return await ReadAsync(text, "nearness DESC, sku", limit, ct);
    }

    /// <summary>0 for a SKU or barcode that is the term, 1 for what begins with it, 2 for the rest.</summary>
    public static int MatchOf(ProductResponse p, string term)
    {
        var code = term.ToUpperInvariant();
        if (p.Sku == code || p.Barcodes.Contains(code))
            return 0;
        return
            Products.Product.SearchTextOf(p.Sku, p.Name, p.Barcodes, p.Tags).StartsWith(term, StringComparison.Ordinal)
            || p.Name.ToLowerInvariant().StartsWith(term, StringComparison.Ordinal)
            ? 1
            : 2;
    }

    // The same as MatchOf.
    private static string Matching(ProductStatement text, string term, ProductKey? after)
    {
        var (code, start) = (text.Place(term.ToUpperInvariant()), text.Place(term));
        var match = $"""
            CASE WHEN sku = {code} OR {code} = ANY (barcodes) THEN 0
                WHEN starts_with(search_text, {start}) OR starts_with(sort_name, {start}) THEN 1 ELSE 2 END
            """;
        text.Columns = $", {match} AS match";
        if (after is { } last)
            text.Where($"({match}, sku) > (", last.Number, ", ", last.Sku, ")");
        return "match, sku";
    }

    private static string Ascending<T>(ProductStatement text, string column, T? value, string? sku)
    {
        if (sku is not null)
            text.Where($"({column}, sku) > (", value, ", ", sku, ")");
        return $"{column}, sku";
    }

    // "At most" beside "less, or equal and a later SKU": the first is what lets the index begin at the right place.
    private static string Descending(ProductStatement text, string column, ProductKey? after)
    {
        if (after is { } last)
        {
            text.Where($"{column} <= ", last.Number);
            text.Where($"({column} < ", last.Number, " OR sku > ", last.Sku, ")");
        }
        // Only an order of theirs needs the figures of products that are not shown.
        text.Join = "JOIN catalog.product_totals USING (sku)";
        return $"{column} DESC, sku";
    }

    // The limit is part of the text: the planner decides otherwise for fifty rows than for a tenth of all.
    private async Task<List<ProductResponse>> ReadAsync(
        ProductStatement text,
        string order,
        int limit,
        CancellationToken ct
    )
    {
        await db.Database.OpenConnectionAsync(ct);
        await using var command = new NpgsqlCommand(
            $"""
            SELECT id, sku, name, description, category, unit, whole_units, price, cost, service_level,
                review_period_days, on_hand, on_order, units_sold, revenue, last_sold_at, archived, created_at,
                updated_at, row_version, barcodes, tags, status, supplier, supplier_name, lead_time_days, moq,
                pack_multiple, unit_cost, preferred, attributes, supplier_sku, price_breaks, image, assignee,
                assignee_name
            FROM (
                SELECT p.*, p.xmin AS row_version{text.Columns} FROM catalog.products p {text.Join}
                {text.Conditions} ORDER BY {order} LIMIT {limit.ToString(CultureInfo.InvariantCulture)}) AS page
            JOIN catalog.product_totals USING (sku)
            LEFT JOIN LATERAL (
                SELECT s.supplier, n.name AS supplier_name, s.lead_time_days, s.moq, s.pack_multiple, s.unit_cost,
                    s.preferred, s.supplier_sku, s.price_breaks
                FROM catalog.supplier_terms s JOIN catalog.suppliers n ON n.code = s.supplier
                WHERE s.sku = page.sku OFFSET 0) AS terms ON true
            ORDER BY {order}, preferred DESC, supplier
            """,
            (NpgsqlConnection)db.Database.GetDbConnection()
        );
        text.Bind(command.Parameters);
        var products = new List<ProductResponse>(limit);
        var terms = new List<SupplierTermResponse>();
        await using var rows = await command.ExecuteReaderAsync(ct);
        while (await rows.ReadAsync(ct))
        {
            // A product has a row for each of its terms, one after the other.
            var id = rows.GetGuid(0);
            if (products.Count == 0 || products[^1].Id != id)
                products.Add(Product(rows, id, terms = []));
            if (!rows.IsDBNull(23))
                terms.Add(Term(rows));
        }
        return products;
    }

    private static ProductResponse Product(DbDataReader row, Guid id, List<SupplierTermResponse> terms) =>
        new()
        {
            Id = id,
            Sku = row.GetString(1),
            Name = row.GetString(2),
            Description = row.IsDBNull(3) ? null : row.GetString(3),
            Category = row.IsDBNull(4) ? null : row.GetString(4),
            Unit = row.GetString(5),
            WholeUnits = row.GetBoolean(6),
            Price = row.GetDecimal(7),
            Cost = row.IsDBNull(8) ? null : row.GetDecimal(8),
            ServiceLevel = row.IsDBNull(9) ? null : row.GetDecimal(9),
            ReviewPeriodDays = row.IsDBNull(10) ? null : row.GetInt32(10),
            Suppliers = terms,
            OnHand = row.GetDecimal(11),
            OnOrder = row.GetDecimal(12),
            UnitsSold = row.GetDecimal(13),
            Revenue = row.GetDecimal(14),
            LastSoldAt = row.IsDBNull(15) ? null : row.GetFieldValue<DateTimeOffset>(15),
            Archived = row.GetBoolean(16),
            CreatedAt = row.GetFieldValue<DateTimeOffset>(17),
            UpdatedAt = row.GetFieldValue<DateTimeOffset>(18),
            ETag = ETags.Of(row.GetFieldValue<uint>(19)),
            Barcodes = row.GetFieldValue<string[]>(20),
            Tags = row.GetFieldValue<string[]>(21),
            Status = Enum.Parse<ProductStatus>(row.GetString(22)),
            Attributes = Attributes(row.GetString(30)),
            Image = row.IsDBNull(33) ? null : row.GetString(33),
            Assignee = row.IsDBNull(34) ? null : row.GetString(34),
            AssigneeName = row.IsDBNull(35) ? null : row.GetString(35),
        };

    private static IReadOnlyDictionary<string, string> Attributes(string json) =>
        json == "{}"
            ? ReadOnlyDictionary<string, string>.Empty
            : JsonSerializer.Deserialize<SortedDictionary<string, string>>(json)!;

    private static SupplierTermResponse Term(DbDataReader row) =>
        new(
            row.GetString(23),
            row.GetString(24),
            row.GetInt32(25),
            row.GetDecimal(26),
            row.GetDecimal(27),
            row.GetDecimal(28),
            row.GetBoolean(29)
        )
        {
            SupplierSku = row.IsDBNull(31) ? null : row.GetString(31),
            PriceBreaks = SupplierTerm.ParseBreaks(row.GetString(32)) is { Count: > 0 } breaks ? breaks : null,
        };
}
