using Microsoft.AspNetCore.Http;
using SmartInventory.ServiceDefaults.Web;

namespace SmartInventory.ServiceDefaults.Tests;

public sealed class ETagTests
{
    [Theory]
    [InlineData("\"7\"", null)]
    [InlineData("*", null)]
    [InlineData("\"6\", \"7\"", null)]
    [InlineData("\"6\"", 412)]
    [InlineData("W/\"7\"", 412)]
    [InlineData("7", 412)]
    [InlineData(null, 428)]
    public void Only_the_current_version_is_changed(string? ifMatch, int? refusal)
    {
        var context = new DefaultHttpContext();
        if (ifMatch is not null)
            context.Request.Headers.IfMatch = ifMatch;
        Assert.Equal(refusal, ETags.Refuse(context, ETags.Of(7), "the current state")?.StatusCode);
    }
}
