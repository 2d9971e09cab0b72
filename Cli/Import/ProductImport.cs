using System.Text;
using SmartInventory.Cli.Hosting;
using SmartInventory.Contracts;
using SmartInventory.Contracts.Catalog;

namespace SmartInventory.Cli.Import;

/// <summary>
/// Products from a CSV file, with the terms of one supplier each. Existing ones are left as they are.
/// </summary>
internal sealed class ProductImport(CsvFile file, Invocation run)
{
    private static readonly string[] Required = ["sku", "name", "price"];

    private static readonly string[] Optional =
    [
        "description",
        "category",
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

    private readonly Dictionary<string, int> _places = new(StringComparer.Ordinal);

    public async Task<ProductImportSummary> RunAsync(bool dryRun, CancellationToken ct)
    {
        // Read to the end before anything is sent, as with sales.
        var rejects = new List<RejectedLine>();
        long rows = 0;
        foreach (var _ in Parse(rejects))
            rows++;
        var summary = new ProductImportSummary(rows + rejects.Count, rows, 0, rejects.Count, rejects, dryRun);
        if (dryRun)
            return summary;

        rejects.Clear();
        long created = 0,
            existing = 0;
        foreach (var batch in Parse(rejects).Chunk(Limits.MaxBatch))
        {
            var products = batch.Select(row => row.Product).ToList();
            var result = await run.Catalog.CreateProducts(
                new CreateProducts { Mode = BatchMode.RejectFailedRows, Products = products },
                ct: ct
            );
            created += result.Created;
            existing += result.Duplicates;
            rejects.AddRange(
                result
                    .Rows.Where(row => row.Outcome == RowOutcome.Rejected)
                    .Select(row => new RejectedLine(
                        batch[row.Row].Row,
                        batch[row.Row].Line,
                        row.Errors?.Keys.FirstOrDefault() ?? "refused",
                        string.Join(
                            ", ",
                            (row.Errors ?? new Dictionary<string, string[]>()).Select(error =>
                                $"{error.Key} {string.Join("; ", error.Value)}"
                            )
                        )
                    ))
            );
        }

        return summary with
        {
            Created = created,
            Existing = existing,
            Rejected = rejects.Count,
            Rejects = [.. rejects.OrderBy(reject => reject.Row)],
        };
    }

    private readonly record struct Parsed(long Row, long Line, CreateProduct Product);

    private IEnumerable<Parsed> Parse(List<RejectedLine> rejects)
    {
        var reader = file.Read();
        if (!reader.Read())
            throw new Failure("The file is empty.");
        var bound = Columns.Bind(reader, "a products file", Required, Optional);
        var names = Required.Concat(Optional).ToList();
        for (var i = 0; i < names.Count; i++)
            _places[names[i]] = bound[i];
        var count = reader.Count;

        while (reader.Read())
        {
            var fault = reader.Count == count ? null : $"has {reader.Count} fields and not {count}";
            var product = fault is null ? Map(reader, ref fault) : new CreateProduct();
            if (fault is null)
                yield return new Parsed(reader.Records - 1, reader.Line, product);
            else
                rejects.Add(
                    new RejectedLine(
                        reader.Records - 1,
                        reader.Line,
                        reader.Count == count ? "number" : "columns",
                        fault
                    )
                );
        }
    }

    private CreateProduct Map(CsvReader row, ref string? fault)
    {
        var supplier = Text(row, "supplier");
        var terms = supplier is null
            ? null
            : new SupplierTermRequest
            {
                Supplier = supplier,
                LeadTimeDays = Whole(row, "leadTimeDays", ref fault),
                UnitCost = Number(row, "unitCost", ref fault),
                Moq = Number(row, "moq", ref fault),
                PackMultiple = Number(row, "packMultiple", ref fault),
            };
        return new CreateProduct
        {
            Sku = Text(row, "sku"),
            Name = Text(row, "name"),
            Description = Text(row, "description"),
            Category = Text(row, "category"),
            Unit = Text(row, "unit"),
            WholeUnits = Text(row, "wholeUnits") is { } whole ? Flag(whole, ref fault) : null,
            Price = Number(row, "price", ref fault),
            Cost = Number(row, "cost", ref fault),
            ServiceLevel = Number(row, "serviceLevel", ref fault),
            ReviewPeriodDays = Whole(row, "reviewPeriodDays", ref fault),
            Suppliers = terms is null ? null : [terms],
        };
    }

    private string? Text(CsvReader row, string column)
    {
        if (_places[column] < 0)
            return null;
        var text = Formulas.Unguard(Encoding.UTF8.GetString(row[_places[column]]).Trim());
        return text.Length == 0 ? null : text;
    }

    private decimal? Number(CsvReader row, string column, ref string? fault)
    {
        if (Text(row, column) is not { } text)
            return null;
        if (FieldText.TryNumber(Encoding.UTF8.GetBytes(text), row.Separator == (byte)';', out var number))
            return number;
        fault ??= $"{column} '{text}' is no number";
        return null;
    }

    private int? Whole(CsvReader row, string column, ref string? fault)
    {
        var number = Number(row, column, ref fault);
        if (number is null || (number == decimal.Truncate(number.Value) && Math.Abs(number.Value) <= int.MaxValue))
            return (int?)number;
        fault ??= $"{column} '{number}' is no whole number";
        return null;
    }

    private static bool? Flag(string text, ref string? fault)
    {
        if (bool.TryParse(text, out var flag))
            return flag;
        fault ??= $"wholeUnits '{text}' is neither true nor false";
        return null;
    }
}

/// <param name="Created">Products that were created; in a dry run, that would be sent.</param>
/// <param name="Existing">Products that were there and were left as they are.</param>
internal sealed record ProductImportSummary(
    long Read,
    long Created,
    long Existing,
    long Rejected,
    IReadOnlyList<RejectedLine> Rejects,
    bool DryRun
);
