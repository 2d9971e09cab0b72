using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using SmartInventory.Contracts.Status;
using SmartInventory.ServiceDefaults.Identity;

namespace SmartInventory.ServiceDefaults.Messaging;

/// <summary>
/// A service's part of <c>/api/v1/failed-messages</c>. The gateway asks each and answers for all, so these are in no
/// document.
/// </summary>
public static class FailedMessagesEndpoints
{
    public static void MapFailedMessages(this IEndpointRouteBuilder app)
    {
        var failed = app.MapGroup("/api/v1/failed-messages").ExcludeFromDescription();
        failed.MapGet("", List).RequireAuthorization(Access.View);
        failed.MapPost("resend", Resend).RequireAuthorization(Access.Administer);
    }

    private static async Task<Ok<FailedMessages>> List(ErrorQueues queues, CancellationToken ct) =>
        TypedResults.Ok(Report(queues.Service, await queues.CountAsync(ct)));

    private static async Task<Ok<FailedMessages>> Resend(ErrorQueues queues, CancellationToken ct) =>
        TypedResults.Ok(Report(queues.Service, await queues.ResendAsync(ct)));

    private static FailedMessages Report(string service, IReadOnlyDictionary<string, long> counts) =>
        new(
            [
                .. counts
                    .Where(c => c.Value > 0)
                    .OrderBy(c => c.Key, StringComparer.Ordinal)
                    .Select(c => new FailedQueue(service, c.Key, c.Value)),
            ],
            []
        );
}
