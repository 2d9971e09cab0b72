using System.Buffers;
using System.Diagnostics;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace SmartInventory.ServiceDefaults.Web;

/// <summary>
/// What is no HTTP that the server can read never becomes a request: the server answers with a bare status and hangs
/// up. It announces that it is about to (the diagnostic event <c>Microsoft.AspNetCore.Server.Kestrel.BadRequest</c>),
/// and there the answer is begun with a problem document. Nothing of this is on the way of a request that is read.
/// </summary>
internal static partial class UnreadableRequests
{
    private const string Event = "Microsoft.AspNetCore.Server.Kestrel.BadRequest";

    /// <summary>Listens to this host's own server: each host has a source of its own.</summary>
    public static void DescribeUnreadableRequests(this WebApplication app) =>
        app
            .Services.GetRequiredService<DiagnosticListener>()
            .Subscribe(
                new Describer(app.Services.GetRequiredService<ILogger<Describer>>()),
                name => string.Equals(name, Event, StringComparison.Ordinal)
            );

    private sealed partial class Describer(ILogger<Describer> log) : IObserver<KeyValuePair<string, object?>>
    {
        public void OnCompleted() { }

        public void OnError(Exception error) { }

        public void OnNext(KeyValuePair<string, object?> value)
        {
            try
            {
                if (value.Value is IFeatureCollection connection)
                    Describe(connection);
            }
            // The server goes on and answers by itself.
            catch (Exception e)
            {
                LogFailure(log, e);
            }
        }

        [LoggerMessage(LogLevel.Error, "A request that cannot be read was answered without words")]
        private static partial void LogFailure(ILogger logger, Exception exception);
    }

    private static void Describe(IFeatureCollection connection)
    {
        if (
            connection.Get<IHttpResponseFeature>() is not { HasStarted: false } response
            || connection.Get<IBadRequestExceptionFeature>()?.Error is not { } fault
            || connection.Get<IHttpRequestFeature>() is not { } request
            // There each answer is a stream among others.
            || HttpProtocol.IsHttp2(request.Protocol)
            || HttpProtocol.IsHttp3(request.Protocol)
            || connection.Get<IConnectionTransportFeature>()?.Transport?.Output is not { } output
        )
            return;
        var body = Document(response.StatusCode, fault.Message);
        response.Headers.ContentType = "application/problem+json";
        response.Headers.ContentLength = body.Length;
        response.Headers.Connection = "close";
        response.Headers.XContentTypeOptions = "nosniff";
        // Puts the head into the connection's buffer, at once: nothing waits for a start here. There is no writer of
        // the body yet, for there is no request, so it follows the head where that lies; the server sends both when it
        // hangs up.
        var begun = connection.GetRequiredFeature<IHttpResponseBodyFeature>().StartAsync();
        Debug.Assert(begun.IsCompletedSuccessfully, "no callback of a request can be there");
        if (!HttpMethods.IsHead(request.Method))
            output.Write(body);
    }

    // In English: which language the reader has is not known.
    private static byte[] Document(int status, string reason) =>
        JsonSerializer.SerializeToUtf8Bytes(
            TypedResults
                .Problem(
                    statusCode: status,
                    title: status switch
                    {
                        StatusCodes.Status400BadRequest => "This is no request that can be read.",
                        StatusCodes.Status408RequestTimeout => "The request came too slowly.",
                        StatusCodes.Status414UriTooLong => "The address is too long.",
                        StatusCodes.Status431RequestHeaderFieldsTooLarge => "The request's headers are too large.",
                        StatusCodes.Status505HttpVersionNotsupported => "This version of HTTP is not spoken here.",
                        _ => null,
                    },
                    // The server quotes what it read only for its own log.
                    detail: reason.Replace(": ''", "", StringComparison.Ordinal).TrimEnd('.') + "."
                )
                .ProblemDetails,
            JsonSerializerOptions.Web
        );
}
