using System.Collections.ObjectModel;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.EntityFrameworkCore;
using SmartInventory.Catalog.Api.Collaboration;
using SmartInventory.Catalog.Api.Stock;
using SmartInventory.Catalog.Api.Suppliers;
using SmartInventory.Contracts;
using SmartInventory.Contracts.Catalog;
using SmartInventory.Contracts.Collaboration;
using SmartInventory.Contracts.Identity;
using SmartInventory.Contracts.Messages;
using SmartInventory.ServiceDefaults.Activities;
using SmartInventory.ServiceDefaults.Identity;
using SmartInventory.ServiceDefaults.Messaging;
using SmartInventory.ServiceDefaults.Web;

namespace SmartInventory.Catalog.Api.Products;

/// <summary>Reads requests into products, and stores many at once. Needs the caller's transaction.</summary>
internal sealed class ProductWriter(CatalogDb db, TotalsStore totals, CategoryStore categories, TimeProvider time)
{
    public const int MaxTagLength = 40;
    private const int MaxBarcodes = 20;
    private const int MaxBarcodeLength = 64;
    private const int MaxTags = 30;
    private const int MaxAttributes = 50;
    private const int MaxAttributeName = 40;
    public const int MaxAttributeLength = 200;
    private static string AttributeNameRule =>
        T("must have a name of 1 to 40 letters, digits, blanks, dots, dashes and underscores");
    private static readonly JsonSerializerOptions RowJson = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Converters = { new JsonStringEnumConverter() },
    };

    /// <summary>
    /// A new product of the request; faults go to <paramref name="errors"/> under <paramref name="at"/>.
    /// </summary>
    public Product Read(CreateProduct? request, FieldErrors errors, string at = "")
    {
        var now = time.GetUtcNow();
        var product = new Product
        {
            Id = Guid.CreateVersion7(now),
            Sku = request is null ? "" : errors.Sku($"{at}sku", request.Sku),
            CreatedAt = now,
        };
        if (product.Sku == ProductFacetsEndpoint.Sku)
            errors.Add($"{at}sku", T($"'{product.Sku}' is no product's: the counts of all are at that address"));
        if (request is null)
            errors.Add(at.TrimEnd('.'), T("is required"));
        else
            Apply(product, request, errors, at);
        return product;
    }

    /// <summary>Replaces the product's state, its terms included.</summary>
    public void Apply(Product product, ProductFields r, FieldErrors errors, string at = "")
    {
        product.Name = errors.Text($"{at}name", r.Name, 200, required: true) ?? "";
        product.Description = errors.Text($"{at}description", r.Description, 4_000);
        product.Category = CategoryPath.Read(errors, $"{at}category", r.Category);
        product.Barcodes = Each($"{at}barcodes", r.Barcodes, MaxBarcodes, errors, Barcode);
        product.Tags = ReadTags($"{at}tags", r.Tags, errors);
        product.Attributes = ReadAttributes(r.Attributes, errors, $"{at}attributes");
        product.Status = r.Status ?? ProductStatus.Active;
        product.Unit = errors.Text($"{at}unit", r.Unit, 20) ?? "each";
        product.WholeUnits = r.WholeUnits ?? true;
        product.Price = errors.Money($"{at}price", r.Price);
        product.Cost = r.Cost is null ? null : errors.Money($"{at}cost", r.Cost);
        product.ServiceLevel = r.ServiceLevel is { } level
            ? errors.Number($"{at}serviceLevel", level, 0.5m, 0.999m)
            : null;
        product.ReviewPeriodDays = r.ReviewPeriodDays is { } days
            ? errors.Whole($"{at}reviewPeriodDays", days, 1, 90)
            : null;
        product.Assign(errors.Person($"{at}{Assignments.Field}", r.Assignee));
        product.Terms = errors.Terms($"{at}suppliers", product, r.Suppliers ?? []);
        product.Changed(time.GetUtcNow());
    }

    /// <summary>
    /// Names every barcode that another product has, archived ones included, or that two of these share. They are held
    /// until the transaction ends, so that of two who take the same one the second is told.
    /// </summary>
    public async Task CheckBarcodesAsync(
        IReadOnlyList<(Product Product, FieldErrors Errors, string At)> products,
        CancellationToken ct
    )
    {
        var all = products
            .SelectMany(p =>
                p.Product.Barcodes.Select((code, i) => (p.Product.Sku, p.Errors, Field: $"{p.At}barcodes[{i}]", code))
            )
            .ToList();
        if (all.Count == 0)
            return;
        var codes = all.Select(c => c.code).Distinct().Order(StringComparer.Ordinal).ToArray();
        await db.Database.ExecuteSqlAsync(
            $"""
            SELECT pg_advisory_xact_lock(hashtextextended(code, 7)) FROM unnest({codes}) AS c (code)
            """,
            ct
        );
        var taken = await db
            .Products.AsNoTracking()
            .Where(p => p.Barcodes.Any(code => codes.Contains(code)))
            .Select(p => new { p.Sku, p.Barcodes })
            .ToListAsync(ct);
        var owners = taken
            .SelectMany(p => p.Barcodes.Select(code => (code, p.Sku)))
            .Concat(all.Select(c => (c.code, c.Sku)))
            .GroupBy(c => c.code, StringComparer.Ordinal)
            .ToDictionary(g => g.Key, g => g.Select(c => c.Sku).Distinct().ToList(), StringComparer.Ordinal);
        foreach (var (sku, errors, field, code) in all)
        {
            if (owners[code].Find(owner => owner != sku) is { } other)
                errors.Add(field, T($"'{code}' is a barcode of {other}"));
        }
    }

    /// <summary>
    /// Names every term whose supplier is unknown or archived. The suppliers found are locked until the transaction
    /// ends, so that none is archived between this look and the insert.
    /// </summary>
    public async Task CheckSuppliersAsync(
        IEnumerable<(Product Product, FieldErrors Errors, string At)> products,
        CancellationToken ct
    )
    {
        var all = products
            .SelectMany(p =>
                p.Product.Terms.Select((term, i) => (p.Errors, Field: $"{p.At}suppliers[{i}].supplier", term.Supplier))
            )
            .Where(t => t.Supplier.Length > 0)
            .ToList();
        if (all.Count == 0)
            return;
        var codes = all.Select(t => t.Supplier).Distinct().ToArray();
        var known = (
            await db
                .Suppliers.FromSql(
                    $"""
                    SELECT *, xmin FROM catalog.suppliers
                    WHERE code = ANY ({codes}) AND NOT archived ORDER BY code FOR SHARE
                    """
                )
                .AsNoTracking()
                .ToListAsync(ct)
        ).Select(s => s.Code).ToHashSet(StringComparer.Ordinal);
        foreach (var (errors, field, supplier) in all.Where(t => !known.Contains(t.Supplier)))
            errors.Add(field, T($"no supplier has the code '{supplier}'"));
    }

    /// <summary>Stores it, together with what is announced of it.</summary>
    public async Task InsertAsync(Product product, CancellationToken ct)
    {
        await categories.SpellAsync([product], ct);
        var entry = Entry(null, product, null);
        db.AddRange(product, entry);
        db.AddToOutbox(new ProductChanged([product.ToState()]), time);
        await db.SaveChangesAsync(ct);
        await totals.BeginAsync([product.Sku], ct);
        await db.FollowAssignedAsync([entry], ct);
    }

    /// <summary>Stores those whose SKU is free, in three statements however many they are.</summary>
    /// <returns>The stored ones.</returns>
    public async Task<List<Product>> InsertMissingAsync(IEnumerable<Product> products, CancellationToken ct)
    {
        // In the order of the key: two batches that overlap wait for each other instead of locking each other out.
        var sorted = products.DistinctBy(p => p.Sku).OrderBy(p => p.Sku, StringComparer.Ordinal).ToList();
        await categories.SpellAsync(sorted, ct);
        // A product's properties are its columns' names in another case; what is no column is ignored.
        var rows = JsonSerializer.Serialize(sorted, RowJson);
        var stored = (
            await db
                .Database.SqlQuery<string>(
                    $"""
                    INSERT INTO catalog.products
                    SELECT * FROM jsonb_populate_recordset(null::catalog.products, {rows}::jsonb)
                    ON CONFLICT (sku) DO NOTHING RETURNING sku AS "Value"
                    """
                )
                .ToListAsync(ct)
        ).ToHashSet(StringComparer.Ordinal);

        var created = sorted.Where(p => stored.Contains(p.Sku)).ToList();
        await totals.BeginAsync([.. created.Select(p => p.Sku)], ct);
        await InsertTermsAsync(created, ct);
        return created;
    }

    /// <summary>
    /// The products with these SKUs, as nobody else may change them until the transaction ends, with their terms.
    /// Renamings of categories are held off too.
    /// </summary>
    public async Task<Dictionary<string, Product>> LockAsync(string[] skus, CancellationToken ct)
    {
        await categories.ShareAsync(ct);
        var products = await db
            .Products.FromSql(
                $"""
                SELECT *, xmin FROM catalog.products WHERE sku = ANY ({skus}) ORDER BY sku FOR NO KEY UPDATE
                """
            )
            .AsNoTracking()
            .ToListAsync(ct);
        var terms = (await db.SupplierTerms.AsNoTracking().Where(t => skus.Contains(t.Sku)).ToListAsync(ct)).ToLookup(
            t => t.Sku,
            StringComparer.Ordinal
        );
        foreach (var product in products)
            product.Terms = [.. terms[product.Sku]];
        return products.ToDictionary(p => p.Sku, StringComparer.Ordinal);
    }

    /// <summary>Adds to the log what became of products that were stored many at once.</summary>
    /// <param name="products">As they were, null for new ones, and as they are.</param>
    /// <param name="via">By which way; null: the actor's.</param>
    /// <param name="ct">Ends it early.</param>
    public async Task RecordAsync(
        IEnumerable<(Product? Before, Product After)> products,
        Via? via,
        CancellationToken ct
    )
    {
        var entries = products.Select(p => Entry(p.Before, p.After, via)).ToList();
        await db.RecordAsync(entries, ct);
        await db.FollowAssignedAsync(entries, ct);
    }

    private ActivityEntry Entry(Product? before, Product after, Via? via) =>
        ActivityEntry.Of(
            before is null ? "created" : "changed",
            new Subject(SubjectKind.Product, after.Sku),
            ProductDifference.Fields.Between(before, after),
            time.GetUtcNow(),
            via,
            before?.Xmin
        );

    /// <summary>The same state, to be changed beside it.</summary>
    public static Product Copy(Product p) =>
        new()
        {
            Id = p.Id,
            Sku = p.Sku,
            Name = p.Name,
            Description = p.Description,
            Category = p.Category,
            Barcodes = p.Barcodes,
            Tags = p.Tags,
            Attributes = p.Attributes,
            Status = p.Status,
            Unit = p.Unit,
            WholeUnits = p.WholeUnits,
            Price = p.Price,
            Cost = p.Cost,
            ServiceLevel = p.ServiceLevel,
            ReviewPeriodDays = p.ReviewPeriodDays,
            Assignee = p.Assignee,
            AssigneeName = p.AssigneeName,
            Image = p.Image,
            Archived = p.Archived,
            Version = p.Version,
            CreatedAt = p.CreatedAt,
            UpdatedAt = p.UpdatedAt,
            Terms = [.. p.Terms.Select(Copy)],
        };

    /// <inheritdoc cref="Copy(Product)"/>
    public static SupplierTerm Copy(SupplierTerm t) =>
        new()
        {
            Sku = t.Sku,
            Supplier = t.Supplier,
            LeadTimeDays = t.LeadTimeDays,
            Moq = t.Moq,
            PackMultiple = t.PackMultiple,
            UnitCost = t.UnitCost,
            SupplierSku = t.SupplierSku,
            PriceBreaks = t.PriceBreaks,
            Preferred = t.Preferred,
        };

    /// <summary>Attributes with others in their place; null removes one.</summary>
    public static Dictionary<string, string?> MergeAttributes(
        IReadOnlyDictionary<string, string>? now,
        IReadOnlyDictionary<string, string?>? changes
    )
    {
        var merged = (now ?? ReadOnlyDictionary<string, string>.Empty).ToDictionary(a => a.Key, a => (string?)a.Value);
        foreach (var (name, value) in changes ?? ReadOnlyDictionary<string, string?>.Empty)
        {
            var kept = name.Trim().ToLowerInvariant();
            if (value is null)
                merged.Remove(kept);
            else
                merged[kept] = value;
        }
        return merged;
    }

    /// <summary>Stores the new states of products that <see cref="LockAsync"/> holds, but for their terms.</summary>
    public async Task UpdateManyAsync(IReadOnlyCollection<Product> products, CancellationToken ct)
    {
        if (products.Count == 0)
            return;
        var rows = JsonSerializer.Serialize(products, RowJson);
        await db.Database.ExecuteSqlAsync(
            $"""
            UPDATE catalog.products p
            SET name = r.name, description = r.description, category = r.category, category_key = r.category_key,
                barcodes = r.barcodes, tags = r.tags, attributes = r.attributes, status = r.status, unit = r.unit,
                whole_units = r.whole_units, price = r.price, cost = r.cost, service_level = r.service_level,
                review_period_days = r.review_period_days, assignee = r.assignee,
                assignee_name = r.assignee_name, sort_name = r.sort_name, search_text = r.search_text,
                archived = r.archived, version = r.version, updated_at = r.updated_at
            FROM jsonb_populate_recordset(null::catalog.products, {rows}::jsonb) AS r WHERE r.sku = p.sku
            """,
            ct
        );
    }

    /// <summary>Stores the terms of products that <see cref="LockAsync"/> holds.</summary>
    public async Task ReplaceTermsAsync(IReadOnlyCollection<Product> products, CancellationToken ct)
    {
        if (products.Count == 0)
            return;
        string[] skus = [.. products.Select(p => p.Sku)];
        await db.SupplierTerms.Where(t => skus.Contains(t.Sku)).ExecuteDeleteAsync(ct);
        await InsertTermsAsync(products, ct);
    }

    private async Task InsertTermsAsync(IEnumerable<Product> products, CancellationToken ct)
    {
        var terms = JsonSerializer.Serialize(products.SelectMany(p => p.Terms), RowJson);
        await db.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO catalog.supplier_terms
            SELECT * FROM jsonb_populate_recordset(null::catalog.supplier_terms, {terms}::jsonb)
            """,
            ct
        );
    }

    /// <summary>Announces these products as they are stored.</summary>
    public async Task AnnounceAsync(IReadOnlyCollection<string> skus, CancellationToken ct)
    {
        foreach (var part in skus.Order(StringComparer.Ordinal).Chunk(Limits.MaxBatch))
        {
            var products = await db
                .Products.AsNoTracking()
                .Include(p => p.Terms)
                .Where(p => part.Contains(p.Sku))
                .OrderBy(p => p.Sku)
                .ToListAsync(ct);
            db.AddToOutbox(new ProductChanged(products.ConvertAll(p => p.ToState())), time);
            await db.SaveChangesAsync(ct);
        }
    }

    /// <summary>Each text of a list once, faults named by its place; a list that is too long is not read.</summary>
    private static string[] Each(
        string at,
        IReadOnlyList<string>? texts,
        int most,
        FieldErrors errors,
        Func<string, string?, FieldErrors, string?> read
    )
    {
        if (texts is null)
            return [];
        if (texts.Count > most)
        {
            errors.Add(at, T($"must be at most {most}"));
            return [];
        }
        return [.. texts.Select((text, i) => read($"{at}[{i}]", text, errors)).OfType<string>().Distinct()];
    }

    public static string[] ReadTags(string at, IReadOnlyList<string>? tags, FieldErrors errors) =>
        Each(
            at,
            tags,
            MaxTags,
            errors,
            (field, tag, faults) => faults.Text(field, tag, MaxTagLength, required: true)?.ToLowerInvariant()
        );

    public static Dictionary<string, string> ReadAttributes(
        IReadOnlyDictionary<string, string?>? attributes,
        FieldErrors errors,
        string at
    )
    {
        var read = new Dictionary<string, string>(StringComparer.Ordinal);
        if (attributes is null)
            return read;
        if (attributes.Count > MaxAttributes)
        {
            errors.Add(at, T($"must be at most {MaxAttributes}"));
            return read;
        }
        foreach (var (name, text) in attributes)
        {
            var field = $"{at}.{name}";
            var key = AttributeName(field, name, errors);
            if (errors.Text(field, text, MaxAttributeLength, required: true) is { } value && !read.TryAdd(key, value))
                errors.Add(field, T("is named twice"));
        }
        return read;
    }

    /// <summary>The name of an attribute, as it is kept.</summary>
    public static string AttributeName(string field, string? text, FieldErrors errors)
    {
        var name = text?.Trim().ToLowerInvariant() ?? "";
        if (
            name.Length is 0 or > MaxAttributeName
            || !name.All(c => char.IsLetterOrDigit(c) || c is ' ' or '-' or '_' or '.')
        )
            errors.Add(field, AttributeNameRule);
        return name;
    }

    private static string? Barcode(string field, string? text, FieldErrors errors)
    {
        var code = errors.Text(field, text, MaxBarcodeLength, required: true)?.ToUpperInvariant();
        if (code is not null && !code.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '.'))
            errors.Add(field, T("must be letters, digits, dots and dashes"));
        return code;
    }
}

internal static class UnitErrors
{
    /// <summary>A quantity above zero, whole where the product cannot be split.</summary>
    public static decimal Units(this FieldErrors errors, string field, decimal? value, bool wholeUnits)
    {
        var quantity = errors.Quantity(field, value);
        errors.RequireWhole(field, quantity, wholeUnits);
        return quantity;
    }

    public static void RequireWhole(this FieldErrors errors, string field, decimal quantity, bool wholeUnits)
    {
        if (wholeUnits && decimal.Truncate(quantity) != quantity)
            errors.Add(field, T("must be a whole number, as this product cannot be split"));
    }
}
