using System.Text.RegularExpressions;
using SmartInventory.Contracts.Localization;

namespace SmartInventory.Testing;

/// <summary>Answers as people of one language read them.</summary>
public static partial class Readers
{
    /// <summary>Asks in a language from now on.</summary>
    public static HttpClient Reading(this HttpClient http, string language)
    {
        ArgumentNullException.ThrowIfNull(http);
        http.DefaultRequestHeaders.Add("Accept-Language", language);
        return http;
    }

    /// <summary>
    /// The lines of an answer in <see cref="Languages.Pseudo"/> that say something outside of its brackets: neither the
    /// field's name before a colon, nor a figure, nor an id.
    /// </summary>
    /// <param name="text">As <see cref="Problem.Read(HttpResponseMessage)"/> gives it.</param>
    /// <param name="known">Values, and names and words of the API, which are the same in every language.</param>
    public static IReadOnlyList<string> OutsideOfBrackets(string text, params IEnumerable<string> known)
    {
        ArgumentNullException.ThrowIfNull(text);
        var words = new Regex(
            $@"\b({string.Join('|', known.OrderByDescending(w => w.Length).Select(Regex.Escape).Append("$^"))})\b"
        );
        return
        [
            .. text.Split('\n')
                .Where(line =>
                    !line.Contains('⟦', StringComparison.Ordinal)
                    || words.Replace(Alike().Replace(line, " "), " ").Any(char.IsLetter)
                ),
        ];
    }

    [GeneratedRegex(@"⟦[^⟦⟧]*⟧|^[\w.\[\]$-]+: |[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")]
    private static partial Regex Alike();
}
