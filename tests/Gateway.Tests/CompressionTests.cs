using Microsoft.AspNetCore.Builder;

namespace SmartInventory.Gateway.Tests;

public sealed class CompressionTests
{
    private static readonly string Long = string.Concat(Enumerable.Repeat("{\"sku\":\"LAMP-1\"}\n", 500));

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("/api/v1/products", "br, gzip", "br")]
    [InlineData("/api/v1/products", "gzip", "gzip")]
    [InlineData("/api/v1/products", null, null)]
    [InlineData("/openapi/v1.json", "br", "br")]
    [InlineData("/api/v1/tokens", "br", null)]
    [InlineData("/account/sign-in", "br", null)]
    public async Task Answers_are_small_for_those_who_take_them_so_and_secrets_are_not_compressed(
        string path,
        string? takes,
        string? given
    )
    {
        await using var stub = await StubService.StartAsync(app => app.MapGet("/api/v1/products", () => Long));
        await using var gateway = await GatewayHost.StartAsync([
            .. Parts.Services.Select(part => GatewayHost.At(part, stub)),
        ]);
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (takes is not null)
            request.Headers.TryAddWithoutValidation("Accept-Encoding", takes);

        using var answer = await gateway.Client.SendAsync(request, Ct);

        Assert.True(answer.IsSuccessStatusCode);
        Assert.Equal(given, answer.Content.Headers.ContentEncoding.SingleOrDefault());
        var length = (await answer.Content.ReadAsByteArrayAsync(Ct)).Length;
        if (path == "/api/v1/products")
            Assert.True(takes is null ? length == Long.Length : length < Long.Length / 10);
    }
}
