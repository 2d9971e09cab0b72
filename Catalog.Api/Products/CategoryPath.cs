using SmartInventory.ServiceDefaults.Web;

namespace SmartInventory.Catalog.Api.Products;

/// <summary>Categories are paths: names from the widest to the narrowest, joined by slashes.</summary>
internal static class CategoryPath
{
    public const int MaxLength = 200;

    /// <summary>A path with its names trimmed; null where there is none.</summary>
    public static string? Read(FieldErrors errors, string field, string? text, bool required = false)
    {
        if (errors.Text(field, text, MaxLength, required) is not { } path)
            return null;
        var names = path.Split('/', StringSplitOptions.TrimEntries);
        if (names.Contains(""))
            errors.Add(field, T("must be names joined by '/', none of them empty"));
        return string.Join('/', names);
    }

    /// <summary>
    /// What two spellings of a path share. It ends in a slash, so that it begins the keys of all that lie below, and of
    /// nothing else.
    /// </summary>
    public static string KeyOf(string path) => path.ToLowerInvariant() + '/';

    /// <summary>The first key after all that begin with this one.</summary>
    public static string EndOf(string key) => key[..^1] + (char)('/' + 1);

    /// <summary>The path itself and those above it, the widest first.</summary>
    public static IEnumerable<string> Steps(string path)
    {
        for (var i = 0; i < path.Length; i++)
        {
            if (path[i] == '/')
                yield return path[..i];
        }
        yield return path;
    }

    public static string? ParentOf(string path) => path.LastIndexOf('/') is >= 0 and var end ? path[..end] : null;

    public static string NameOf(string path) => path[(path.LastIndexOf('/') + 1)..];
}
