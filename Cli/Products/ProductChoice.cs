using System.Collections.ObjectModel;
using System.CommandLine;
using SmartInventory.Cli.Hosting;
using SmartInventory.Contracts.Catalog;

namespace SmartInventory.Cli.Products;

/// <summary>The options that say which products.</summary>
internal sealed class ProductChoice
{
    public Option<string?> Search { get; } =
        Inputs.Text("--search", T("Only products whose SKU, name, barcode or tag contains this; else the nearest."));
    public Option<string?> Category { get; } =
        Inputs.Text("--category", T("Only products of this category and of those below."));
    public Option<string?> Supplier { get; } =
        Inputs.Text("--supplier", T("Only products that this supplier delivers."));
    public Option<string?> Tag { get; } = Inputs.Text("--tag", T("Only products with this tag."));
    public Option<ProductStatus?> Status { get; } =
        Inputs.Word<ProductStatus>("--status", T("Only products of this status."));
    public AssigneeInputs Assignee { get; } = new();
    public Option<string[]?> Attribute { get; } =
        new("--attribute")
        {
            Description = T("Only products with this attribute, as colour=red; several have to hold together."),
            HelpName = "name=value",
        };
    public Option<string?> Location { get; } =
        Inputs.Text("--location", T("Only products of which this location keeps a level."));
    public Option<LevelState?> Stock { get; } =
        Inputs.Word<LevelState>("--stock", T("Only products with a level like that, there or anywhere."));
    public Option<bool> Archived { get; } = new("--archived") { Description = T("The archived ones instead.") };

    public Symbol[] All =>
        [Search, Category, Supplier, Tag, Status, .. Assignee.All, Attribute, Location, Stock, Archived];

    /// <summary>The same for a change of many.</summary>
    public ProductSelection SelectionOf(Invocation run) =>
        new()
        {
            Search = run.Get(Search),
            Category = run.Get(Category),
            Supplier = run.Get(Supplier),
            Tag = run.Get(Tag),
            Status = run.Get(Status),
            Assignee = Assignee.Of(run),
            Attribute = AttributesOf(run),
            Location = run.Get(Location),
            Stock = run.Get(Stock),
            Archived = run.Get(Archived) ? true : null,
        };

    /// <summary>The attributes as the API's query writes them; null for none.</summary>
    public string[]? AttributesOf(Invocation run) =>
        run.Get(Attribute) is { Length: > 0 } texts
            ? [.. texts.Select(AttributeInputs.Split).Select(pair => $"{pair.Name}:{pair.Value}")]
            : null;
}

/// <summary>Attributes on the command line: <c>colour=red</c>.</summary>
internal static class AttributeInputs
{
    public static Option<string[]?> Option(string name = "--attribute") =>
        new(name)
        {
            Description = T("Sets an attribute, as colour=red; colour= removes it. For each attribute once."),
            HelpName = "name=value",
        };

    public static (string Name, string Value) Split(string text) =>
        text.Split('=', 2, StringSplitOptions.TrimEntries) is [{ Length: > 0 } name, var value]
            ? (name.ToLowerInvariant(), value)
            : throw new Failure(T($"--attribute: '{text}' must be a name and a value, as colour=red."), ExitCode.Usage);

    /// <summary>What was there with what is said now; null where neither is.</summary>
    public static Dictionary<string, string?>? Merge(IReadOnlyDictionary<string, string>? now, string[]? texts)
    {
        if (now is null && texts is not { Length: > 0 })
            return null;
        var merged = (now ?? ReadOnlyDictionary<string, string>.Empty).ToDictionary(a => a.Key, a => (string?)a.Value);
        foreach (var (name, value) in (texts ?? []).Select(Split))
        {
            if (value.Length == 0)
                merged.Remove(name);
            else
                merged[name] = value;
        }
        return merged;
    }

    public static string Text(IReadOnlyDictionary<string, string> attributes) =>
        string.Join("; ", attributes.Select(a => $"{a.Key}={a.Value}"));
}
