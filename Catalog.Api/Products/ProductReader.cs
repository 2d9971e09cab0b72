using System.Data.Common;
using System.Globalization;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using SmartInventory.Contracts.Catalog;
using SmartInventory.ServiceDefaults.Web;

namespace SmartInventory.Catalog.Api.Products;

/// <summary>Which products, and how many of them.</summary>
/// <param name="Order">Every order has an index, and ends in the SKU so that no two rows are equal.</param>
/// <param name="After">The sort key of the last product before these; null for the first.</param>
internal sealed record ProductQuery(
    ProductSort Order,
    ProductKey? After,
    int Take,
    string? Search = null,
    string? Category = null,
    string? Supplier = null,
    string? Tag = null,
    ProductStatus? Status = null,
    bool Archived = false
);

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
        var text = new Statement();
        text.Where("sku = ", sku);
        return (await ReadAsync(text, "sku", 1, ct)).SingleOrDefault();
    }

    public Task<List<ProductResponse>> ListAsync(ProductQuery query, CancellationToken ct)
    {
        var text = new Statement();
        if (!query.Archived)
            text.Where("NOT archived");
        if (query.Search is { } term)
            text.Where("strpos(search_text, ", term, ") > 0");
        if (query.Category is { } category)
            text.Where("category = ", category);
        if (query.Tag is { } tag)
            text.Where("tags @> ARRAY[", tag, "]");
        if (query.Status is { } status)
            text.Where("status = ", status.ToString());
        if (query.Supplier is { } supplier)
            text.Where(
                "EXISTS (SELECT FROM catalog.supplier_terms o WHERE o.sku = p.sku AND o.supplier = ",
                supplier,
                ")"
            );
        var order = query.Order switch
        {
            ProductSort.Sku => "sku",
            ProductSort.Name => Ascending(text, "sort_name", query.After?.Name, query.After?.Sku),
            ProductSort.Price => Ascending(text, "price", query.After?.Number, query.After?.Sku),
            ProductSort.Revenue => Descending(text, "revenue", query.After),
            ProductSort.UnitsSold => Descending(text, "units_sold", query.After),
            ProductSort.OnHand => Descending(text, "on_hand", query.After),
            _ => throw new ArgumentOutOfRangeException(nameof(query), query.Order, "has no order"),
        };
        if (query is { Order: ProductSort.Sku, After: { } last })
            text.Where("sku > ", last.Sku);
        return ReadAsync(text, order, query.Take, ct);
    }

    private static string Ascending<T>(Statement text, string column, T? value, string? sku)
    {
        if (sku is not null)
            text.Where($"({column}, sku) > (", value, ", ", sku, ")");
        return $"{column}, sku";
    }

    // "At most" beside "less, or equal and a later SKU": the first is what lets the index begin at the right place.
    private static string Descending(Statement text, string column, ProductKey? after)
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
    private async Task<List<ProductResponse>> ReadAsync(Statement text, string order, int limit, CancellationToken ct)
    {
        await db.Database.OpenConnectionAsync(ct);
        await using var command = new NpgsqlCommand(
            $"""
            SELECT id, sku, name, description, category, unit, whole_units, price, cost, service_level,
                review_period_days, on_hand, on_order, units_sold, revenue, last_sold_at, archived, created_at,
                updated_at, row_version, barcodes, tags, status, supplier, supplier_name, lead_time_days, moq,
                pack_multiple, unit_cost, preferred
            FROM (
                SELECT p.*, p.xmin AS row_version FROM catalog.products p {text.Join}
                {text.Conditions} ORDER BY {order} LIMIT {limit.ToString(CultureInfo.InvariantCulture)}) AS page
            JOIN catalog.product_totals USING (sku)
            LEFT JOIN LATERAL (
                SELECT s.supplier, n.name AS supplier_name, s.lead_time_days, s.moq, s.pack_multiple, s.unit_cost,
                    s.preferred
                FROM catalog.supplier_terms s JOIN catalog.suppliers n ON n.code = s.supplier
                WHERE s.sku = page.sku OFFSET 0) AS terms ON true
            ORDER BY {order}, preferred DESC, supplier
            """,
            (NpgsqlConnection)db.Database.GetDbConnection()
        );
        text.Bind(command);
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
            ServiceLevel = row.GetDecimal(9),
            ReviewPeriodDays = row.GetInt32(10),
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
        };

    private static SupplierTermResponse Term(DbDataReader row) =>
        new(
            row.GetString(23),
            row.GetString(24),
            row.GetInt32(25),
            row.GetDecimal(26),
            row.GetDecimal(27),
            row.GetDecimal(28),
            row.GetBoolean(29)
        );

    /// <summary>The conditions of a statement, and what stands at its <c>$1</c>, <c>$2</c>, ...</summary>
    private sealed class Statement
    {
        private readonly StringBuilder _conditions = new();
        private readonly List<NpgsqlParameter> _values = [];

        public string Join { get; set; } = "";

        public string Conditions => _conditions.ToString();

        public void Where(string condition) =>
            _conditions.Append(_conditions.Length == 0 ? "WHERE " : " AND ").Append(condition);

        public void Where<T>(string before, T value, string after = "")
        {
            Where(before);
            Add(value, after);
        }

        public void Where<T1, T2>(string before, T1 first, string between, T2 second, string after)
        {
            Where(before, first, between);
            Add(second, after);
        }

        public void Bind(NpgsqlCommand command)
        {
            foreach (var value in _values)
                command.Parameters.Add(value);
        }

        private void Add<T>(T value, string after)
        {
            _values.Add(new NpgsqlParameter<T> { TypedValue = value });
            _conditions.Append(CultureInfo.InvariantCulture, $"${_values.Count}").Append(after);
        }
    }
}
