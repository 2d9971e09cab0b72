using Microsoft.AspNetCore.Mvc.RazorPages;

namespace SmartInventory.Dashboard.Web.Errors;

public sealed class ErrorModel : PageModel
{
    public string Title { get; private set; } = "";

    public string Text { get; private set; } = "";

    public void OnGet(int code) =>
        (Title, Text) = code switch
        {
            404 => ("There is no such page", "The address may be mistyped, or the product may have another SKU."),
            _ => ($"This did not work ({code})", "Try again in a moment."),
        };
}
