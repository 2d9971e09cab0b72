using SmartInventory.Contracts.Localization;

namespace SmartInventory.Forecasting.Localization;

/// <summary>
/// What this service answers in words: English where it is used, Spanish in <c>Texts.es.resx</c>.
/// </summary>
internal static class Texts
{
    private static readonly TextResources All = new(typeof(Texts));

    public static string T(string english) => All.Of(english);

    public static string T(Sentence english) => All.Of(english);

    /// <summary>
    /// A sentence that is said when it is read. Without it the compiler makes a text of what could be either.
    /// </summary>
    public static Sentence S(Sentence english) => english;

    /// <summary>Says what was kept.</summary>
    public static string Say(Sentence kept) => All.Of(kept);
}
