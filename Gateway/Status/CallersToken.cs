using Microsoft.Net.Http.Headers;

namespace SmartInventory.Gateway.Status;

/// <summary>What the gateway asks the services for an answer of its own, it asks in the name of the caller.</summary>
internal sealed class CallersToken(IHttpContextAccessor http) : DelegatingHandler
{
    protected override Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request,
        CancellationToken cancellationToken
    )
    {
        if (http.HttpContext?.Request.Headers.Authorization.ToString() is { Length: > 0 } token)
            request.Headers.TryAddWithoutValidation(HeaderNames.Authorization, token);
        return base.SendAsync(request, cancellationToken);
    }
}
