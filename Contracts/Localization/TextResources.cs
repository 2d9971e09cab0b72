using System.Collections;
using System.Collections.ObjectModel;
using System.Globalization;
using System.Resources;
using System.Text.RegularExpressions;

namespace SmartInventory.Contracts.Localization;

/// <summary>
/// The texts of one program. English stands where it is used and is the key; the other languages are resources beside
/// <paramref name="anchor"/>, named like it (<c>Texts.es.resx</c>). What has no translation stays English.
/// The compiler of resources takes keys that differ in case only for one: the text in small letters then has a tilde
/// before its key, <c>~late</c> beside <c>Late</c>.
/// </summary>
/// <param name="anchor">The type that the resources are named after.</param>
public sealed partial class TextResources(Type anchor)
{
    private readonly ResourceManager _resources = new(anchor);

    /// <summary>A text without values.</summary>
    public string Of(string english) =>
        Languages.Current switch
        {
            Languages.English => english,
            Languages.Pseudo => Bracketed(english),
            _ => _resources.GetString(english, Languages.Reader)
                ?? _resources.GetString($"~{english}", Languages.Reader)
                ?? english,
        };

    /// <summary>A text with its values, numbers and dates as the reader writes them.</summary>
    public string Of(Sentence english) =>
        string.Format(Languages.Reader, Of(english.Format), Array.ConvertAll(english.Values, Said));

    private object? Said(object? value) =>
        value switch
        {
            Sentence sentence => Of(sentence),
            DayOfWeek day => Languages.Reader.DateTimeFormat.GetDayName(day),
            _ => value,
        };

    /// <summary>The one for one, or the one for any other number: English and Spanish have no more.</summary>
    public string Of(decimal count, Sentence one, Sentence many) => Of(count == 1 ? one : many);

    /// <summary>Every text in the reader's language by its English, for scripts; nothing for English.</summary>
    public IReadOnlyDictionary<string, string> Translations() =>
        Languages.Current switch
        {
            Languages.English => ReadOnlyDictionary<string, string>.Empty,
            Languages.Pseudo => In(Languages.Spanish).ToDictionary(t => t.Key, t => Bracketed(t.Key)),
            var language => In(language).ToDictionary(t => t.Key, t => t.Text),
        };

    private IEnumerable<(string Key, string Text)> In(string language) =>
        _resources
            .GetResourceSet(new CultureInfo(language, false), true, true)!
            .Cast<DictionaryEntry>()
            .Select(text => ((string)text.Key, (string)text.Value!));

    // Values and marks of HTML stay outside.
    private static string Bracketed(string english) =>
        string.Concat(
            ValueOrMark()
                .Split(english)
                .Zip(
                    ValueOrMark().Matches(english).Select(m => m.Value).Append(""),
                    (text, between) => (text.Length > 0 ? $"⟦{text}⟧" : "") + between
                )
        );

    [GeneratedRegex(@"(?<!\{)\{[0-9]+(?::[^}]*)?\}|</?[a-z][^<>]*>", RegexOptions.CultureInvariant)]
    private static partial Regex ValueOrMark();
}
