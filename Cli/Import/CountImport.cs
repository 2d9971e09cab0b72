using System.Net;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.RegularExpressions;
using Refit;
using SmartInventory.Cli.Hosting;
using SmartInventory.Contracts;
using SmartInventory.Contracts.Catalog;
using SmartInventory.Contracts.Messages;

namespace SmartInventory.Cli.Import;

/// <summary>What a row of a counts file says.</summary>
internal sealed record Counted(
    string? Sku,
    string? Location,
    decimal? Quantity,
    LocationTime? CountedAt,
    string? Reason
);

/// <summary>
/// What was counted on the shelves. Good rows of a batch are booked together. A file that says when it was counted can
/// be repeated: it is known by what it says.
/// </summary>
internal sealed partial class CountImport(TableImportOptions options, Invocation run)
    : TableImport<Counted>(T("a counts file"), Required, Optional, options, run)
{
    public static readonly string[] Required = ["sku", "location", "counted"];
    public static readonly string[] Optional = ["countedAt", "reason"];

    private readonly HashSet<(string Sku, string Location, LocationTime? At)> _seen = [];
    private Dictionary<string, LocationResponse>? _locations;
    private int _batches;

    protected override Counted Map(TableFields row) =>
        new(
            row.Needed("sku"),
            row.Needed("location"),
            row.Needed("counted") is null ? null : row.Number("counted"),
            row.Time("countedAt"),
            row.Text("reason")
        );

    protected override async Task SendAsync(IReadOnlyList<Parsed<Counted>> batch, CancellationToken ct)
    {
        _locations ??= (
            await Listing<LocationResponse>.ReadAsync(
                int.MaxValue,
                (limit, after) => Run.Catalog.ListLocations(limit, after, archived: true, ct)
            )
        ).Items.ToDictionary(location => location.Code, StringComparer.Ordinal);
        var products = await LookupAsync(batch.Select(row => row.Value.Sku), ct);
        var good = new List<(Parsed<Counted> Row, AdjustStock Count)>(batch.Count);
        foreach (var row in batch)
        {
            if (Place(row, products) is { } count)
                good.Add((row, count));
        }

        if (DryRun)
            Created += good.Count;
        else
            await BookAsync(good, ct);
    }

    private AdjustStock? Place(Parsed<Counted> row, Dictionary<string, ProductState> products)
    {
        var (text, place, quantity, at, reason) = row.Value;
        if (!Sku.TryParse(text, out var sku))
            Reject(
                row,
                "sku",
                T(
                    $"sku '{text}' must be 1 to 64 characters of letters, digits, '.', '-', '_' or '/', "
                        + $"beginning with a letter or digit"
                )
            );
        else if (!products.TryGetValue(sku, out var product))
            Reject(row, "unknown-sku", T($"no product with SKU '{sku}' in the catalogue"));
        else if (product.Archived)
            Reject(row, "archived-product", T($"product '{sku}' is archived"));
        else if (product.WholeUnits && !decimal.IsInteger(quantity!.Value))
            Reject(
                row,
                "counted",
                T($"counted '{quantity}' must be a whole number: '{sku}' is counted in whole units")
            );
        else if (!Code.TryParse(place, out var code))
            Reject(row, "location", ImportWords.NoCode("location", place));
        else if (!_locations!.TryGetValue(code, out var location))
            Reject(row, "unknown-location", T($"no location with code '{code}' in the catalogue"));
        else if (location.Archived)
            Reject(row, "archived-location", T($"location '{code}' is archived"));
        else if (at is { Offset: null } && CalendarDay.Clock(location.TimeZone) is null)
            Reject(row, "countedAt", T($"this machine does not know the time zone {location.TimeZone} of {code}"));
        else if (!_seen.Add((sku, code, at)))
            Reject(row, "twice", T($"'{sku}' at {code} was counted at the same time in a row before"));
        else
            return new AdjustStock
            {
                Sku = sku,
                Location = code,
                CountedQuantity = quantity,
                OccurredAt = at?.In(CalendarDay.Clock(location.TimeZone) ?? TimeZoneInfo.Utc),
                Reason = reason ?? "count",
            };
        return null;
    }

    // A batch is all or none: what the server refuses is taken out, and the rest is sent again.
    private async Task BookAsync(List<(Parsed<Counted> Row, AdjustStock Count)> counts, CancellationToken ct)
    {
        _batches++;
        while (counts.Count > 0)
        {
            var moves = new MoveStock { Adjustments = [.. counts.Select(count => count.Count)] };
            try
            {
                Created += (await Run.Catalog.MoveStock(moves, Key(moves), ct)).Created;
                return;
            }
            catch (ApiException refused) when (refused.StatusCode == HttpStatusCode.BadRequest)
            {
                var bad = Errors(refused.Content);
                if (bad.Count == 0)
                    throw;
                foreach (var (index, (field, detail)) in bad.OrderByDescending(error => error.Key))
                {
                    Reject(counts[index].Row, field, detail);
                    counts.RemoveAt(index);
                }
            }
        }
    }

    /// <summary>The same counts of the same moments are one booking; counts of now are new ones each time.</summary>
    private string Key(MoveStock moves) =>
        moves.Adjustments!.All(count => count.OccurredAt is not null)
            ? "counts-" + Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(moves)))[..40]
            : $"{Run.Key}-{_batches}-{moves.Adjustments!.Count}";

    private static Dictionary<int, (string Field, string Detail)> Errors(string? problem)
    {
        var bad = new Dictionary<int, (string, string)>();
        if (problem is null)
            return bad;
        using var document = JsonDocument.Parse(problem);
        if (!document.RootElement.TryGetProperty("errors", out var errors))
            return bad;
        foreach (var error in errors.EnumerateObject())
        {
            var match = Pattern().Match(error.Name);
            if (match.Success)
                bad.TryAdd(
                    int.Parse(match.Groups[1].ValueSpan, null),
                    (
                        match.Groups[2].Value,
                        $"{match.Groups[2].Value} {string.Join("; ", error.Value.EnumerateArray())}"
                    )
                );
        }

        return bad;
    }

    [GeneratedRegex(@"\Aadjustments\[([0-9]+)\]\.([A-Za-z]+)\z", RegexOptions.CultureInvariant)]
    private static partial Regex Pattern();
}
