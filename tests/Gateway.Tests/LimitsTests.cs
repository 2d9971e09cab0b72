using System.Net;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace SmartInventory.Gateway.Tests;

public sealed class LimitsTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_body_over_the_limit_is_413(bool lengthIsTold)
    {
        await using var stub = await StubService.StartAsync(app =>
            app.MapPost(
                "/api/v1/sales/batch",
                async (HttpContext context) =>
                {
                    await context.Request.Body.CopyToAsync(Stream.Null);
                    return "read";
                }
            )
        );
        await using var gateway = await GatewayHost.StartAsync(
            GatewayHost.At("sales", stub),
            ("Gateway:Limits:MaxBodyBytes", "100000")
        );
        var bytes = Encoding.UTF8.GetBytes(new string('x', 100_001));
        using HttpContent body = lengthIsTold
            ? new ByteArrayContent(bytes)
            : new ProxyTests.StreamedContent(stream => stream.WriteAsync(bytes, Ct).AsTask());

        var answer = await gateway.Client.PostAsync("/api/v1/sales/batch", body, Ct);

        var problem = await ProxyTests.AssertProblem(answer, HttpStatusCode.RequestEntityTooLarge);
        Assert.Contains("/api/v1/sales/import", (string?)problem["detail"], StringComparison.Ordinal);
        if (lengthIsTold)
            Assert.Empty(stub.Seen);
    }

    [Fact]
    public async Task A_client_that_asks_too_often_is_told_when_to_come_back()
    {
        await using var stub = await StubService.StartAsync(app => app.MapGet("/api/v1/products", () => "[]"));
        await using var gateway = await GatewayHost.StartAsync(
            GatewayHost.At("catalog", stub),
            ("Gateway:Limits:RequestBurst", "5"),
            ("Gateway:Limits:RequestsPerSecond", "10")
        );

        var answers = new List<HttpResponseMessage>();
        for (var i = 0; i < 20; i++)
            answers.Add(await gateway.Client.GetAsync("/api/v1/products", Ct));

        Assert.All(answers.Take(5), answer => Assert.Equal(HttpStatusCode.OK, answer.StatusCode));
        var refused = Assert.IsType<HttpResponseMessage>(
            answers.First(a => a.StatusCode == HttpStatusCode.TooManyRequests)
        );
        Assert.Equal("1", refused.Headers.RetryAfter?.ToString());
        await ProxyTests.AssertProblem(refused, HttpStatusCode.TooManyRequests);
        Assert.Equal(HttpStatusCode.OK, (await gateway.Client.GetAsync("/health", Ct)).StatusCode);
    }

    [Fact]
    public async Task An_address_over_the_limit_is_414()
    {
        await using var gateway = await GatewayHost.StartAsync();

        await ProxyTests.AssertProblem(
            await gateway.Client.GetAsync("/api/v1/products?search=" + new string('x', 9_000), Ct),
            HttpStatusCode.RequestUriTooLong
        );
    }

    [Fact]
    public async Task Headers_over_the_limit_are_431()
    {
        await using var gateway = await GatewayHost.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/products");
        request.Headers.Add("X-Long", new string('x', 20_000));

        await ProxyTests.AssertProblem(
            await gateway.Client.SendAsync(request, Ct),
            HttpStatusCode.RequestHeaderFieldsTooLarge
        );
    }
}
