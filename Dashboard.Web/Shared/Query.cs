using Microsoft.AspNetCore.Http.Extensions;
using SmartInventory.Contracts;

namespace SmartInventory.Dashboard.Web.Shared;

/// <summary>What narrows a list down, as it stands in the address.</summary>
internal static class Query
{
    /// <summary>What was typed; null for nothing.</summary>
    public static string? Text(string? typed) => string.IsNullOrWhiteSpace(typed) ? null : typed.Trim();

    /// <summary>The codes that stand in an address with commas between; what can be none is left out.</summary>
    public static IEnumerable<string> Codes(string? typed) =>
        (typed ?? "").Split(',', StringSplitOptions.TrimEntries).Where(code => Code.TryParse(code, out _));

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

    /// <summary>The page that is asked for, whole and with one more field.</summary>
    public static string With(HttpRequest request, string name, string value) =>
        Address(
            request.PathBase + request.Path,
            request
                .Query.Where(field => field.Key is not ("tile" or "whole") && field.Key != name)
                .SelectMany(field => field.Value.Select(v => (field.Key, v)))
                .Append((name, value))
        );
}
