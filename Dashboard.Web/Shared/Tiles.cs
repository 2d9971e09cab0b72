using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Options;

namespace SmartInventory.Dashboard.Web.Shared;

/// <summary>Section <c>Dashboard:Tiles</c>.</summary>
public sealed class TileOptions
{
    public const string Section = "Dashboard:Tiles";

    /// <summary>So long a page waits for its tiles; what is not there by then is read by the page itself.</summary>
    public TimeSpan Patience { get; set; } = TimeSpan.FromMilliseconds(150);
}

/// <summary>What stands where a tile will be.</summary>
/// <param name="Title">Its heading; empty for a tile that is not seen before it is known.</param>
/// <param name="Css">Its classes on the grid.</param>
public sealed record Place(string Title, string Css = "");

/// <summary>A part of a page that is read, and read again while the page is open, by itself.</summary>
/// <param name="Key">Its <c>data-tile</c>, and what a page asks for when it wants this one alone.</param>
/// <param name="Partial">The view that shows what was loaded.</param>
/// <param name="Load">Reads what the view shows.</param>
/// <param name="Place">What stands there while it is read; null where the page waits for it.</param>
/// <param name="Chart">Its chart in what was read, with the tile's key; null for a tile without one.</param>
public sealed record Tile(
    string Key,
    string Partial,
    Func<CancellationToken, Task<object>> Load,
    Place? Place,
    Func<object, Chart?>? Chart
)
{
    public static Tile Of<TModel>(
        string key,
        string partial,
        Func<CancellationToken, Task<TModel>> load,
        Place? place = null,
        Func<TModel, Chart?>? chart = null
    )
        where TModel : class =>
        new(key, partial, async ct => await load(ct), place, chart is null ? null : model => chart((TModel)model));
}

/// <summary>A tile that was read.</summary>
public sealed record ReadTile(string Key, string Partial, object Model);

/// <summary>A tile that was not there in time.</summary>
/// <param name="Whole">The page's address for those who have no script: there it waits for everything.</param>
public sealed record WaitingTile(string Key, Place Place, string Whole);

/// <summary>A page of tiles: its table says which, in the order in which they stand.</summary>
public abstract class TilePage : PageModel
{
    private const string Whole = "whole";

    public IReadOnlyList<ReadTile> Tiles { get; private set; } = [];

    protected abstract IReadOnlyList<Tile> Table { get; }

    /// <summary>
    /// The page with its tiles, or the one tile that an open page wants to show or to replace, or the file of a chart.
    /// </summary>
    protected async Task<IActionResult> ShowAsync(string? key, CancellationToken ct)
    {
        // Where there are no numbers, the page says why.
        if (
            Table.FirstOrDefault(tile => tile.Key == Request.Query["csv"]) is { Chart: { } drawn } wanted
            && drawn(await wanted.Load(ct)) is { } chart
        )
            return chart.File();
        if (key is not null)
            return Table.FirstOrDefault(tile => tile.Key == key) is { } one
                ? Partial(one.Partial, await one.Load(ct))
                : NotFound();
        // What the page does not wait for is asked for again by the page: nobody needs this answer then.
        using var unwanted = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var reads = Table.Select(tile => (Tile: tile, Read: tile.Load(unwanted.Token))).ToList();
        await Task.WhenAny(Task.WhenAll(reads.Select(r => r.Read)), PatienceAsync(ct));
        var tiles = new List<ReadTile>(reads.Count);
        foreach (var (tile, read) in reads)
        {
            tiles.Add(
                read.IsCompleted || tile.Place is null
                    ? new ReadTile(tile.Key, tile.Partial, await read)
                    : new ReadTile(tile.Key, "_Waiting", new WaitingTile(tile.Key, tile.Place, WholeUrl()))
            );
        }

        await unwanted.CancelAsync();
        Tiles = tiles;
        return Page();
    }

    private Task PatienceAsync(CancellationToken ct) =>
        Request.Query.ContainsKey(Whole)
            ? Task.Delay(Timeout.Infinite, ct)
            : Task.Delay(
                HttpContext.RequestServices.GetRequiredService<IOptions<TileOptions>>().Value.Patience,
                HttpContext.RequestServices.GetRequiredService<TimeProvider>(),
                ct
            );

    private string WholeUrl() => Request.Path.ToUriComponent() + Request.QueryString.Add(Whole, "true");
}
