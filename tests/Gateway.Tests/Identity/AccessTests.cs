using SmartInventory.Testing;

namespace SmartInventory.Gateway.Tests.Identity;

/// <summary>What the gateway itself serves, and to whom.</summary>
public sealed class AccessTests(IdentityApp app)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_operation_is_for_the_roles_that_it_names_and_for_no_stranger()
    {
        var document = await ApiDocument.ReadAsync(app.Http, Ct);
        Assert.Empty(
            await AccessWalk.RunAsync(
                document,
                role =>
                {
                    var http = new HttpClient { BaseAddress = app.Http.BaseAddress };
                    if (role is { } known)
                        http.DefaultRequestHeaders.Authorization = new("Bearer", app.Host.Token(known));
                    return http;
                }
            )
        );
    }

    [Fact]
    public void Only_sign_in_and_what_describes_the_system_is_open()
    {
        var open = AccessWalk.Open(app.Host.Services);
        Assert.DoesNotContain(open, route => route.StartsWith("/api/", StringComparison.Ordinal));
        // The framework's own way to files that were added since the build; it is as closed as what has no policy.
        Assert.Equal(["{**path:file} (no policy)"], open.Where(route => route.EndsWith(')')));
    }

    [Theory]
    [InlineData("/api/v1/products")]
    [InlineData("/api/v1/sales/import")]
    [InlineData("/api/v1/forecasts/A")]
    [InlineData("/nothing")]
    public async Task A_stranger_is_not_answered(string path) =>
        Assert.Equal(
            "401 Nobody is signed in.\nA request needs an access token in its Authorization header. "
                + "'inv login' signs in; a program has a token of its own ('inv token create').",
            await Problem.Read(await app.Http.GetAsync(new Uri(path, UriKind.Relative), Ct))
        );
}
