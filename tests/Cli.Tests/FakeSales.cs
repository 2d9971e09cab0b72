using System.Globalization;
using System.Text;
using SmartInventory.Cli.Import;
using SmartInventory.Contracts;
using SmartInventory.Contracts.Catalog;
using SmartInventory.Contracts.Messages;
using SmartInventory.Contracts.Sales;
using SmartInventory.Testing;

namespace SmartInventory.Cli.Tests;

/// <summary>
/// A catalogue and a sales service in memory behind a stub, with the rule that makes an import repeatable.
/// </summary>
internal sealed class FakeSales
{
    private readonly Lock _lock = new();
    private readonly HashSet<string> _archived = new(StringComparer.Ordinal);

    public Dictionary<string, RecordSale> Lines { get; } = new(StringComparer.Ordinal);
    public Dictionary<string, CreateProduct> Products { get; } = new(StringComparer.Ordinal);
    public List<CreateLocation> Locations { get; } = [];
    public int Slices { get; private set; }

    /// <summary>Asked before a slice is stored (its number from 0): an answer to give instead, or null.</summary>
    public Func<int, Answer?> Before { get; set; } = _ => null;

    /// <summary>Asked after a slice was stored: an answer to give instead of the report, or null.</summary>
    public Func<int, Answer?> After { get; set; } = _ => null;

    /// <summary>A product that is no longer sold.</summary>
    public void Archive(string sku) => _archived.Add(sku);

    public decimal Sold => Lines.Values.Where(line => line.Kind != SaleKind.Return).Sum(line => line.Quantity!.Value);

    public void Attach(StubGateway gateway) =>
        gateway
            .On(
                "GET /api/v1/locations",
                _ =>
                    Answer.Ok(
                        new Page<LocationResponse>(
                            [
                                .. Locations.Select(location =>
                                    Things.Berlin with
                                    {
                                        Code = location.Code!,
                                        Name = location.Name!,
                                        TimeZone = location.TimeZone!,
                                    }
                                ),
                            ],
                            null
                        )
                    )
            )
            .On(
                "POST /api/v1/locations",
                seen =>
                {
                    Locations.Add(seen.Read<CreateLocation>());
                    return Answer.Ok(Things.Berlin);
                }
            )
            .On(
                "POST /api/v1/products/lookup",
                seen =>
                    Answer.Ok(
                        seen.Read<LookupProducts>()
                            .Skus!.Where(sku => Products.ContainsKey(sku) || _archived.Contains(sku))
                            .Select(sku => new ProductState
                            {
                                Sku = sku,
                                Version = 1,
                                Name = sku,
                                Unit = "each",
                                WholeUnits = true,
                                Price = 1,
                                ServiceLevel = 0.95m,
                                ReviewPeriodDays = 7,
                                Terms = [],
                                Archived = _archived.Contains(sku),
                            })
                    )
            )
            .On("GET /api/v1/suppliers", new Page<SupplierResponse>([Things.Acme], null))
            .On("POST /api/v1/products/batch", Create)
            .On("POST /api/v1/products/upsert", Upsert)
            .On("POST /api/v1/sales/import", Import)
            .OnImports();

    private Answer Create(Seen seen)
    {
        var rows = seen.Read<CreateProducts>()
            .Products!.Select(
                (product, i) =>
                    new RowResult(
                        i,
                        Products.TryAdd(product.Sku!, product) ? RowOutcome.Created : RowOutcome.Duplicate,
                        Guid.NewGuid(),
                        null
                    )
            )
            .ToList();
        return Answer.Ok(
            new BatchResult(
                rows.Count(row => row.Outcome == RowOutcome.Created),
                rows.Count(row => row.Outcome == RowOutcome.Duplicate),
                0,
                rows
            )
        );
    }

    // Knows what there is, and the one supplier; the rules of fields are the catalogue's own.
    private Answer Upsert(Seen seen)
    {
        var preview = seen["preview"] == "true";
        var rows = seen.Read<UpsertProducts>().Products!.Select((product, i) => Upsert(product, i, preview)).ToList();
        int Count(UpsertOutcome outcome) => rows.Count(row => row.Outcome == outcome);
        return Answer.Ok(
            new UpsertResult(
                preview,
                Count(UpsertOutcome.Created),
                Count(UpsertOutcome.Changed),
                Count(UpsertOutcome.Unchanged),
                Count(UpsertOutcome.Rejected),
                rows
            )
        );
    }

    private UpsertRow Upsert(UpsertProduct product, int row, bool preview)
    {
        var errors = new Dictionary<string, string[]>();
        if (!Sku.TryParse(product.Sku, out var sku))
            errors["sku"] = [Sku.Rule];
        if (_archived.Contains(sku))
            errors["sku"] = ["is archived"];
        if (product.Suppliers is [{ Supplier: not "ACME" }])
            errors["suppliers[0].supplier"] = [$"no supplier has the code '{product.Suppliers[0].Supplier}'"];
        var there = Products.GetValueOrDefault(sku);
        if (there is null && product.Name is null)
            errors["name"] = ["is required"];
        if (errors.Count > 0)
            return new UpsertRow(row, UpsertOutcome.Rejected, product.Sku, null, errors);
        if (there is not null && product.Price == there.Price)
            return new UpsertRow(row, UpsertOutcome.Unchanged, sku, null, null);
        if (!preview)
            Products[sku] = new CreateProduct
            {
                Sku = sku,
                Name = product.Name ?? there?.Name,
                Price = product.Price,
                Cost = product.Cost,
                ServiceLevel = product.ServiceLevel,
                Suppliers = product.Suppliers,
            };
        return there is null
            ? new UpsertRow(row, UpsertOutcome.Created, sku, null, null)
            : new UpsertRow(
                row,
                UpsertOutcome.Changed,
                sku,
                [new FieldChange("price", $"{there.Price}", $"{product.Price}")],
                null
            );
    }

    private Answer Import(Seen seen)
    {
        lock (_lock)
        {
            var slice = Slices++;
            if (Before(slice) is { } instead)
                return instead;
            long accepted = 0,
                returns = 0,
                duplicates = 0,
                row = 0;
            var rejects = new List<RejectedRow>();
            foreach (var line in Rows(seen))
            {
                row++;
                if (Products.Count > 0 && !Products.ContainsKey(line.Sku!))
                    rejects.Add(new RejectedRow(row, "unknown-sku", $"sku {line.Sku} is unknown"));
                else if (!(seen["dryRun"] == "true" ? !Lines.ContainsKey(Name(line)) : Lines.TryAdd(Name(line), line)))
                    duplicates++;
                else if (line.Kind == SaleKind.Return)
                    returns++;
                else
                    accepted++;
            }

            var rejected = rejects
                .GroupBy(reject => reject.Reason)
                .ToDictionary(group => group.Key, group => (long)group.Count());
            return After(slice)
                ?? Answer.Ok(new ImportReport(row, accepted, returns, duplicates, rejected, [.. rejects.Take(100)]));
        }
    }

    private static string Name(RecordSale line) => $"{line.Channel}/{line.ExternalId}";

    /// <summary>The lines of a file of sales with an export's header.</summary>
    private static IEnumerable<RecordSale> Rows(Seen seen)
    {
        Assert.Equal("text/csv; charset=utf-8", seen.Headers.ContentType.ToString());
        var reader = new CsvReader(new MemoryStream(seen.Body), ImportWords.Of);
        Assert.True(reader.Read());
        Assert.Equal(
            SaleFields.All.Select(field => field.Name()),
            Enumerable.Range(0, reader.Count).Select(i => Encoding.UTF8.GetString(reader[i]))
        );
        while (reader.Read())
        {
            Assert.Equal(SaleFields.All.Count, reader.Count);
            yield return new RecordSale
            {
                Sku = Text(reader, SaleField.Sku),
                Location = Text(reader, SaleField.Location),
                Quantity = decimal.Parse(Text(reader, SaleField.Quantity)!, CultureInfo.InvariantCulture),
                Kind = Text(reader, SaleField.Kind) == "return" ? SaleKind.Return : SaleKind.Sale,
                UnitPrice = Text(reader, SaleField.UnitPrice) is { } price
                    ? decimal.Parse(price, CultureInfo.InvariantCulture)
                    : null,
                SoldAt = Text(reader, SaleField.SoldAt) is { } time ? LocationTime.Read(time) : null,
                Channel = Text(reader, SaleField.Channel),
                ExternalId = Text(reader, SaleField.ExternalId),
                Customer = Text(reader, SaleField.Customer),
                Discount = Text(reader, SaleField.Discount) is { } discount
                    ? decimal.Parse(discount, CultureInfo.InvariantCulture)
                    : null,
                Promotion = Text(reader, SaleField.Promotion) is { } promotion ? promotion == "true" : null,
                Receipt = Text(reader, SaleField.Receipt),
            };
        }
    }

    private static string? Text(CsvReader reader, SaleField field) =>
        reader[(int)field].Length == 0 ? null : Formulas.Unguard(Encoding.UTF8.GetString(reader[(int)field]));
}

internal static class FakeImports
{
    public static readonly Guid Id = Guid.Parse("0190b7a2-6f0e-7c3a-9b51-2f7f6d0c1e11");

    /// <summary>An import that can be begun and finished.</summary>
    public static StubGateway OnImports(this StubGateway gateway) =>
        gateway
            .On("POST /api/v1/sales/imports", seen => Answer.Ok(Run(seen.Read<BeginImport>().Name!)))
            .On($"POST /api/v1/sales/imports/{Id}/finish", Run("finished", ImportState.Finished));

    /// <summary>The only body of rows.</summary>
    public static Seen Single(StubGateway gateway)
    {
        var seen = Assert.Single(gateway.Requests, seen => seen.Path == "/api/v1/sales/import");
        Assert.Equal(Id.ToString(), seen["import"]);
        return seen;
    }

    public static SalesImportResponse Run(string name, ImportState state = ImportState.Open) =>
        new(Id, name, state, DateTimeOffset.UnixEpoch, null, null, 12, 9, 1, 2, 0);
}
