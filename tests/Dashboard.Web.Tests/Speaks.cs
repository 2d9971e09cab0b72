using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using SmartInventory.Contracts;
using SmartInventory.Contracts.Forecasting;
using SmartInventory.Contracts.Localization;
using SmartInventory.Testing;

namespace SmartInventory.Dashboard.Web.Tests;

/// <summary>What a page in <see cref="Languages.Pseudo"/> says without brackets, and that is no data.</summary>
internal static partial class Speaks
{
    /// <summary>Names, and examples of what machines read: the same in every language.</summary>
    private static readonly string[] Alike =
    [
        "SmartInventory",
        "admin",
        "English",
        "Español",
        "UTF-8",
        "AX",
        "BERLIN",
        "Europe/Berlin",
        "dd/MM/yyyy",
        "Status=cancelled",
        "Type=Refund",
        "import",
        "till",
        "changed",
        "product:SKU, supplier:CODE, order:NUMBER",
        "LAMP.csv",
        "LAMP-2",
        "artikel",
        "menge",
        "datum",
        "KB",
        "MB",
        "units",
        // The name of a method of forecasting, which is a word of the API as well.
        "counts",
        // Classes, and cells of the matrix.
        .. from abc in "ABC" from xyz in "XYZ" from name in new[] { $"{abc}", $"{xyz}", $"{abc}{xyz}" } select name,
        .. Languages.Find(Languages.English)!.DateTimeFormat.DayNames,
    ];

    /// <summary>Words of the API: what a page shows of them, it translates.</summary>
    private static readonly HashSet<string> Words = typeof(Advice)
        .Assembly.GetTypes()
        .Where(type => type.IsEnum)
        .SelectMany(Enum.GetNames)
        .Select(JsonNamingPolicy.KebabCaseLower.ConvertName)
        .ToHashSet(StringComparer.OrdinalIgnoreCase);

    /// <param name="address">What stands in its query is data, and so is a code at the end of its path.</param>
    /// <param name="answers">So is what the services answered.</param>
    public static List<string> Plainly(string html, string address, IEnumerable<Answer> answers)
    {
        var data = answers
            .Where(a => a.Body is not null and not string and not byte[])
            .Select(a => JsonSerializer.SerializeToElement(a.Body, a.Body!.GetType(), ContractsJson.Options))
            .SelectMany(Texts)
            .Concat(Typed(address))
            .Where(text => text.Any(char.IsLetter) && !Words.Contains(text))
            .Concat(Alike)
            .Distinct(StringComparer.Ordinal)
            .OrderByDescending(text => text.Length)
            .Select(text => Regex.Replace(Regex.Escape(text.Trim()), @"(\\r|\\n|\\ )+", @"\s+"))
            .Select(text => $@"(?<![\p{{L}}\p{{N}}]){text}(?![\p{{L}}\p{{N}}])");
        var known = new Regex(string.Join('|', data));
        return
        [
            .. All(html)
                .Select(text => text.Trim())
                .Where(text =>
                    Day().Replace(known.Replace(Translated().Replace(text, " "), " "), " ").Any(char.IsLetter)
                )
                .Distinct(),
        ];
    }

    // Text nodes, and what is read out, shown in a bubble, or put before a value on a small screen.
    private static IEnumerable<string> All(string html)
    {
        var shown = Unread().Replace(html, " ");
        return Attribute()
            .Matches(shown)
            .Select(m => m.Groups["text"].Value)
            .Concat(Tag().Split(shown))
            .Select(text => WebUtility.HtmlDecode(text));
    }

    private static IEnumerable<string> Texts(JsonElement json) =>
        json.ValueKind switch
        {
            JsonValueKind.String => [json.GetString()!],
            JsonValueKind.Array => json.EnumerateArray().SelectMany(Texts),
            JsonValueKind.Object => json.EnumerateObject().SelectMany(p => Texts(p.Value).Append(p.Name)),
            _ => [],
        };

    private static IEnumerable<string> Typed(string address)
    {
        var parts = address.Split('?');
        return (parts is [_, var query] ? query.Split('&') : [])
            .Select(field => WebUtility.UrlDecode(field.Split('=')[^1]))
            .Concat(
                parts[0].Split('/').TakeLast(1).Select(WebUtility.UrlDecode).Where(last => last!.Any(char.IsDigit))
            )!;
    }

    [GeneratedRegex("⟦[^⟦⟧]*⟧")]
    private static partial Regex Translated();

    // As a letter to a supplier writes it, which is no HTML.
    [GeneratedRegex(@"\b\d{1,2} [A-Z][a-z]{2,3} \d{4}\b")]
    private static partial Regex Day();

    // A day's name of its month is its form, not a text; what stands on a key is the same everywhere.
    [GeneratedRegex("<(script|style|code|time|kbd)[ >].*?</\\1>|<!--.*?-->", RegexOptions.Singleline)]
    private static partial Regex Unread();

    [GeneratedRegex(" (title|aria-label|placeholder|alt|data-label|data-text-[a-z-]+|data-beyond)=\"(?<text>[^\"]*)\"")]
    private static partial Regex Attribute();

    [GeneratedRegex("<[^>]*>")]
    private static partial Regex Tag();
}
