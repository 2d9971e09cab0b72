using Microsoft.AspNetCore.Http.Extensions;

namespace SmartInventory.Dashboard.Web.Shared;

/// <summary>What narrows a list down, as it stands in the address.</summary>
internal static class Query
{
    /// <summary>What was typed; null for nothing.</summary>
    public static string? Text(string? typed) => string.IsNullOrWhiteSpace(typed) ? null : typed.Trim();

    /// <summary>One of an enum's words; null for nothing, and for what is none of them.</summary>
    public static TEnum? Word<TEnum>(string? typed)
        where TEnum : struct, Enum
    {
        foreach (var value in Enum.GetValues<TEnum>())
        {
            if (string.Equals(Show.Word(value), Text(typed), StringComparison.OrdinalIgnoreCase))
                return value;
        }

        return null;
    }

    /// <summary>The address of a page with those of the fields that say something.</summary>
    public static string Address(string page, params IEnumerable<(string Name, string? Value)> fields)
    {
        var query = new QueryBuilder();
        foreach (var (name, value) in fields)
        {
            if (Text(value) is { } text)
                query.Add(name, text);
        }

        return $"{page}{query}";
    }
}
