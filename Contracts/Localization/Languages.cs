using System.Collections.Concurrent;
using System.Globalization;
using System.Text.RegularExpressions;

namespace SmartInventory.Contracts.Localization;

/// <summary>
/// The languages that texts are there in. Who reads is <see cref="CultureInfo.CurrentUICulture"/>, for words, numbers
/// and dates; <see cref="CultureInfo.CurrentCulture"/> stays invariant, so that nothing that machines read changes.
/// </summary>
public static partial class Languages
{
    public const string English = "en";
    public const string Spanish = "es";

    /// <summary>
    /// No language: every text in ⟦brackets⟧, numbers and dates as in English. What it leaves without brackets is not
    /// translated, which tests look for. Nobody is offered it; it is there for whoever asks for it.
    /// </summary>
    public const string Pseudo = "qps-ploc";

    /// <summary>The first is what everybody gets who reads none of them.</summary>
    public static IReadOnlyList<string> All { get; } = [English, Spanish];

    private static readonly ConcurrentDictionary<string, CultureInfo> Made = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Without ICU the runtime knows the forms of no language.</summary>
    private static readonly bool OwnForms =
        AppContext.TryGetSwitch("System.Globalization.Invariant", out var invariant) && invariant
        || Environment.GetEnvironmentVariable("DOTNET_SYSTEM_GLOBALIZATION_INVARIANT") is "1" or "true";

    /// <summary>
    /// The language of the texts that the reader sees: one of <see cref="All"/>, or <see cref="Pseudo"/>.
    /// </summary>
    public static string Current =>
        Find(CultureInfo.CurrentUICulture.Name) is not { } known ? English
        : Pseudo.Equals(known.Name, StringComparison.OrdinalIgnoreCase) ? Pseudo
        : known.TwoLetterISOLanguageName;

    /// <summary>How the reader writes numbers and dates.</summary>
    public static CultureInfo Reader => Find(CultureInfo.CurrentUICulture.Name) ?? Find(English)!;

    /// <summary>The first that there are texts in, with its region; English where there is none.</summary>
    /// <param name="wanted">
    /// Tags as browsers (<c>es-MX</c>) or terminals (<c>es_MX.UTF-8</c>) have them, the best first.
    /// </param>
    public static CultureInfo Choose(params IEnumerable<string?> wanted) =>
        wanted.Select(Find).FirstOrDefault(c => c is not null) ?? Find(English)!;

    /// <returns>Null where there are no texts in that language.</returns>
    public static CultureInfo? Find(string? tag)
    {
        // Every text asks for its reader, by a name that was found before. What browsers send is not kept.
        if (tag is not null && Made.TryGetValue(tag, out var made))
            return made;
        if (Pseudo.Equals(tag, StringComparison.OrdinalIgnoreCase))
            return Made.GetOrAdd(Pseudo, static _ => CultureInfo.ReadOnly(MakePseudo()));
        if (tag is null || !Tag().Match(tag).TryRead(out var language, out var region))
            return null;
        var name = region.Length > 0 ? $"{language}-{region}" : language;
        return Made.GetOrAdd(name, static n => CultureInfo.ReadOnly(Make(n)));
    }

    private static CultureInfo Make(string name) => OwnForms ? Forms.Of(name) : new CultureInfo(name, false);

    private static CultureInfo MakePseudo()
    {
        var (pseudo, english) = (new CultureInfo(Pseudo, false), Make(English));
        (pseudo.NumberFormat, pseudo.DateTimeFormat) = (english.NumberFormat, english.DateTimeFormat);
        return pseudo;
    }

    private static bool TryRead(this Match match, out string language, out string region)
    {
        language = match.Groups["language"].Value.ToLowerInvariant();
        region = match.Groups["region"].Value.ToUpperInvariant();
        return match.Success && All.Contains(language);
    }

    // A script, a variant or a character set changes nothing of what we have.
    [GeneratedRegex(
        "^(?<language>[A-Za-z]{2})([-_][A-Za-z]{4})?([-_](?<region>[A-Za-z]{2}|[0-9]{3}))?([-_.@].{0,40})?$",
        RegexOptions.CultureInvariant
    )]
    private static partial Regex Tag();
}
