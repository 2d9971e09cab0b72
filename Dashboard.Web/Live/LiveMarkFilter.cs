using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace SmartInventory.Dashboard.Web.Live;

/// <summary>Notes on each page how far was heard before it read anything.</summary>
internal sealed class LiveMarkFilter(LiveHub hub) : IPageFilter
{
    /// <summary>Where the layout finds it.</summary>
    public const string Key = "LiveMark";

    public void OnPageHandlerSelected(PageHandlerSelectedContext context) { }

    public void OnPageHandlerExecuting(PageHandlerExecutingContext context)
    {
        if (context.HandlerInstance is PageModel page)
            page.ViewData[Key] = hub.Mark;
    }

    public void OnPageHandlerExecuted(PageHandlerExecutedContext context) { }
}
