using System.Net.Http.Headers;

namespace SmartInventory.Dashboard.Web.Identity;

/// <summary>What the dashboard asks the gateway, it asks with the token of who asks the dashboard.</summary>
internal sealed class AsWhoAsks : DelegatingHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken ct)
    {
        if (Sessions.Current is { } session && await session.TokensAsync(ct) is { } tokens)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", tokens.Access);
        return await base.SendAsync(request, ct);
    }
}
