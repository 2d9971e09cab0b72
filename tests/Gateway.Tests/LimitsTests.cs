using System.Net;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using SmartInventory.Contracts.Identity;
using SmartInventory.Gateway.Tests.Identity;
using SmartInventory.Testing;

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
        Assert.Equal(
            "At most 100000 bytes are taken here. Send fewer rows, or stream them to /api/v1/sales/import.",
            (string?)problem["detail"]
        );
        if (lengthIsTold)
            Assert.Empty(stub.Seen);
    }

    [Theory]
    [InlineData("Cookie", "a=é")]
    [InlineData("Idempotency-Key", "schlüssel")]
    [InlineData("Accept", "text/é")]
    [InlineData("If-Match", "\"ü\"")]
    public async Task Any_text_in_a_header_is_passed_on_and_what_is_no_text_named(string name, string value)
    {
        await using var stub = await StubService.StartAsync(app =>
            app.MapGet("/api/v1/products", (HttpContext context) => context.Request.Headers[name].ToString())
        );
        await using var gateway = await GatewayHost.StartAsync(GatewayHost.At("catalog", stub));

        var passed = await Send(Encoding.UTF8);
        Assert.Equal(HttpStatusCode.OK, passed.StatusCode);
        Assert.Equal(value, await passed.Content.ReadAsStringAsync(Ct));

        var refused = await ProxyTests.AssertProblem(await Send(Encoding.Latin1), HttpStatusCode.BadRequest);
        Assert.NotNull(refused["errors"]?[name]);

        async Task<HttpResponseMessage> Send(Encoding encoding)
        {
            using var handler = new SocketsHttpHandler
            {
                UseCookies = false,
                RequestHeaderEncodingSelector = (_, _) => encoding,
            };
            using var client = new HttpClient(handler) { BaseAddress = gateway.Client.BaseAddress };
            using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/products");
            request.Headers.Authorization = new("Bearer", gateway.Token());
            Assert.True(request.Headers.TryAddWithoutValidation(name, value));
            return await client.SendAsync(request, Ct);
        }
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
        Assert.StartsWith("429 Too many requests in this name.", await Problem.Read(refused), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await gateway.Client.GetAsync("/health", Ct)).StatusCode);
        // From the same address, and nobody else's fault.
        Assert.Equal(HttpStatusCode.OK, (await Ask(gateway, gateway.Token(name: "other"))).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await Ask(gateway, null)).StatusCode);
    }

    [Theory]
    [InlineData(null, "Strangers", "429 Too many requests from this address.")]
    [InlineData("no.token.atall", "Refused", "429 Too many requests with a token that is not good.")]
    public async Task An_address_has_a_limit_for_all_who_are_not_signed_in(string? token, string limit, string title)
    {
        await using var stub = await StubService.StartAsync(app => app.MapGet("/api/v1/products", () => "[]"));
        await using var gateway = await GatewayHost.StartAsync(
            GatewayHost.At("catalog", stub),
            ($"Gateway:Limits:{limit}Burst", "4"),
            ($"Gateway:Limits:{limit}PerSecond", "1")
        );

        for (var i = 0; i < 4; i++)
            Assert.Equal(HttpStatusCode.Unauthorized, (await Ask(gateway, token)).StatusCode);
        HttpResponseMessage refused;
        // A slow machine may have been given one more.
        do refused = await Ask(gateway, token);
        while (refused.StatusCode == HttpStatusCode.Unauthorized);

        Assert.StartsWith(title, await Problem.Read(refused), StringComparison.Ordinal);
        Assert.NotNull(refused.Headers.RetryAfter);
        Assert.Equal(HttpStatusCode.OK, (await gateway.Client.GetAsync("/api/v1/products", Ct)).StatusCode);
    }

    [Fact]
    public async Task A_program_may_have_a_rate_of_its_own()
    {
        await using var stub = await StubService.StartAsync(app => app.MapGet("/api/v1/products", () => "[]"));
        await using var gateway = await GatewayHost.StartAsync(GatewayHost.At("catalog", stub));
        var made = await gateway
            .Client.Post(
                "/api/v1/tokens",
                new
                {
                    name = "slow",
                    role = "viewer",
                    rate = 1,
                }
            )
            .Read<NewToken>(HttpStatusCode.OK);
        var listed = await gateway.Client.Get("/api/v1/tokens").Read<List<TokenResponse>>(HttpStatusCode.OK);
        Assert.Equal(1, listed.Single(t => t.Id == made.Token.Id).Rate);
        var (_, body) = await Token(gateway, made.Secret.Split('.')[0], made.Secret.Split('.')[1]);
        var access = body.GetProperty("access_token").GetString();

        // Four seconds' worth at once, as for everybody.
        for (var i = 0; i < 4; i++)
            Assert.Equal(HttpStatusCode.OK, (await Ask(gateway, access)).StatusCode);
        HttpResponseMessage refused;
        do refused = await Ask(gateway, access);
        while (refused.StatusCode == HttpStatusCode.OK);
        Assert.StartsWith("429 Too many requests in this name.", await Problem.Read(refused), StringComparison.Ordinal);

        foreach (var rate in new[] { 0, -1, 100_001 })
        {
            Assert.StartsWith(
                "400 One or more fields are not valid.\nrate: ",
                await Problem.Read(
                    gateway.Client.Post(
                        "/api/v1/tokens",
                        new
                        {
                            name = "x",
                            role = "viewer",
                            rate,
                        }
                    )
                ),
                StringComparison.Ordinal
            );
        }
    }

    [Fact]
    public async Task Wrong_secrets_of_programs_are_counted_by_address()
    {
        await using var gateway = await GatewayHost.StartAsync(
            ("Gateway:Limits:TriesPerMinute", "3"),
            ("Identity:Services:sales", "a-secret-of-sales-in-tests")
        );
        for (var i = 0; i < 3; i++)
            Assert.Equal(HttpStatusCode.Unauthorized, (await Token(gateway, "service-sales", $"wrong-{i}")).Status);

        var (status, body) = await Token(gateway, "service-sales", "a-secret-of-sales-in-tests");

        Assert.Equal(HttpStatusCode.TooManyRequests, status);
        Assert.Equal("Too many wrong secrets from this address.", body.GetProperty("title").GetString());
        Assert.Equal("Try again in 20 s.", body.GetProperty("detail").GetString()![..18]);
    }

    [Theory]
    [InlineData("/account/sign-in", "Name", "nobody")]
    [InlineData("/account/password", "Current", "wrong-password-1")]
    [InlineData("/account/device", "user_code", "1234-5678-9012")]
    public async Task Wrong_tries_on_a_page_are_counted(string page, string field, string typed)
    {
        await using var gateway = await GatewayHost.StartAsync(
            ("Gateway:Limits:TriesPerMinute", "3"),
            ("Identity:DevelopmentPassword", "correct-horse-battery")
        );
        using var browser = new HttpClient(new SocketsHttpHandler { CookieContainer = new() })
        {
            BaseAddress = gateway.Client.BaseAddress,
        };
        await Html.SubmitAsync(
            browser,
            "/account/sign-in",
            "",
            ("Name", "viewer"),
            ("Password", "correct-horse-battery")
        );

        for (var i = 0; i < 3; i++)
            Assert.Equal(HttpStatusCode.BadRequest, (await Try()).StatusCode);
        var refused = await Try();

        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
        Assert.Equal("20", refused.Headers.RetryAfter?.ToString());
        Assert.Contains(
            "Too many wrong tries from here. There is another one in 20 s.",
            Html.Text(await refused.Content.ReadAsStringAsync(Ct)),
            StringComparison.Ordinal
        );
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync(page, Ct)).StatusCode);

        Task<HttpResponseMessage> Try() =>
            page == "/account/device"
                ? browser.GetAsync($"{page}?{field}={typed}", Ct)
                : Html.SubmitAsync(
                    browser,
                    page,
                    "",
                    (field, typed),
                    ("Wanted", "a-new-password"),
                    ("Again", "a-new-password")
                );
    }

    [Theory]
    [InlineData("GET /api/v1/products HTTP/1.1\r\nHost: a\r\nX-Slow: ")]
    [InlineData(
        "POST /connect/token HTTP/1.1\r\nHost: a\r\nContent-Type: application/x-www-form-urlencoded\r\n"
            + "Content-Length: 999\r\n\r\ng"
    )]
    public async Task A_client_that_stops_in_the_middle_is_given_up(string begun)
    {
        await using var gateway = await GatewayHost.StartAsync(
            ("Gateway:Limits:HeadTimeout", "00:00:01"),
            ("Gateway:Limits:BodyGrace", "00:00:01.5")
        );
        using var client = new System.Net.Sockets.TcpClient();
        await client.ConnectAsync("127.0.0.1", gateway.Client.BaseAddress!.Port, Ct);
        var stream = client.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(begun), Ct);

        // It ends: that is all a client may rely on.
        using var answer = new StreamReader(stream, Encoding.ASCII);
        Assert.StartsWith("HTTP/1.1 408 ", await answer.ReadToEndAsync(Ct), StringComparison.Ordinal);
    }

    private static async Task<HttpResponseMessage> Ask(GatewayHost gateway, string? token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/products");
        if (token is not null)
            request.Headers.Authorization = new("Bearer", token);
        return await gateway.Stranger.SendAsync(request, Ct);
    }

    private static Task<(HttpStatusCode Status, JsonElement Body)> Token(
        GatewayHost gateway,
        string id,
        string secret
    ) =>
        IdentityApp.Token(
            gateway.Stranger,
            ("grant_type", "client_credentials"),
            ("client_id", id),
            ("client_secret", secret),
            ("scope", "api")
        );

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
