using Microsoft.AspNetCore.Html;
using SmartInventory.Contracts.Localization;
using SmartInventory.ServiceDefaults.Web;

namespace SmartInventory.Dashboard.Web.Localization;

/// <summary>What the dashboard says: English where it is used, Spanish in <c>Texts.es.resx</c>.</summary>
internal static class Texts
{
    private static readonly TextResources All = new(typeof(Texts));

    public static string T(string english) => All.Of(english);

    public static string T(Sentence english) => All.Of(english);

    public static string T(decimal count, Sentence one, Sentence many) => All.Of(count, one, many);

    public static IHtmlContent Rich(Sentence english) => All.Rich(english);
}
