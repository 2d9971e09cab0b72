using SmartInventory.Cli.Hosting;
using SmartInventory.Contracts;
using SmartInventory.Contracts.Catalog;
using SmartInventory.Contracts.Csv;

namespace SmartInventory.Cli.Import;

/// <summary>Products, with the terms of one supplier each. Existing ones are left as they are.</summary>
internal sealed class ProductImport(TableImportOptions options, Invocation run)
    : TableImport<CreateProduct>("a products file", Required, Optional, options, run)
{
    public static readonly string[] Required = ["sku", "name", "price"];

    public static readonly string[] Optional =
    [
        "description",
        "category",
        "barcodes",
        "tags",
        "status",
        "unit",
        "wholeUnits",
        "cost",
        "serviceLevel",
        "reviewPeriodDays",
        "supplier",
        "leadTimeDays",
        "unitCost",
        "moq",
        "packMultiple",
    ];

    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);
    private Dictionary<string, bool>? _archivedSuppliers;

    protected override CreateProduct Map(TableFields row)
    {
        var supplier = row.Text("supplier");
        var terms = supplier is null
            ? null
            : new SupplierTermRequest
            {
                Supplier = supplier,
                LeadTimeDays = row.Whole("leadTimeDays"),
                UnitCost = row.Number("unitCost", NumberSigns.Currency),
                Moq = row.Number("moq"),
                PackMultiple = row.Number("packMultiple"),
            };
        return new CreateProduct
        {
            Sku = row.Needed("sku"),
            Name = row.Needed("name"),
            Description = row.Text("description"),
            Category = row.Text("category"),
            Barcodes = List(row.Text("barcodes")),
            Tags = List(row.Text("tags")),
            Status = row.Word<ProductStatus>("status"),
            Unit = row.Text("unit"),
            WholeUnits = row.Flag("wholeUnits"),
            Price = row.Needed("price") is null ? null : row.Number("price", NumberSigns.Currency),
            Cost = row.Number("cost", NumberSigns.Currency),
            ServiceLevel = row.Number("serviceLevel", NumberSigns.Percent),
            ReviewPeriodDays = row.Whole("reviewPeriodDays"),
            Suppliers = terms is null ? null : [terms],
        };
    }

    /// <summary>What a cell holds, joined by bars, as commas and semicolons separate the cells themselves.</summary>
    private static string[]? List(string? cell) =>
        cell?.Split('|', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    protected override async Task SendAsync(IReadOnlyList<Parsed<CreateProduct>> batch, CancellationToken ct)
    {
        if (DryRun)
        {
            await AskAsync(batch, ct);
            return;
        }

        var result = await Run.Catalog.CreateProducts(
            new CreateProducts { Mode = BatchMode.RejectFailedRows, Products = [.. batch.Select(row => row.Value)] },
            ct: ct
        );
        Created += result.Created;
        Existing += result.Duplicates;
        foreach (var row in result.Rows.Where(row => row.Outcome == RowOutcome.Rejected))
        {
            var errors = row.Errors ?? new Dictionary<string, string[]>();
            Reject(
                batch[row.Row],
                errors.Keys.FirstOrDefault() ?? "refused",
                string.Join(", ", errors.Select(error => $"{error.Key} {string.Join("; ", error.Value)}"))
            );
        }
    }

    /// <summary>What the catalogue would say, as far as it can be asked without changing it.</summary>
    private async Task AskAsync(IReadOnlyList<Parsed<CreateProduct>> batch, CancellationToken ct)
    {
        _archivedSuppliers ??= (
            await Listing<SupplierResponse>.ReadAsync(
                int.MaxValue,
                (limit, after) => Run.Catalog.ListSuppliers(limit, after, archived: true, ct: ct)
            )
        ).Items.ToDictionary(supplier => supplier.Code, supplier => supplier.Archived, StringComparer.Ordinal);
        var known = await LookupAsync(batch.Select(row => row.Value.Sku), ct);
        var archived = known.Values.Where(product => product.Archived).Select(product => product.Sku).ToList();
        if (archived.Count > 0)
            Run.Say($"Archived, and left so: {string.Join(", ", archived)}.");
        foreach (var row in batch)
        {
            if (!Sku.TryParse(row.Value.Sku, out var sku))
                Reject(row, "sku", $"sku '{row.Value.Sku}' {Sku.Rule}");
            else if (known.ContainsKey(sku) || !_seen.Add(sku))
                Existing++;
            else if (row.Value.Suppliers is not [{ Supplier: { } supplier }])
                Created++;
            else if (!Code.TryParse(supplier, out var code) || !_archivedSuppliers.TryGetValue(code, out var gone))
                Reject(row, "supplier", $"supplier '{supplier}' is not in the catalogue");
            else if (gone)
                Reject(row, "supplier", $"supplier '{supplier}' is archived");
            else
                Created++;
        }
    }
}
