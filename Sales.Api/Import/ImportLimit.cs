using System.Globalization;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.RateLimiting;
using SmartInventory.ServiceDefaults.Identity;

namespace SmartInventory.Sales.Api.Import;

/// <summary>How many imports a person or a program runs at a time: each costs a processor while it is read.</summary>
internal static class ImportLimit
{
    public const string Policy = "imports";

    /// <summary>A file is sent by two at a time, so two files are.</summary>
    public const int AtATime = 4;

    private const int RetryAfterSeconds = 2;

    public static void AddImportLimit(this WebApplicationBuilder builder) =>
        builder.Services.AddRateLimiter(limiter =>
        {
            limiter.OnRejected = RefuseAsync;
            limiter.AddPolicy(
                Policy,
                context =>
                    RateLimitPartition.GetConcurrencyLimiter(
                        Actor.Of(context.User)?.Id ?? "",
                        _ => new ConcurrencyLimiterOptions { PermitLimit = AtATime, QueueLimit = 0 }
                    )
            );
        });

    private static async ValueTask RefuseAsync(OnRejectedContext context, CancellationToken ct)
    {
        context.HttpContext.Response.Headers.RetryAfter = RetryAfterSeconds.ToString(CultureInfo.InvariantCulture);
        await TypedResults
            .Problem(
                statusCode: StatusCodes.Status429TooManyRequests,
                title: T("Too many imports in this name at the same time."),
                detail: T($"{AtATime} run at a time. Nothing of this one was stored; send it again when one has ended.")
            )
            .ExecuteAsync(context.HttpContext);
    }
}
