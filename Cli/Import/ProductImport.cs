using System.Text;
using SmartInventory.Cli.Hosting;
using SmartInventory.Contracts;
using SmartInventory.Contracts.Catalog;
using SmartInventory.Contracts.Csv;

namespace SmartInventory.Cli.Import;

/// <summary>
/// Products from a CSV file, with the terms of one supplier each. Existing ones are left as they are.
/// </summary>
internal sealed class ProductImport(TableFile file, DecimalMark? asked, Invocation run)
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
    private bool _comma;
    private FileNumbers _numbers = new(asked ?? DecimalMark.Point);

    public async Task<ProductImportSummary> RunAsync(bool dryRun, CancellationToken ct)
    {
        // Read to the end before anything is sent, as with sales.
        var rejects = new List<RejectedLine>();
        var rows = Parse(rejects).LongCount();
        var mark = _numbers.Decide(asked, pointIsGiven: _comma);
        if (mark != _numbers.Mark)
        {
            _numbers = new FileNumbers(mark);
            rejects.Clear();
            rows = Parse(rejects).LongCount();
        }

        if (_numbers.Explain() is { } rule)
            run.Say(rule);
        var summary = new ProductImportSummary(rows + rejects.Count, rows, 0, rejects.Count, rejects, dryRun);
        if (dryRun)
            return await AskAsync(summary, rejects, ct);

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

    /// <summary>What the catalogue would say, as far as it can be asked without changing it.</summary>
    private async Task<ProductImportSummary> AskAsync(
        ProductImportSummary summary,
        List<RejectedLine> rejects,
        CancellationToken ct
    )
    {
        var suppliers = (
            await Listing<SupplierResponse>.ReadAsync(
                int.MaxValue,
                (limit, after) => run.Catalog.ListSuppliers(limit, after, archived: true, ct: ct)
            )
        ).Items.ToDictionary(supplier => supplier.Code, supplier => supplier.Archived, StringComparer.Ordinal);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var archived = new List<string>();
        long existing = 0;
        foreach (var batch in Parse([]).Chunk(Limits.MaxBatch))
        {
            var skus = batch.Select(row => Plain(row.Product.Sku)).OfType<string>().Distinct().ToList();
            var known = (await run.Catalog.LookupProducts(new LookupProducts(skus), ct)).ToDictionary(
                product => product.Sku,
                StringComparer.Ordinal
            );
            archived.AddRange(known.Values.Where(product => product.Archived).Select(product => product.Sku));
            foreach (var row in batch)
            {
                if (Plain(row.Product.Sku) is not { } sku)
                    Reject(row, "sku", $"sku {Sku.Rule}");
                else if (known.ContainsKey(sku) || !seen.Add(sku))
                    existing++;
                else if (row.Product.Name is null || row.Product.Price is null)
                    Reject(row, row.Product.Name is null ? "name" : "price", "is required");
                else if (row.Product.Suppliers is [{ Supplier: { } supplier }])
                    Check(row, supplier);
            }
        }

        if (archived.Count > 0)
            run.Say($"Archived, and left so: {string.Join(", ", archived.Distinct().Take(10))}.");
        return summary with
        {
            Created = summary.Read - rejects.Count - existing,
            Existing = existing,
            Rejected = rejects.Count,
            Rejects = [.. rejects.OrderBy(reject => reject.Row)],
        };

        void Check(Parsed row, string supplier)
        {
            if (!Code.TryParse(supplier, out var code) || !suppliers.TryGetValue(code, out var gone))
                Reject(row, "supplier", $"supplier '{supplier}' is not in the catalogue");
            else if (gone)
                Reject(row, "supplier", $"supplier '{supplier}' is archived");
        }

        void Reject(Parsed row, string reason, string detail) =>
            rejects.Add(new RejectedLine(row.Row, row.Line, reason, detail));

        static string? Plain(string? text) => Sku.TryParse(text, out var sku) ? sku.Value : null;
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
        _comma = reader.Separator == (byte)',';

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

    private CreateProduct Map(RecordReader row, ref string? fault)
    {
        var supplier = Text(row, "supplier");
        var terms = supplier is null
            ? null
            : new SupplierTermRequest
            {
                Supplier = supplier,
                LeadTimeDays = Whole(row, "leadTimeDays", ref fault),
                UnitCost = Number(row, "unitCost", ref fault, NumberSigns.Currency),
                Moq = Number(row, "moq", ref fault, NumberSigns.None),
                PackMultiple = Number(row, "packMultiple", ref fault, NumberSigns.None),
            };
        return new CreateProduct
        {
            Sku = Text(row, "sku"),
            Name = Text(row, "name"),
            Description = Text(row, "description"),
            Category = Text(row, "category"),
            Unit = Text(row, "unit"),
            WholeUnits = Text(row, "wholeUnits") is { } whole ? Flag(whole, ref fault) : null,
            Price = Number(row, "price", ref fault, NumberSigns.Currency),
            Cost = Number(row, "cost", ref fault, NumberSigns.Currency),
            ServiceLevel = Number(row, "serviceLevel", ref fault, NumberSigns.Percent),
            ReviewPeriodDays = Whole(row, "reviewPeriodDays", ref fault),
            Suppliers = terms is null ? null : [terms],
        };
    }

    private string? Text(RecordReader row, string column)
    {
        if (_places[column] < 0)
            return null;
        var text = Formulas.Unguard(Encoding.UTF8.GetString(row[_places[column]]).Trim());
        return text.Length == 0 ? null : text;
    }

    private decimal? Number(RecordReader row, string column, ref string? fault, NumberSigns signs)
    {
        if (Text(row, column) is not { } text)
            return null;
        var number = _numbers.Read(row, _places[column], column, signs);
        if (number is null)
            fault ??= $"{column} '{text}' is no number with a decimal {Inputs.WordOf(_numbers.Mark)}";
        return number;
    }

    private int? Whole(RecordReader row, string column, ref string? fault)
    {
        var number = Number(row, column, ref fault, NumberSigns.None);
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
