using System.Net;
using SmartInventory.Testing;

namespace SmartInventory.Gateway.Tests.Identity;

/// <summary>What another site makes the browser of somebody send who is signed in here.</summary>
public sealed class ForgedFormTests(IdentityApp app)
{
    [Fact]
    public async Task No_form_is_taken_that_this_site_did_not_give()
    {
        const string Bearer = "asks for a token, which no browser sends by itself: a cookie is nothing here";
        const string Protocol = "OpenID Connect: proves itself by state, PKCE or a secret, or asks the person";
        Assert.Empty(
            await FormWalk.RunAsync(
                app.Host.Services,
                await app.SignedIn("admin"),
                ("* /api/*", IsStranger, Bearer),
                ("POST /api/*", IsStranger, Bearer),
                ("PUT /api/*", IsStranger, Bearer),
                ("PATCH /api/*", IsStranger, Bearer),
                ("DELETE /api/*", IsStranger, Bearer),
                ("POST /connect/authorize", IsNoRequest, Protocol),
                ("POST /connect/token", IsNoRequest, Protocol),
                ("POST /connect/end-session", IsNoRequest, Protocol),
                ("* /health", IsShown, "says how this service is, whatever the method, and does nothing"),
                ("* /responsive", IsShown, "says whether this service would answer, and does nothing"),
                ("* /alive", IsShown, "says that this service runs, whatever the method, and does nothing")
            )
        );
    }

    private static bool IsStranger(HttpStatusCode status) => status == HttpStatusCode.Unauthorized;

    private static bool IsNoRequest(HttpStatusCode status) => status == HttpStatusCode.BadRequest;

    private static bool IsShown(HttpStatusCode status) =>
        status is HttpStatusCode.OK or HttpStatusCode.ServiceUnavailable;
}
