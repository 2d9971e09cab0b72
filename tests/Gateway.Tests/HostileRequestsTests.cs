using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace SmartInventory.Gateway.Tests;

/// <summary>What is sent by nobody who means well, or by a program that is wrong: answered in words.</summary>
public sealed class HostileRequestsTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("GET /api/v1/products/%00 HTTP/1.1\r\nHost: a\r\n\r\n", 400)]
    [InlineData("GET /api/v1/products HTTP/1.1\r\nHost: a b\r\n\r\n", 400)]
    [InlineData("GET /api/v1/products HTTP/1.1\r\n\r\n", 400)]
    [InlineData("GET /api/v1/products HTTP/9.9\r\nHost: a\r\n\r\n", 505)]
    [InlineData("GET /{long} HTTP/1.1\r\nHost: a\r\n\r\n", 414)]
    [InlineData("GET / HTTP/1.1\r\nHost: a\r\nX-Long: {long}\r\n\r\n", 431)]
    [InlineData("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nx", 400)]
    [InlineData("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: odd\r\n\r\nx", 400)]
    public async Task What_is_no_request_that_can_be_read_is_told_so(string request, int status)
    {
        await using var gateway = await GatewayHost.StartAsync();

        var answer = await RawHttp.SendAsync(
            gateway.Client.BaseAddress!,
            request.Replace("{long}", new string('x', 100_000), StringComparison.Ordinal)
        );

        var problem = answer.Problem(status);
        Assert.NotEmpty((string?)problem["detail"] ?? "");
        Assert.Contains("\r\nX-Content-Type-Options: nosniff\r\n", answer.Head, StringComparison.Ordinal);
        Assert.Contains("\r\nConnection: close\r\n", answer.Head, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await gateway.Stranger.GetAsync("/alive", Ct)).StatusCode);
    }

    [Fact]
    public async Task A_good_request_before_one_that_cannot_be_read_is_answered_on_the_same_connection()
    {
        await using var gateway = await GatewayHost.StartAsync();

        var answers = await RawHttp.SendAsync(
            gateway.Client.BaseAddress!,
            "GET /alive HTTP/1.1\r\nHost: a\r\n\r\nGET /%00 HTTP/1.1\r\nHost: a\r\n\r\n"
        );

        Assert.StartsWith("HTTP/1.1 200 OK", answers.Text, StringComparison.Ordinal);
        var second = answers.Text[answers.Text.LastIndexOf("HTTP/1.1", StringComparison.Ordinal)..];
        new RawHttp.Answer(second).Problem(400);
    }

    [Theory]
    [InlineData("/api/v1/sales/batch", true)]
    [InlineData("/api/v1/tokens", true)]
    [InlineData("/api/v1/tokens", false)]
    [InlineData("/connect/token", false)]
    public async Task Who_sends_all_of_a_body_that_is_too_large_before_reading_is_told_so(string path, bool signedIn)
    {
        await using var stub = await StubService.StartAsync(app => app.MapPost("/api/v1/sales/batch", () => "read"));
        await using var gateway = await GatewayHost.StartAsync(GatewayHost.At("sales", stub));
        const int Length = 5_000_000;

        var answer = await RawHttp.SendAsync(
            gateway.Client.BaseAddress!,
            $"POST {path} HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: {Length}\r\n"
                + (signedIn ? $"Authorization: Bearer {gateway.Token()}\r\n" : "")
                + "\r\n",
            Length
        );

        answer.Problem(413);
        Assert.Empty(stub.Seen);
    }

    [Fact]
    public async Task A_body_that_is_far_too_large_is_not_read_to_its_end()
    {
        await using var gateway = await GatewayHost.StartAsync();
        const long Length = 1_000_000_000;

        // Cut off while it is being written, or before its answer is read.
        await Assert.ThrowsAnyAsync<IOException>(() =>
            RawHttp.SendAsync(
                gateway.Client.BaseAddress!,
                $"POST /connect/token HTTP/1.1\r\nHost: a\r\nContent-Length: {Length}\r\n\r\n",
                Length
            )
        );
    }

    [Fact]
    public async Task Who_waits_for_leave_to_send_a_body_that_is_too_large_gets_none()
    {
        await using var gateway = await GatewayHost.StartAsync();

        var answer = await RawHttp.SendAsync(
            gateway.Client.BaseAddress!,
            "POST /connect/token HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 5000000\r\n\r\n"
        );

        answer.Problem(413);
    }

    [Theory]
    [InlineData("/api/v1/products", HttpStatusCode.OK, "application/json")]
    [InlineData("/api/v1/status", HttpStatusCode.OK, "application/json")]
    [InlineData("/openapi/v1.json", HttpStatusCode.OK, "application/json")]
    [InlineData("/alive", HttpStatusCode.OK, "text/plain")]
    [InlineData("/account/sign-in", HttpStatusCode.OK, "text/html")]
    [InlineData("/api/v1/nothing", HttpStatusCode.NotFound, "application/problem+json")]
    public async Task HEAD_answers_as_GET_does_without_a_body(string path, HttpStatusCode status, string type)
    {
        await using var stub = await StubService.StartAsync(app =>
            app.MapMethods("/api/v1/products", [HttpMethods.Get, HttpMethods.Head], () => Results.Json(new[] { 1 }))
        );
        await using var gateway = await GatewayHost.StartAsync(GatewayHost.At("catalog", stub));
        var authorized = $"Host: localhost\r\nAuthorization: Bearer {gateway.Token()}\r\n";

        // The second is answered on the same connection: nothing of the first stands before it.
        var answers = await RawHttp.SendAsync(
            gateway.Client.BaseAddress!,
            $"HEAD {path} HTTP/1.1\r\n{authorized}\r\nGET /alive HTTP/1.1\r\n{authorized}Connection: close\r\n\r\n"
        );

        Assert.StartsWith($"HTTP/1.1 {(int)status} ", answers.Head, StringComparison.Ordinal);
        Assert.Contains($"\r\nContent-Type: {type}", answers.Head, StringComparison.Ordinal);
        Assert.StartsWith("HTTP/1.1 200 OK", answers.Body, StringComparison.Ordinal);
        Assert.All(
            stub.Seen.Where(s => s.Contains("/products", StringComparison.Ordinal)),
            s => Assert.StartsWith("HEAD", s)
        );
    }

    [Fact]
    public async Task HEAD_needs_what_GET_needs()
    {
        await using var stub = await StubService.StartAsync(app => app.MapGet("/api/v1/products", () => "[]"));
        await using var gateway = await GatewayHost.StartAsync(GatewayHost.At("catalog", stub));

        foreach (var path in new[] { "/api/v1/products", "/api/v1/users", "/api/v1/status" })
        {
            using var request = new HttpRequestMessage(HttpMethod.Head, path);
            Assert.Equal(HttpStatusCode.Unauthorized, (await gateway.Stranger.SendAsync(request, Ct)).StatusCode);
        }

        using var users = new HttpRequestMessage(HttpMethod.Head, "/api/v1/users");
        users.Headers.Authorization = new("Bearer", gateway.Token(SmartInventory.Contracts.Identity.Role.Viewer));
        Assert.Equal(HttpStatusCode.Forbidden, (await gateway.Stranger.SendAsync(users, Ct)).StatusCode);
        Assert.DoesNotContain(stub.Seen, s => s.Contains("/products", StringComparison.Ordinal));
    }
}
