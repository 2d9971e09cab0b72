using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Net.Http.Headers;

namespace SmartInventory.ServiceDefaults.Identity;

/// <summary>
/// What is asked of other services to answer somebody, is asked in the name of that caller, and in their language.
/// </summary>
internal sealed class CallersToken(IHttpContextAccessor http) : DelegatingHandler
{
    protected override Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request,
        CancellationToken cancellationToken
    )
    {
        if (http.HttpContext?.Request.Headers.Authorization.ToString() is { Length: > 0 } token)
            request.Headers.TryAddWithoutValidation(HeaderNames.Authorization, token);
        if (http.HttpContext?.Request.Headers.AcceptLanguage.ToString() is { Length: > 0 } languages)
            request.Headers.TryAddWithoutValidation(HeaderNames.AcceptLanguage, languages);
        return base.SendAsync(request, cancellationToken);
    }
}

public static class CallersTokenExtensions
{
    /// <summary>Puts the caller's token on what this client asks: who may not, may not by this way either.</summary>
    public static IHttpClientBuilder AddCallersToken(this IHttpClientBuilder client)
    {
        client.Services.AddHttpContextAccessor();
        return client.AddHttpMessageHandler(provider => new CallersToken(
            provider.GetRequiredService<IHttpContextAccessor>()
        ));
    }
}
