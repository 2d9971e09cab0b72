using System.Text.Json;

namespace SmartInventory.Contracts.Collaboration;

/// <summary>What kind of thing people work on.</summary>
public enum SubjectKind
{
    /// <summary>By SKU.</summary>
    Product,

    /// <summary>By code.</summary>
    Supplier,

    /// <summary>By code.</summary>
    Location,

    /// <summary>A purchase order, by number.</summary>
    Order,

    /// <summary>What to order of a product for a location: SKU, and the location's code.</summary>
    Suggestion,

    /// <summary>By path.</summary>
    Category,

    /// <summary>An import of sales, by id.</summary>
    Import,

    /// <summary>Who may sign in, by user name.</summary>
    Person,

    /// <summary>A token for a program, by id.</summary>
    Token,

    /// <summary>What belongs to no single thing; the key says what, such as forecasts.</summary>
    System,
}

/// <summary>
/// What people work on and speak about, as one text: <c>product:LAMP-1</c>, <c>order:PO-00012</c>,
/// <c>suggestion:LAMP-1@LDN</c>.
/// </summary>
/// <param name="Kind">What kind of thing.</param>
/// <param name="Key">What it is known by.</param>
/// <param name="Location">The location's code, of what is about one.</param>
public sealed record Subject(SubjectKind Kind, string Key, string? Location = null)
{
    /// <summary>What a subject looks like, in words for an error message.</summary>
    public static string Rule => T("must be a kind and a key, as product:LAMP-1 or suggestion:LAMP-1@LDN");

    /// <summary>Of anything else no key is longer.</summary>
    public const int MaxKey = 200;

    /// <summary>The kind as it is written.</summary>
    public static string WordOf(SubjectKind kind) => JsonNamingPolicy.KebabCaseLower.ConvertName(kind.ToString());

    /// <summary>False when the text is no subject.</summary>
    public static bool TryParse(string? text, out Subject subject)
    {
        subject = new Subject(SubjectKind.System, "");
        if (text?.Split(':', 2, StringSplitOptions.TrimEntries) is not [var word, { Length: > 0 } key])
            return false;
        foreach (var kind in Enum.GetValues<SubjectKind>())
        {
            if (WordOf(kind) == word && Read(kind, key) is { } read)
            {
                subject = read;
                return true;
            }
        }

        return false;
    }

    public override string ToString() => $"{WordOf(Kind)}:{Key}{(Location is null ? "" : $"@{Location}")}";

    private static Subject? Read(SubjectKind kind, string key)
    {
        switch (kind)
        {
            case SubjectKind.Product:
                return Sku.TryParse(key, out var sku) ? new Subject(kind, sku) : null;
            case SubjectKind.Suggestion:
                return
                    key.Split('@') is [var product, var place]
                    && Sku.TryParse(product, out var suggested)
                    && Code.TryParse(place, out var location)
                    ? new Subject(kind, suggested, location)
                    : null;
            case SubjectKind.Supplier or SubjectKind.Location or SubjectKind.Order:
                return Code.TryParse(key, out var code) ? new Subject(kind, code) : null;
            default:
                return key.Length <= MaxKey ? new Subject(kind, key) : null;
        }
    }
}
