using Microsoft.AspNetCore.Http.HttpResults;
using SmartInventory.Contracts;
using SmartInventory.Contracts.Status;
using SmartInventory.ServiceDefaults.Identity;

namespace SmartInventory.Gateway.Status;

/// <summary>
/// <c>/api/v1/failed-messages</c>: what waits in the error queues of all services, and the way back out of them.
/// </summary>
internal static class FailedMessagesEndpoints
{
    /// <summary>
    /// A message is sent again in about a millisecond; a service that needs longer than this is asked again.
    /// </summary>
    public static readonly TimeSpan ResendPatience = TimeSpan.FromSeconds(60);

    public static void MapFailedMessages(this WebApplication app)
    {
        var failed = app.MapGroup("/api/v1/failed-messages").WithTags("Status");
        failed
            .MapGet("", List)
            .RequireAuthorization(Access.View)
            .WithName("ListFailedMessages")
            .WithSummary("How many messages between the services failed, by the queue they came from")
            .WithDescription(
                "A message that a service could not digest after several attempts waits in an error queue, "
                    + "with its reason in its headers and in the service's log. Always 200; "
                    + "a service that cannot be asked is named in `unanswered`."
            );
        failed
            .MapPost("resend", Resend)
            .RequireAuthorization(Access.Administer)
            .WithName("ResendFailedMessages")
            .WithSummary("Sends every failed message to its consumer once more")
            .WithDescription(
                "For when the reason is mended. Answers how many were sent again; what fails again comes back. "
                    + "A message that had its effect already has none a second time, so this may be repeated. "
                    + "Always 200; a service that cannot be asked is named in `unanswered`, "
                    + "and its messages wait on."
            );
    }

    private static Task<Ok<FailedMessages>> List(IHttpClientFactory clients, TimeProvider time, CancellationToken ct) =>
        AskAllAsync(clients, (api, token) => api.ListFailedMessages(token), PartsProbe.Patience, time, ct);

    private static Task<Ok<FailedMessages>> Resend(
        IHttpClientFactory clients,
        TimeProvider time,
        CancellationToken ct
    ) => AskAllAsync(clients, (api, token) => api.ResendFailedMessages(token), ResendPatience, time, ct);

    private static async Task<Ok<FailedMessages>> AskAllAsync(
        IHttpClientFactory clients,
        Func<IFailedMessagesApi, CancellationToken, Task<FailedMessages>> ask,
        TimeSpan patience,
        TimeProvider time,
        CancellationToken ct
    )
    {
        var (answers, unanswered) = await PartsProbe.AskServicesAsync(clients, ask, patience, time, ct);
        return TypedResults.Ok(new FailedMessages([.. answers.SelectMany(a => a.Queues)], unanswered));
    }
}
