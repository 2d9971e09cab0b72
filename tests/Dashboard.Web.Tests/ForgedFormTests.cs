using System.Net;
using SmartInventory.Testing;

namespace SmartInventory.Dashboard.Web.Tests;

/// <summary>What another site makes the browser of somebody send who is signed in here.</summary>
public sealed class ForgedFormTests
{
    [Fact]
    public async Task No_form_is_taken_that_this_site_did_not_give()
    {
        await using var stub = await Canned.StartAsync(Canned.Shop());
        await using var dashboard = new DashboardHost(stub.Address);

        Assert.Empty(
            await FormWalk.RunAsync(
                dashboard.Services,
                dashboard.Browser(follow: false),
                ("POST /error/{code:int}", Shown, "stands for another answer, also to a form, and does nothing"),
                ("* /health", Shown, "says how this service is, whatever the method, and does nothing"),
                ("* /responsive", Shown, "says whether this service would answer, and does nothing"),
                ("* /alive", Shown, "says that this service runs, whatever the method, and does nothing")
            )
        );
        Assert.DoesNotContain(
            stub.Requests,
            r => r.Path.StartsWith("/api/v1/", StringComparison.Ordinal) && r.Method != "GET"
        );
    }

    private static bool Shown(HttpStatusCode status) =>
        status is HttpStatusCode.OK or HttpStatusCode.ServiceUnavailable;
}
