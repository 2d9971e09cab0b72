using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using SmartInventory.Dashboard.Web.Gateway;
using SmartInventory.Dashboard.Web.Shared;

namespace SmartInventory.Dashboard.Web.Editing;

/// <summary>What the form of a new thing shows.</summary>
public interface INewPage
{
    /// <summary>One per shown form: sent twice, it is one thing.</summary>
    string? Key { get; }

    FormFields Form { get; }

    string? Refusal { get; }

    /// <summary>The page of all such things.</summary>
    string Back { get; }
}

/// <summary>A new thing: its name, which stays for ever, and what its form has.</summary>
public abstract class NewPage<TThing, TChange> : PageModel, INewPage
    where TChange : new()
{
    private Dictionary<string, string> _errors = [];

    [BindProperty]
    public Dictionary<string, string?> Mine { get; set; } = [];

    [BindProperty]
    public string? Key { get; set; }

    public string? Refusal { get; private set; }

    public FormFields Form => new([Name, .. Fields.Fields], Mine, _errors);

    public abstract string Back { get; }

    /// <summary>What it is known by; no change has it.</summary>
    protected abstract FormField<TThing, TChange> Name { get; }

    protected abstract EditForm<TThing, TChange> Fields { get; }

    protected abstract Task CreateAsync(string? name, TChange said, string? key, CancellationToken ct);

    /// <summary>The page of what has this name now.</summary>
    protected abstract string PageOf(string name);

    public void OnGet() => Key = Guid.CreateVersion7().ToString();

    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        var said = Fields.Change(new TChange(), new Dictionary<string, string>(), Mine, _errors);
        if (_errors.Count > 0)
        {
            Refusal = Form.Words();
            return Page();
        }

        (Refusal, var wrong) = await Load.RefusalByFieldAsync(
            CreateAsync(Query.Text(Mine.GetValueOrDefault(Name.Name)), said, Key, ct),
            ct
        );
        if (Refusal is null)
            return LocalRedirect(PageOf(Mine[Name.Name]!.Trim().ToUpperInvariant()));
        _errors = FormErrors.ByField(Form.All, wrong);
        // What was refused may be tried again, otherwise: that is another request.
        Key = Guid.CreateVersion7().ToString();
        return Page();
    }
}
