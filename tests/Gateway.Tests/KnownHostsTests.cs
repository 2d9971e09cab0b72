using System.Net;
using Microsoft.AspNetCore.Builder;
using SmartInventory.Testing;

namespace SmartInventory.Gateway.Tests;

public sealed class KnownHostsTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("evil.example", HttpStatusCode.MisdirectedRequest)]
    [InlineData("localhost.evil.example:8080", HttpStatusCode.MisdirectedRequest)]
    [InlineData("127.0.0.1.evil.example", HttpStatusCode.MisdirectedRequest)]
    [InlineData("stock.example", HttpStatusCode.OK)]
    [InlineData("STOCK.example:8080", HttpStatusCode.OK)]
    [InlineData("localhost:8080", HttpStatusCode.OK)]
    [InlineData("gateway", HttpStatusCode.OK)]
    [InlineData("192.168.1.5:8080", HttpStatusCode.OK)]
    [InlineData("[::1]:8080", HttpStatusCode.OK)]
    public async Task A_name_that_may_be_anybodys_is_answered_only_when_it_was_configured(
        string host,
        HttpStatusCode expected
    )
    {
        await using var stub = await StubService.StartAsync(app => app.MapGet("/api/v1/products", () => "[]"));
        await using var gateway = await GatewayHost.StartAsync(
            GatewayHost.At("catalog", stub),
            ("Hosts:Names:0", "stock.example")
        );
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/products");
        request.Headers.Host = host;

        var answer = await gateway.Client.SendAsync(request, Ct);

        Assert.Equal(expected, answer.StatusCode);
        if (expected != HttpStatusCode.OK)
            Assert.Contains("Hosts:Names", await Problem.Read(answer), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, true)]
    [InlineData("http://{host}", true)]
    [InlineData("https://{host}", true)]
    [InlineData("https://stock.example", true)]
    [InlineData("http://127.0.0.1:1", false)]
    [InlineData("https://evil.example", false)]
    [InlineData("null", false)]
    public async Task What_a_page_of_another_site_sends_changes_nothing(string? origin, bool taken)
    {
        await using var stub = await StubService.StartAsync(app => app.MapPost("/api/v1/sales", () => "sold"));
        await using var gateway = await GatewayHost.StartAsync(
            GatewayHost.At("sales", stub),
            ("Hosts:Names:0", "stock.example")
        );
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/sales");
        if (origin is not null)
            request.Headers.Add(
                "Origin",
                origin.Replace("{host}", gateway.Client.BaseAddress!.Authority, StringComparison.Ordinal)
            );

        var answer = await gateway.Client.SendAsync(request, Ct);

        Assert.Equal(taken ? HttpStatusCode.OK : HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.Equal(taken ? 1 : 0, stub.Seen.Count);
    }

    [Fact]
    public async Task What_is_only_read_may_be_read_from_anywhere()
    {
        await using var stub = await StubService.StartAsync(app => app.MapGet("/api/v1/products", () => "[]"));
        await using var gateway = await GatewayHost.StartAsync(GatewayHost.At("catalog", stub));
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/products");
        request.Headers.Add("Origin", "https://evil.example");

        var answer = await gateway.Client.SendAsync(request, Ct);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("nosniff", Assert.Single(answer.Headers.GetValues("X-Content-Type-Options")));
    }
}
