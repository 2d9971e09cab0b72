using SmartInventory.Contracts.Localization;

namespace SmartInventory.Dashboard.Web.Localization;

/// <summary>What scripts say: <c>t("...")</c> of <c>texts.js</c>, with the Spanish in <c>Scripts.es.resx</c>.</summary>
internal static class Scripts
{
    private static readonly TextResources All = new(typeof(Scripts));

    /// <summary>All of it in the reader's language, by the English; null for English.</summary>
    public static IReadOnlyDictionary<string, string>? Texts =>
        All.Translations() is { Count: > 0 } texts ? texts : null;
}
