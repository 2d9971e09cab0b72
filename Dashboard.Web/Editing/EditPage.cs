using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using SmartInventory.Contracts.Collaboration;
using SmartInventory.Dashboard.Web.Gateway;

namespace SmartInventory.Dashboard.Web.Editing;

/// <summary>A field in which two people meet.</summary>
/// <param name="Field">Which.</param>
/// <param name="Original">What both saw.</param>
/// <param name="Theirs">What it is now.</param>
/// <param name="Mine">What was typed here.</param>
public sealed record Meeting(FormField Field, string Original, string Theirs, string Mine);

/// <summary>The inputs of a form, and what is wrong with what they say.</summary>
/// <param name="All">In their order.</param>
/// <param name="Typed">What they say, by name.</param>
/// <param name="Errors">By name.</param>
public sealed record FormFields(
    IReadOnlyList<FormField> All,
    IReadOnlyDictionary<string, string?> Typed,
    IReadOnlyDictionary<string, string> Errors
)
{
    /// <summary>All that is wrong, in the order of the inputs.</summary>
    public string Words() =>
        string.Join(
            " ",
            All.Where(field => Errors.ContainsKey(field.Name)).Select(field => $"{field.Label}: {Errors[field.Name]}")
        );
}

/// <summary>What the form of a change shows.</summary>
public interface IEditPage
{
    Subject Subject { get; }

    /// <summary>The page of the thing.</summary>
    string Back { get; }

    string? ETag { get; }

    FormFields Form { get; }

    /// <summary>What it had when it was opened.</summary>
    Dictionary<string, string?> Original { get; }

    /// <summary>Fields that both changed, to be chosen from.</summary>
    IReadOnlyList<Meeting> Meetings { get; }

    /// <summary>Fields that only the other changed; they are taken over.</summary>
    IReadOnlyList<Meeting> Taken { get; }

    string? Refusal { get; }

    /// <summary>Why there is nothing to change; null when there is.</summary>
    string? Trouble { get; }
}

/// <summary>
/// Changes a thing. Who changed it meanwhile is not overwritten: what only one of the two changed is kept of each, and
/// where both changed the same field, who saves chooses.
/// </summary>
public abstract class EditPage<TThing, TChange> : PageModel, IEditPage
    where TThing : class
{
    private const string FromTheirs = "theirs";
    private const string FromOriginal = "original";

    private Dictionary<string, string> _errors = [];

    /// <summary>What the address names it by; empty when that can be no name.</summary>
    public string Key { get; private set; } = "";

    public Loaded<TThing> Thing { get; private set; } = null!;

    /// <summary>The version that was looked at.</summary>
    [BindProperty]
    public string? ETag { get; set; }

    /// <summary>What the form has, by field.</summary>
    [BindProperty]
    public Dictionary<string, string?> Mine { get; set; } = [];

    [BindProperty]
    public Dictionary<string, string?> Original { get; set; } = [];

    /// <summary>What was chosen where two met: mine, theirs or original.</summary>
    [BindProperty]
    public Dictionary<string, string?> Chosen { get; set; } = [];

    public IReadOnlyList<Meeting> Meetings { get; private set; } = [];

    public IReadOnlyList<Meeting> Taken { get; private set; } = [];

    public string? Refusal { get; private set; }

    public string? Trouble => Thing.Error;

    public FormFields Form => new(Fields.Fields, Mine, _errors);

    public abstract Subject Subject { get; }

    public abstract string Back { get; }

    protected abstract EditForm<TThing, TChange> Fields { get; }

    /// <summary>What the address names; null for what can be no name.</summary>
    protected abstract string? Parse(string text);

    protected abstract Task<TThing> GetAsync(string key, CancellationToken ct);

    protected abstract string VersionOf(TThing thing);

    /// <summary>The change that leaves it as it is.</summary>
    protected abstract TChange Unchanged(TThing thing);

    protected abstract Task SaveAsync(string key, TChange change, string etag, CancellationToken ct);

    public async Task<IActionResult> OnGetAsync(string? key, CancellationToken ct)
    {
        if (!await ReadAsync(key, ct))
            return NotFound();
        if (Thing.Value is { } thing)
            Open(thing);
        return Thing.Missing ? NotFound() : Page();
    }

    public async Task<IActionResult> OnPostAsync(string? key, CancellationToken ct)
    {
        if (!await ReadAsync(key, ct))
            return NotFound();
        if (Thing.Value is not { } thing)
            return Thing.Missing ? NotFound() : Page();
        Mine = Mine.ToDictionary(field => field.Key, string? (field) => FormText.Plain(field.Value));
        Original = Original.ToDictionary(field => field.Key, string? (field) => FormText.Plain(field.Value));
        if (VersionOf(thing) != ETag)
            return Meet(thing);

        var now = Fields.Of(thing);
        Choose(now);
        var change = Fields.Change(Unchanged(thing), now, Mine, _errors);
        if (_errors.Count > 0)
        {
            Refusal = Form.Words();
            return Page();
        }

        (Refusal, var wrong) = await Load.RefusalByFieldAsync(SaveAsync(Key, change, ETag, ct), ct);
        if (Refusal is null)
            return LocalRedirect(Back);
        // Refused because somebody was quicker, between the look above and this?
        await ReadAsync(key, ct);
        if (Thing.Value is { } later && VersionOf(later) != ETag)
            return Meet(later);
        _errors = FormErrors.ByField(Fields.Fields, wrong);
        return Page();
    }

    private async Task<bool> ReadAsync(string? text, CancellationToken ct)
    {
        if (Parse(Uri.UnescapeDataString(text ?? "")) is not { } key)
            return false;
        Key = key;
        Thing = await Load.TryAsync(GetAsync(key, ct), ct);
        return true;
    }

    private void Open(TThing thing)
    {
        ETag = VersionOf(thing);
        Mine = Fields.Of(thing).ToDictionary(field => field.Key, string? (field) => field.Value);
        Original = new(Mine);
    }

    /// <summary>Somebody was here meanwhile: the form goes on from what they left.</summary>
    private PageResult Meet(TThing now)
    {
        var theirs = Fields.Of(now);
        var fields = Fields
            .Fields.Select(f => new Meeting(
                f,
                Original.GetValueOrDefault(f.Name) ?? "",
                theirs[f.Name],
                Mine.TryGetValue(f.Name, out var typed) ? typed ?? "" : Original.GetValueOrDefault(f.Name) ?? ""
            ))
            .Where(m => m.Theirs != m.Original)
            .ToList();
        Taken = fields.FindAll(m => m.Mine == m.Original || m.Mine == m.Theirs);
        Meetings = fields.Except(Taken).ToList();
        foreach (var taken in Taken)
            Mine[taken.Field.Name] = taken.Theirs;
        // From here on it is this version that is changed; what both saw first stays to choose from.
        ModelState.Clear();
        Refusal = null;
        ETag = VersionOf(now);
        Chosen = Meetings.ToDictionary(m => m.Field.Name, string? (_) => "mine");
        foreach (var name in theirs.Keys.Where(name => !Meetings.Any(m => m.Field.Name == name)))
            Original[name] = theirs[name];
        return Page();
    }

    private void Choose(Dictionary<string, string> theirs)
    {
        foreach (var (name, choice) in Chosen)
        {
            Mine[name] = choice switch
            {
                FromTheirs => theirs.GetValueOrDefault(name),
                FromOriginal => Original.GetValueOrDefault(name),
                _ => Mine.GetValueOrDefault(name),
            };
        }
    }
}
