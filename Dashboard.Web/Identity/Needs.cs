using System.Reflection;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;
using SmartInventory.Contracts.Identity;

namespace SmartInventory.Dashboard.Web.Identity;

/// <summary>
/// The lowest role that may open a page, or do what one of its handlers does. The services refuse as well; here it is
/// said before anything is asked of them.
/// </summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method)]
public sealed class NeedsAttribute(Role role) : Attribute
{
    public Role Role => role;
}

/// <summary>What was missing when a page was refused, for the page that says so.</summary>
internal sealed record MissingRole(Role Needed);

/// <summary>Refuses what <see cref="NeedsAttribute"/> does not allow, with a page that says so.</summary>
internal sealed class NeedsFilter : IPageFilter
{
    public void OnPageHandlerSelected(PageHandlerSelectedContext context) { }

    public void OnPageHandlerExecuting(PageHandlerExecutingContext context)
    {
        var needed = new MemberInfo?[] { context.HandlerInstance.GetType(), context.HandlerMethod?.MethodInfo }
            .Select(member => member?.GetCustomAttribute<NeedsAttribute>()?.Role)
            .Max();
        if (needed is { } role && Person.Of(context.HttpContext.User)?.May(role) != true)
        {
            context.HttpContext.Features.Set(new MissingRole(role));
            context.Result = new ForbidResult(SignInFeature.Cookie);
        }
    }

    public void OnPageHandlerExecuted(PageHandlerExecutedContext context) { }
}

/// <summary>Leaves an element out for whoever has a lower role: <c>needs="Planner"</c>.</summary>
[HtmlTargetElement(Attributes = "needs")]
public sealed class NeedsTagHelper : TagHelper
{
    public Role Needs { get; set; }

    [ViewContext]
    [HtmlAttributeNotBound]
    public ViewContext ViewContext { get; set; } = null!;

    /// <summary>Before the others, which need not work on what is left out.</summary>
    public override int Order => int.MinValue;

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        if (Person.Of(ViewContext.HttpContext.User)?.May(Needs) != true)
            output.SuppressOutput();
    }
}
