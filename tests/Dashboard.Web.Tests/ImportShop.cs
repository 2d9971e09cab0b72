using System.Text;
using SmartInventory.Contracts;
using SmartInventory.Contracts.Catalog;
using SmartInventory.Contracts.Collaboration;
using SmartInventory.Contracts.Messages;
using SmartInventory.Contracts.Sales;
using SmartInventory.Testing;

namespace SmartInventory.Dashboard.Web.Tests;

/// <summary>What a catalogue and a sales service say to an import; a row that was stored is a duplicate.</summary>
internal sealed class ImportShop
{
    public static readonly Guid Id = Guid.Parse("0190b7a2-6f0e-7c3a-9b51-2f7f6d0c1e11");

    private readonly Lock _lock = new();
    private readonly HashSet<string> _rows = [];
    private readonly HashSet<string> _skus = [];
    private bool _location;

    public ImportState State { get; private set; } = ImportState.Open;

    public int Stored => _rows.Count;

    /// <summary>Rows that hold this text are refused as unknown SKUs.</summary>
    public string? Refuses { get; set; }

    /// <summary>The sales service refuses whatever is to be stored.</summary>
    public bool IsAway { get; set; }

    /// <summary>Answers instead of the sales service; null leaves it to that.</summary>
    public Func<Seen, Answer?>? Guard { get; set; }

    /// <summary>Rows are stored once this is set.</summary>
    public ManualResetEventSlim Go { get; } = new(initialState: true);

    public StubGateway Attach(StubGateway gateway) =>
        gateway
            .On("GET /api/v1/inbox/count", new InboxCounts(0, 0, 0, 0, 0))
            .On(
                "GET /api/v1/locations",
                _ => Answer.Ok(new Page<LocationResponse>(_location ? [Location("SHOPIFY")] : [], null))
            )
            .On(
                "POST /api/v1/locations",
                seen =>
                {
                    _location = true;
                    return Answer.Ok(Location(seen.Read<CreateLocation>().Code!));
                }
            )
            .On(
                "POST /api/v1/products/lookup",
                seen => Answer.Ok(seen.Read<LookupProducts>().Skus!.Where(_skus.Contains).Select(Product))
            )
            .On(
                "POST /api/v1/products/batch",
                seen =>
                {
                    var skus = seen.Read<CreateProducts>().Products!.Select(product => product.Sku!).ToList();
                    _skus.UnionWith(skus);
                    return Answer.Ok(new BatchResult(skus.Count, 0, 0, []));
                }
            )
            .On("POST /api/v1/sales/import", Import)
            .On("POST /api/v1/sales/imports", _ => Answer.Ok(Run()))
            .On(
                "GET /api/v1/sales/imports",
                _ => Answer.Ok(new Page<SalesImportResponse>(Stored > 0 ? [Run()] : [], null))
            )
            .On($"GET /api/v1/sales/imports/{Id}", _ => Answer.Ok(Run()))
            .On($"POST /api/v1/sales/imports/{Id}/finish", _ => Move(ImportState.Finished))
            .On($"POST /api/v1/sales/imports/{Id}/undo", _ => Move(ImportState.Undone));

    private Answer Move(ImportState state)
    {
        State = state;
        return Answer.Ok(Run());
    }

    private SalesImportResponse Run() =>
        new(Id, "orders <b>.csv", State, DateTimeOffset.UnixEpoch, null, null, Stored, Stored, 0, 0, 0);

    private Answer Import(Seen seen)
    {
        if (Guard?.Invoke(seen) is { } refused)
            return refused;
        var dry = seen["dryRun"] == "true";
        if (IsAway && !dry)
            return Answer.Problem(400, "The sales service takes nothing.");
        if (!dry)
            Go.Wait(TimeSpan.FromSeconds(30));
        lock (_lock)
        {
            long accepted = 0,
                duplicates = 0,
                row = 0;
            var rejects = new List<RejectedRow>();
            foreach (var line in Encoding.UTF8.GetString(seen.Body).Split('\n').Skip(1).Where(line => line.Length > 0))
            {
                row++;
                if (Refuses is not null && line.Contains(Refuses, StringComparison.Ordinal))
                    rejects.Add(new RejectedRow(row, "unknown-sku", $"sku {Refuses} is unknown"));
                else if (dry ? _rows.Contains(line) : !_rows.Add(line))
                    duplicates++;
                else
                    accepted++;
            }

            return Answer.Ok(
                new ImportReport(
                    row,
                    accepted,
                    0,
                    duplicates,
                    rejects
                        .GroupBy(reject => reject.Reason)
                        .ToDictionary(group => group.Key, group => (long)group.Count()),
                    rejects
                )
            );
        }
    }

    private static LocationResponse Location(string code) =>
        new(Guid.NewGuid(), code, code, "UTC", false, DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch, "\"1\"");

    private static ProductState Product(string sku) =>
        new()
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
            Archived = false,
        };
}
