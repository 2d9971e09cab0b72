using SmartInventory.Cli.Hosting;
using SmartInventory.Contracts;
using SmartInventory.Contracts.Catalog;
using SmartInventory.Contracts.Csv;

namespace SmartInventory.Cli.Import;

/// <summary>
/// Products by their SKU, with the terms of one supplier a row: those that are missing are created, the others take
/// what the file says. A column that the file does not have, and an empty cell, change nothing.
/// </summary>
internal sealed class ProductImport(TableImportOptions options, Invocation run)
    : TableImport<UpsertProduct>(T("a products file"), Required, Optional, options, run)
{
    /// <summary>What a cell says that is to be empty.</summary>
    public static string None => "(none)";

    public static readonly string[] Required = ["sku"];

    public static readonly string[] Optional =
    [
        "name",
        "price",
        "description",
        "category",
        "barcodes",
        "tags",
        "attributes",
        "status",
        "unit",
        "wholeUnits",
        "cost",
        "serviceLevel",
        "reviewPeriodDays",
        "assignee",
        "supplier",
        "leadTimeDays",
        "unitCost",
        "moq",
        "packMultiple",
    ];

    private static readonly string[] TermColumns = ["leadTimeDays", "unitCost", "moq", "packMultiple"];

    /// <summary>New products of a dry run: a second row of one would find it there.</summary>
    private readonly HashSet<string> _created = new(StringComparer.Ordinal);

    protected override UpsertProduct Map(TableFields row)
    {
        var clear = new List<string>();
        var product = new UpsertProduct
        {
            Sku = row.Needed("sku"),
            Name = Or("name", row.Text),
            Description = Or("description", row.Text),
            Category = Or("category", row.Text),
            Barcodes = List(Or("barcodes", row.Text)),
            Tags = List(Or("tags", row.Text)),
            Attributes = Attributes(row, Or("attributes", row.Text)),
            Status = Or("status", row.Word<ProductStatus>),
            Unit = Or("unit", row.Text),
            WholeUnits = Or("wholeUnits", row.Flag),
            Price = Or("price", column => row.Number(column, NumberSigns.Currency)),
            Cost = Or("cost", column => row.Number(column, NumberSigns.Currency)),
            ServiceLevel = Or("serviceLevel", column => row.Number(column, NumberSigns.Percent)),
            ReviewPeriodDays = Or("reviewPeriodDays", row.Whole),
            Assignee = Or("assignee", row.Text),
            Suppliers = Or("supplier", row.Text) is { } supplier
                ?
                [
                    new SupplierTermRequest
                    {
                        Supplier = supplier,
                        LeadTimeDays = row.Whole("leadTimeDays"),
                        UnitCost = row.Number("unitCost", NumberSigns.Currency),
                        Moq = row.Number("moq"),
                        PackMultiple = row.Number("packMultiple"),
                    },
                ]
                : null,
        };
        if (product.Suppliers is null && TermColumns.FirstOrDefault(column => row.Text(column) is not null) is { } term)
            row.Refuse("supplier", T($"supplier is required where {term} says something"));
        return clear.Count == 0 ? product : product with { Clear = clear };

        T? Or<T>(string column, Func<string, T?> read)
        {
            if (!None.Equals(row.Text(column), StringComparison.OrdinalIgnoreCase))
                return read(column);
            clear.Add(column == "supplier" ? "suppliers" : column);
            return default;
        }
    }

    /// <summary>What a cell holds, joined by bars, as commas and semicolons separate the cells themselves.</summary>
    private static string[]? List(string? cell) =>
        cell?.Split('|', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static Dictionary<string, string?>? Attributes(TableFields row, string? cell)
    {
        if (List(cell) is not { } texts)
            return null;
        var attributes = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
        foreach (var text in texts)
        {
            if (
                text.Split('=', 2, StringSplitOptions.TrimEntries) is not [{ Length: > 0 } name, var value]
                || !attributes.TryAdd(name, value.Length == 0 ? null : value)
            )
                row.Refuse("attributes", T($"attributes '{text}' is no attribute, as colour=red, or is there twice"));
        }
        return attributes;
    }

    protected override async Task SendAsync(IReadOnlyList<Parsed<UpsertProduct>> batch, CancellationToken ct)
    {
        // A product with several suppliers has several rows, and a request names it once.
        var turns = batch
            .GroupBy(row => row.Value.Sku!.Trim(), StringComparer.OrdinalIgnoreCase)
            .SelectMany(rows => rows.Select((row, turn) => (Row: row, Turn: turn)))
            .GroupBy(row => row.Turn, row => row.Row);
        foreach (var turn in turns.OrderBy(turn => turn.Key))
            await SendOnceAsync([.. turn], ct);
    }

    private async Task SendOnceAsync(List<Parsed<UpsertProduct>> rows, CancellationToken ct)
    {
        var result = await Run.Catalog.UpsertProducts(
            new UpsertProducts { Mode = BatchMode.RejectFailedRows, Products = rows.ConvertAll(row => row.Value) },
            DryRun ? true : null,
            ct: ct
        );
        foreach (var answer in result.Rows)
        {
            var row = rows[answer.Row];
            var outcome = answer.Outcome;
            if (outcome == UpsertOutcome.Created && !_created.Add(answer.Sku!))
                outcome = UpsertOutcome.Changed;
            Settle(row, answer, outcome);
        }
    }
}
