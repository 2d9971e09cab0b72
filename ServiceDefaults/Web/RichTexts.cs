using Microsoft.AspNetCore.Html;
using SmartInventory.Contracts.Localization;

namespace SmartInventory.ServiceDefaults.Web;

public static class RichTexts
{
    /// <summary>A text with marks of HTML in it. Values are encoded, but for those that are HTML.</summary>
    public static IHtmlContent Rich(this TextResources texts, Sentence english) =>
        new HtmlFormattableString(Languages.Reader, texts.Of(english.Format), english.Values);
}
