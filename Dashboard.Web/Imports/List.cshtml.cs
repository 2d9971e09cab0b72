using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Options;
using SmartInventory.Contracts;
using SmartInventory.Contracts.Identity;
using SmartInventory.Contracts.Sales;
using SmartInventory.Dashboard.Web.Gateway;
using SmartInventory.Dashboard.Web.Identity;

namespace SmartInventory.Dashboard.Web.Imports;

/// <summary>Where a file is uploaded, and what was imported before.</summary>
public sealed class ImportsModel(ISalesApi sales, Uploads uploads, IOptions<ImportsOptions> options, TimeProvider time)
    : PageModel
{
    private const int PageSize = 20;

    [BindProperty(SupportsGet = true)]
    public string? After { get; set; }

    public Loaded<Page<SalesImportResponse>> Earlier { get; private set; } = null!;

    public IReadOnlyList<Upload> Uploads { get; private set; } = [];

    public DateTimeOffset ReadAt { get; private set; }

    public long MaxBytes => options.Value.MaxBytes;

    public int KeepMinutes => (int)options.Value.Keep.TotalMinutes;

    /// <summary>Why the upload before did not work.</summary>
    public string? Problem { get; private set; }

    public async Task<IActionResult> OnGetAsync(string? problem, string? tile, CancellationToken ct)
    {
        Problem = problem switch
        {
            null => null,
            "too-large" => T(
                $"The file is too large: at most {FileSize.Show(Math.Max(0, uploads.Room))} fit at the moment. "
                    + $"Compress it with gzip, cut it into pieces, or use 'inv import sales' in a terminal."
            ),
            "empty" => T("The file is empty."),
            "no-file" => T("Choose a file first."),
            "full" => T("Too many files are here at the moment. Discard some of them below, or try again in an hour."),
            "gone" => T("That file is no longer here: it was imported, discarded or forgotten. Upload it again."),
            _ => T("The upload did not work. Try again."),
        };
        // A file of somebody who may import is nothing to look at for who may not.
        Uploads = Person.Of(User)?.May(Role.Clerk) == true ? uploads.All : [];
        Earlier = await Load.TryAsync(sales.ListImports(PageSize, After, ct), ct);
        ReadAt = time.GetUtcNow();
        return tile switch
        {
            null => Page(),
            "imports" => Partial("_Earlier", this),
            "uploads" => Partial("_Uploads", this),
            _ => NotFound(),
        };
    }
}
