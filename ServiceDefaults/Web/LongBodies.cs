using System.Buffers;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace SmartInventory.ServiceDefaults.Web;

/// <summary>
/// Refuses a body whose length says that it is too large, and still takes what of it is on its way: who writes all of
/// it before reading would find a broken connection, and not the reason.
/// </summary>
internal static class LongBodies
{
    /// <summary>What is taken of a refused body; a longer one is cut off.</summary>
    private const long MaxDrained = 64 * 1024 * 1024;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>Comes after the routing, which knows the limit of the endpoint.</summary>
    public static Task Refuse(HttpContext context, RequestDelegate next) =>
        context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit
        && context.Request.ContentLength > limit.MaxRequestBodySize
            ? Refuse(context, limit)
            : next(context);

    private static async Task Refuse(HttpContext context, IHttpMaxRequestBodySizeFeature limit)
    {
        // Who waits for leave to send (100 Continue) gets none, and sends nothing.
        var drains = context.Request.ContentLength <= MaxDrained && context.Request.Headers.Expect.Count == 0;
        context.Response.Headers.Connection = "close";
        await Problems.Of(StatusCodes.Status413PayloadTooLarge).ExecuteAsync(context);
        await context.Response.CompleteAsync();
        if (!drains)
            return;
        limit.MaxRequestBodySize = null;
        if (!await DrainAsync(context))
            context.Abort();
    }

    /// <returns>False when it does not come to its end.</returns>
    private static async Task<bool> DrainAsync(HttpContext context)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted);
        patience.CancelAfter(Patience);
        var buffer = ArrayPool<byte>.Shared.Rent(64 * 1024);
        try
        {
            while (await context.Request.Body.ReadAsync(buffer, patience.Token) > 0) { }
            return true;
        }
        // Too slow, or gone: the answer was sent, and nobody is there to be told more.
        catch (Exception e) when (e is OperationCanceledException or IOException)
        {
            return false;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
