using System.Text.Json;
using SmartInventory.Contracts;
using SmartInventory.Contracts.Catalog;
using SmartInventory.Contracts.Sales;

namespace SmartInventory.Cli_Tests;

/// <summary>A catalogue and a sales service in memory behind a stub, with the rule that makes an import repeatable.</summary>
internal sealed class FakeSales
{
    private readonly Lock _lock = new();

    public Dictionary<string, RecordSale> Lines { get; } = new(StringComparer.Ordinal);
    public Dictionary<string, CreateProduct> Products { get; } = new(StringComparer.Ordinal);
    public List<CreateLocation> Locations { get; } = [];
    public int Slices { get; private set; }

    /// <summary>Asked before a slice is stored (its number from 0): an answer to give instead, or null.</summary>
    public Func<int, Answer?> Before { get; set; } = _ => null;

    /// <summary>Asked after a slice was stored: an answer to give instead of the report, or null.</summary>
    public Func<int, Answer?> After { get; set; } = _ => null;

    public decimal Sold => Lines.Values.Where(line => line.Kind != SaleKind.Return).Sum(line => line.Quantity!.Value);

    public void Attach(StubGateway gateway) => gateway
        .On("GET /api/v1/locations/ONLINE-RETAIL", _ => Locations.Count == 0 ? Answer.Problem(404, "No such location.") : Answer.Ok(Things.Berlin))
        .On("POST /api/v1/locations", seen =>
        {
            Locations.Add(seen.Read<CreateLocation>());
            return Answer.Ok(Things.Berlin);
        })
        .On("POST /api/v1/products/batch", Create)
        .On("POST /api/v1/sales/import", Import);

    private Answer Create(Seen seen)
    {
        var rows = seen.Read<CreateProducts>().Products!
            .Select((product, i) => new RowResult(i, Products.TryAdd(product.Sku!, product) ? RowOutcome.Created : RowOutcome.Duplicate, Guid.NewGuid(), null))
            .ToList();
        return Answer.Ok(new BatchResult(rows.Count(row => row.Outcome == RowOutcome.Created), rows.Count(row => row.Outcome == RowOutcome.Duplicate), 0, rows));
    }

    private Answer Import(Seen seen)
    {
        lock (_lock)
        {
            var slice = Slices++;
            if (Before(slice) is { } instead) return instead;
            long accepted = 0, returns = 0, duplicates = 0, row = 0;
            var rejects = new List<RejectedRow>();
            foreach (var text in seen.Text.Split('\n', StringSplitOptions.RemoveEmptyEntries))
            {
                row++;
                var line = JsonSerializer.Deserialize<RecordSale>(text, ContractsJson.Options)!;
                if (Products.Count > 0 && !Products.ContainsKey(line.Sku!)) rejects.Add(new RejectedRow(row, "unknown-sku", $"sku {line.Sku} is unknown"));
                else if (!Lines.TryAdd($"{line.Channel}/{line.ExternalId}", line)) duplicates++;
                else if (line.Kind == SaleKind.Return) returns++;
                else accepted++;
            }

            var rejected = rejects.GroupBy(reject => reject.Reason).ToDictionary(group => group.Key, group => (long)group.Count());
            return After(slice) ?? Answer.Ok(new ImportReport(row, accepted, returns, duplicates, rejected, [.. rejects.Take(100)]));
        }
    }
}
