using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace SmartInventory.Dashboard.Web.Shared;

/// <summary>A part of a page that is read, and read again while the page is open, by itself.</summary>
/// <param name="Key">Its <c>data-tile</c>, and what a page asks for when it wants this one alone.</param>
/// <param name="Partial">The view that shows what was loaded.</param>
/// <param name="Load">Reads what the view shows.</param>
public sealed record Tile(string Key, string Partial, Func<CancellationToken, Task<object>> Load)
{
    public static Tile Of<TModel>(string key, string partial, Func<CancellationToken, Task<TModel>> load)
        where TModel : class => new(key, partial, async ct => await load(ct));
}

/// <summary>A tile that was read.</summary>
public sealed record ReadTile(string Partial, object Model);

/// <summary>A page of tiles: its table says which, in the order in which they stand.</summary>
public abstract class TilePage : PageModel
{
    public IReadOnlyList<ReadTile> Tiles { get; private set; } = [];

    protected abstract IReadOnlyList<Tile> Table { get; }

    /// <summary>The page with every tile, or the one tile that an open page wants to replace.</summary>
    protected async Task<IActionResult> ShowAsync(string? key, CancellationToken ct)
    {
        if (key is not null)
            return Table.FirstOrDefault(tile => tile.Key == key) is { } one
                ? Partial(one.Partial, await one.Load(ct))
                : NotFound();
        Tiles = await Task.WhenAll(Table.Select(async tile => new ReadTile(tile.Partial, await tile.Load(ct))));
        return Page();
    }
}
