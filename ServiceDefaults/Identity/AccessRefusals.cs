using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Infrastructure;
using Microsoft.AspNetCore.Authorization.Policy;
using Microsoft.AspNetCore.Http;

namespace SmartInventory.ServiceDefaults.Identity;

/// <summary>Says in words who may: 401 to a stranger, 403 to somebody whose role is not enough.</summary>
internal sealed class AccessRefusals : IAuthorizationMiddlewareResultHandler
{
    private readonly AuthorizationMiddlewareResultHandler _asUsual = new();

    public async Task HandleAsync(
        RequestDelegate next,
        HttpContext context,
        AuthorizationPolicy policy,
        PolicyAuthorizationResult authorizeResult
    )
    {
        // Pages that people sign in to lead them there instead.
        if (authorizeResult.Succeeded || !policy.AuthenticationSchemes.Contains(JwtBearerDefaults.AuthenticationScheme))
        {
            await _asUsual.HandleAsync(next, context, policy, authorizeResult);
            return;
        }

        // It says with WWW-Authenticate what is wrong with the token (RFC 6750, 3).
        await _asUsual.HandleAsync(next, context, policy, authorizeResult);
        if (context.Response.HasStarted)
            return;
        var refusal = authorizeResult.Challenged
            ? TypedResults.Problem(
                statusCode: StatusCodes.Status401Unauthorized,
                title: T("Nobody is signed in."),
                detail: T(
                    "A request needs an access token in its Authorization header. "
                        + "'inv login' signs in; a program has a token of its own ('inv token create')."
                )
            )
            : TypedResults.Problem(
                statusCode: StatusCodes.Status403Forbidden,
                title: T("This may not be done with your role."),
                detail: Needed(policy) is { } role
                    ? T(
                        $"It needs the role {role} or one above; {Actor.Of(context.User)?.DisplayName} has the role "
                            + $"{context.User.FindFirst("role")?.Value ?? T("none")}."
                    )
                    : null,
                extensions: new Dictionary<string, object?> { ["needs"] = Needed(policy) }
            );
        await refusal.ExecuteAsync(context);
    }

    // Where several are asked for, the highest: each names the roles from its own on.
    private static string? Needed(AuthorizationPolicy policy) =>
        policy
            .Requirements.OfType<RolesAuthorizationRequirement>()
            .MinBy(roles => roles.AllowedRoles.Count())
            ?.AllowedRoles.First();
}
