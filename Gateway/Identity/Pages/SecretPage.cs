using System.Security.Claims;
using Microsoft.AspNetCore.Mvc.Filters;
using SmartInventory.Gateway.Limits;

namespace SmartInventory.Gateway.Identity.Pages;

/// <summary>
/// A page on which something secret is typed: whoever guesses has few tries, from an address and as a person.
/// </summary>
public abstract class SecretPage : AccountPage
{
    public override async Task OnPageHandlerExecutionAsync(
        PageHandlerExecutingContext context,
        PageHandlerExecutionDelegate next
    )
    {
        // The form itself is for everybody; a code may come with the address of the page.
        if (HttpMethods.IsGet(Request.Method) && !Request.Query.ContainsKey("user_code"))
        {
            await next();
            return;
        }

        var tries = HttpContext.RequestServices.GetRequiredService<Tries>();
        List<string> keys = ["page " + Tries.AddressOf(HttpContext)];
        if (User.FindFirstValue(ClaimTypes.NameIdentifier) is { } person)
            keys.Add("page " + person);
        if (tries.Wait(keys) is { } wait)
        {
            var seconds = Tries.SayWhen(HttpContext, wait);
            context.Result = Refuse(
                T($"Too many wrong tries from here. There is another one in {seconds} s."),
                StatusCodes.Status429TooManyRequests
            );
            return;
        }

        await next();
        if (Response.StatusCode == StatusCodes.Status400BadRequest)
            tries.Failed(keys);
    }
}
