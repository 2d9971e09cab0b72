using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace SmartInventory.Dashboard.Web.Help;

/// <summary>
/// <c>&lt;term key="safety-stock"&gt;@T("Safety stock")&lt;/term&gt;</c>: a button beside the word that says what it
/// means. What it says stands once in the page, so that it works without scripts and outlives a tile that is read anew.
/// </summary>
[HtmlTargetElement("term", Attributes = "key")]
public sealed class TermTagHelper : TagHelper
{
    public string Key { get; set; } = "";

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        var term = Term.Of(Key);
        output.TagName = "span";
        output.Attributes.SetAttribute("class", "term");
        // Its question mark is the style sheet's, so that it is no part of the word.
        var button = new TagBuilder("button");
        button.Attributes["type"] = "button";
        button.Attributes["class"] = "about";
        button.Attributes["popovertarget"] = $"about-{term.Key}";
        button.Attributes["aria-label"] = T($"What it means: {term.Name}");
        output.PostContent.AppendHtml(button);
    }
}
