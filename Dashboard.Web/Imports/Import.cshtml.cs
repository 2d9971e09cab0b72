using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using SmartInventory.Contracts.Csv;
using SmartInventory.Contracts.Identity;
using SmartInventory.Dashboard.Web.Identity;
using SmartInventory.Files;

namespace SmartInventory.Dashboard.Web.Imports;

/// <summary>One uploaded file: how it is read, what would come of it, and its import.</summary>
[Needs(Role.Clerk)]
public sealed class ImportModel(Uploads uploads, MappingStore mappings, TimeProvider time) : PageModel
{
    private const int PageSize = 50;

    public Upload Upload { get; private set; } = null!;

    /// <summary>The upload's state at the moment of this answer.</summary>
    public UploadState State { get; private set; } = null!;

    public IReadOnlyList<string> SavedMappings { get; private set; } = [];

    /// <summary>What is wrong with the form that was sent.</summary>
    public string? Problem { get; private set; }

    /// <summary>The page of rejected rows, from 1.</summary>
    public int RejectedPage { get; private set; } = 1;

    public int RejectedPages => Math.Max(1, ((State.Report?.Rejects.Count ?? 0) + PageSize - 1) / PageSize);

    public IEnumerable<RejectedLine> Rejected =>
        State.Report?.Rejects.Skip((RejectedPage - 1) * PageSize).Take(PageSize) ?? [];

    public bool HasForm => !Upload.IsSettled;

    public SalesKind? Known => SalesKinds.Find(Upload.Settings.Kind);

    public double LinesPerSecond =>
        State.Import is { } import
            ? import.Progress.Rows / Math.Max(0.1, (time.GetUtcNow() - State.Since).TotalSeconds)
            : 0;

    /// <summary>The first page of rejected rows as a page with its state.</summary>
    public IActionResult OnGet(Guid id, string? tile, int rejected = 1)
    {
        if (!Find(id))
            return tile is null ? Redirect("/imports?problem=gone") : NotFound();
        RejectedPage = Math.Clamp(rejected, 1, RejectedPages);
        if (tile is null)
            (Problem, Upload.FormProblem) = (Upload.FormProblem, null);
        return tile switch
        {
            null => Page(),
            "review" => Partial("_Review", this),
            _ => NotFound(),
        };
    }

    public IActionResult OnGetRejects(Guid id)
    {
        if (!Find(id))
            return Redirect("/imports?problem=gone");
        if (State.IsBusy || !System.IO.File.Exists(Upload.RejectsPath))
            return NotFound();
        var name = Path.GetFileNameWithoutExtension(Upload.Name);
        return PhysicalFile(
            Upload.RejectsPath,
            "text/csv; charset=utf-8",
            $"rejected-{(name.Length == 0 ? "rows" : name)}.csv"
        );
    }

    /// <summary>Another kind of file, or a saved mapping.</summary>
    public IActionResult OnPostKind(Guid id, string? kind) =>
        Change(
            id,
            before =>
            {
                if (kind?.StartsWith(ImportSettings.Saved, StringComparison.Ordinal) == true)
                {
                    var saved = before;
                    Try(() =>
                        saved = before with
                        {
                            Kind = kind,
                            Mapping = mappings.Load(kind[ImportSettings.Saved.Length..]),
                        }
                    );
                    return saved;
                }

                return SalesKinds.Find(kind) is { } known
                    ? ImportSettings.For(known, before.Encoding)
                    // What stands there is a start.
                    : before with
                    {
                        Kind = ImportSettings.Own,
                        Create = true,
                        Mapping = before.Mapping with { Channel = null, ChannelFrom = null },
                    };
            }
        );

    /// <summary>What stands where, as the form says it.</summary>
    public IActionResult OnPostMap(Guid id, MappingForm form) => Change(id, form.Over);

    /// <summary>The same, and kept under a name.</summary>
    public IActionResult OnPostSave(Guid id, MappingForm form) =>
        Change(
            id,
            before =>
            {
                var settings = form.Over(before);
                var name = form.SaveAs?.Trim() ?? "";
                return Try(() => mappings.Save(name, settings.Mapping))
                    ? settings with
                    {
                        Kind = ImportSettings.Saved + name,
                    }
                    : settings;
            }
        );

    public IActionResult OnPostCheck(Guid id) => Change(id, before => before);

    public IActionResult OnPostApply(Guid id)
    {
        if (!Find(id))
            return Redirect("/imports?problem=gone");
        uploads.Apply(Upload);
        return Back();
    }

    public async Task<IActionResult> OnPostDiscardAsync(Guid id)
    {
        if (Find(id) && !(Upload.IsSettled && State.IsBusy))
            await uploads.RemoveAsync(Upload);
        return Redirect("/imports");
    }

    /// <summary>A state in a word or two.</summary>
    public static string Words(UploadState state) =>
        state.Phase switch
        {
            UploadPhase.Waiting => T("waiting"),
            UploadPhase.Reading => T("being read"),
            UploadPhase.Checking => T("being checked"),
            UploadPhase.Ready => T("ready to import"),
            UploadPhase.Refused => T("needs a look"),
            UploadPhase.Importing => T("being imported"),
            UploadPhase.Imported => T("imported"),
            _ => T("import stopped"),
        };

    public static string Badge(UploadState state) =>
        state.Phase switch
        {
            UploadPhase.Ready => "soon",
            UploadPhase.Imported => "ok",
            UploadPhase.Refused or UploadPhase.Stopped => "late",
            _ => "none",
        };

    /// <summary>The columns of a source; each that the file has as it is called in the mapping.</summary>
    public IReadOnlyList<string> Parts(string? source)
    {
        if (source is null)
            return [];
        return Upload.Header!.Has(source) ? [source] : source.Split('+', StringSplitOptions.TrimEntries);
    }

    /// <summary>The names of the file's columns that can be chosen.</summary>
    public IEnumerable<string> ColumnNames =>
        Upload
            .Header!.Names.Select(name => name.Trim())
            .Where(name => name.Length > 0)
            .Distinct(StringComparer.Ordinal);

    public static bool IsSame(string a, string b) => HeaderName.Plain(a) == HeaderName.Plain(b);

    private RedirectResult Change(Guid id, Func<ImportSettings, ImportSettings> change)
    {
        if (!Find(id))
            return Redirect("/imports?problem=gone");
        uploads.Review(Upload, change(Upload.Settings));
        return Back();
    }

    // What a form says wrongly is said once, on the page that follows.
    private bool Try(Action act)
    {
        try
        {
            act();
            return true;
        }
        catch (Exception refused) when (refused is ImportException or IOException or UnauthorizedAccessException)
        {
            Upload.FormProblem = refused.Message;
            return false;
        }
    }

    private RedirectResult Back() => Redirect($"/imports/{Upload.Id}");

    private bool Find(Guid id)
    {
        if (uploads.Find(id) is not { } upload)
            return false;
        Upload = upload;
        State = upload.State;
        SavedMappings = mappings.Names;
        return true;
    }
}
