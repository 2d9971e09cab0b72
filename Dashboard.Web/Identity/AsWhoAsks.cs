using System.Globalization;
using System.Net;
using System.Net.Http.Headers;

namespace SmartInventory.Dashboard.Web.Identity;

/// <summary>
/// What the dashboard asks the gateway, it asks with the token of who asks the dashboard. One that is refused before
/// its time is renewed once: what its owner may do has changed, and the next one says so.
/// </summary>
internal sealed class AsWhoAsks : DelegatingHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken ct)
    {
        // Texts that the services write are in the language of who reads them.
        request.Headers.AcceptLanguage.ParseAdd(CultureInfo.CurrentUICulture.Name);
        if (Sessions.Current is not { } session || await session.TokensAsync(ct) is not { } tokens)
            return await base.SendAsync(request, ct);
        var answer = await AskAsync(request, tokens, ct);
        // A stream was read, and cannot be sent again; what is asked next has the new token.
        if (
            answer.StatusCode != HttpStatusCode.Unauthorized
            || await session.AfterRefusalAsync(tokens, ct) is not { } renewed
            || renewed == tokens
            || request.Content is not (null or JsonContent)
        )
            return answer;
        answer.Dispose();
        return await AskAsync(request, renewed, ct);
    }

    private Task<HttpResponseMessage> AskAsync(HttpRequestMessage request, SessionTokens tokens, CancellationToken ct)
    {
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", tokens.Access);
        return base.SendAsync(request, ct);
    }
}
