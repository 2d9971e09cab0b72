using System.Security.Claims;
using SmartInventory.Contracts.Identity;

namespace SmartInventory.ServiceDefaults.Identity;

/// <summary>Who does something.</summary>
/// <param name="Id">The person's id, or that of a token or service; stays for ever.</param>
/// <param name="Name">What the person signs in with, or the id of a token; stays for ever too: ledgers keep it.</param>
/// <param name="DisplayName">What others read.</param>
/// <param name="Via">By which way.</param>
public sealed record Actor(string Id, string Name, string DisplayName, Via Via)
{
    /// <summary>False for a program with a token of its own, and for a service.</summary>
    public bool IsPerson => Id != Name;

    private static readonly AsyncLocal<Actor?> Ambient = new();

    /// <summary>
    /// Who the work at hand is done for: the caller of the request, or whoever caused the message that is consumed.
    /// Null where nobody asked for it.
    /// </summary>
    /// <remarks>
    /// Work that several requests share belongs to none of them: it carries who asked with each part.
    /// </remarks>
    public static Actor? Current => Ambient.Value;

    /// <summary>Says who the rest of this call is for.</summary>
    public static void Is(Actor? actor) => Ambient.Value = actor;

    /// <summary>What a token says of who comes with it; null for a stranger.</summary>
    /// <param name="user">The caller.</param>
    /// <param name="userAgent">What the program calls itself: <c>inv</c> may come with a program's token, too.</param>
    public static Actor? Of(ClaimsPrincipal user, string? userAgent = null)
    {
        if (user.FindFirstValue("sub") is not { } id)
            return null;
        var name = user.FindFirstValue("preferred_username") ?? id;
        return new Actor(
            id,
            name,
            user.FindFirstValue("name") ?? name,
            user.FindFirstValue("client_id") switch
            {
                "dashboard" => Via.Page,
                "inv" => Via.Cli,
                _ when userAgent?.StartsWith("inv/", StringComparison.Ordinal) is true => Via.Cli,
                _ => Via.Api,
            }
        );
    }
}
