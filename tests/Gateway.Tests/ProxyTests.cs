using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using SmartInventory.Testing;

namespace SmartInventory.Gateway.Tests;

public sealed class ProxyTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("/api/v1/products", "catalog")]
    [InlineData("/api/v1/products/85123A", "catalog")]
    [InlineData("/api/v1/suppliers?limit=1", "catalog")]
    [InlineData("/api/v1/locations/MAIN", "catalog")]
    [InlineData("/api/v1/stock/summary", "catalog")]
    [InlineData("/api/v1/categories", "catalog")]
    [InlineData("/api/v1/purchase-orders", "catalog")]
    [InlineData("/api/v1/order-board", "catalog")]
    [InlineData("/api/v1/installation", "catalog")]
    [InlineData("/api/v1/supplier-figures", "catalog")]
    [InlineData("/api/v1/sales/daily?sku=A", "sales")]
    [InlineData("/api/v1/sales/import", "sales")]
    [InlineData("/api/v1/forecasts/A?horizon=28", "forecasting")]
    [InlineData("/api/v1/trends", "forecasting")]
    [InlineData("/api/v1/replenishment/A%2FB%20C", "forecasting")]
    [InlineData("/api/v1/products/..%2F..%2F..%2Fsecret", "catalog")]
    public async Task A_path_goes_to_its_service_as_it_was_written(string path, string service)
    {
        await using var stub = await Echo();
        await using var gateway = await GatewayHost.StartAsync([
            .. Parts.Services.Select(part =>
                GatewayHost.At(part, part == service ? stub.Address : GatewayHost.Nowhere)
            ),
        ]);

        var answer = await gateway.Client.GetAsync(path, Ct);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal($"GET {path}", Assert.Single(stub.Seen));
    }

    [Theory]
    [InlineData("/secret")]
    [InlineData("/api/v1/nothing")]
    [InlineData("/api/v1/productsX")]
    [InlineData("/catalog/health")]
    [InlineData("/api/v1/products/../../../secret")]
    [InlineData("/api/v1/products/%2e%2e/%2e%2e/%2e%2e/secret")]
    public async Task What_is_not_the_public_API_is_not_reachable(string path)
    {
        await using var stub = await Echo();
        await using var gateway = await GatewayHost.StartAsync([
            .. Parts.Services.Select(part => GatewayHost.At(part, stub)),
        ]);

        var answer = await gateway.Client.GetAsync(path, Ct);

        await AssertProblem(answer, HttpStatusCode.NotFound);
        Assert.Empty(stub.Seen);
    }

    [Theory]
    [InlineData("/health")]
    [InlineData("/alive")]
    public async Task Health_is_the_gateways_own(string path)
    {
        await using var stub = await Echo();
        await using var gateway = await GatewayHost.StartAsync([
            .. Parts.Services.Select(part => GatewayHost.At(part, stub)),
        ]);

        // It is not well before its queue is there.
        await Eventually.Holds(
            async () => (await gateway.Client.GetAsync(path, Ct)).StatusCode == HttpStatusCode.OK,
            $"{path} says that all is well"
        );
        Assert.Empty(stub.Seen);
    }

    [Fact]
    public async Task A_service_that_is_down_is_named_in_a_problem()
    {
        await using var gateway = await GatewayHost.StartAsync(GatewayHost.At("sales", GatewayHost.Nowhere));

        var answer = await gateway.Client.GetAsync("/api/v1/sales", Ct);

        Assert.Equal("2", answer.Headers.RetryAfter?.ToString());
        var problem = await AssertProblem(answer, HttpStatusCode.ServiceUnavailable);
        Assert.Equal("sales", (string?)problem["part"]);
        Assert.Equal("The sales service does not answer.", (string?)problem["title"]);
        Assert.Equal("/api/v1/sales", (string?)problem["instance"]);
    }

    [Fact]
    public async Task A_service_that_hangs_is_given_up_and_taken_back_when_it_answers()
    {
        var hangs = false;
        var never = new TaskCompletionSource();
        var arrived = new TaskCompletionSource();
        await using var stub = await StubService.StartAsync(app =>
        {
            app.MapGet("/responsive", () => hangs ? never.Task : Task.CompletedTask);
            app.MapPost(
                "/api/v1/sales",
                async () =>
                {
                    arrived.TrySetResult();
                    if (hangs)
                        await never.Task;
                    return "stored";
                }
            );
        });
        await using var gateway = await GatewayHost.StartAsync(GatewayHost.At("sales", stub));
        Task<HttpResponseMessage> Sell() => gateway.Client.PostAsJsonAsync("/api/v1/sales", new { sku = "A" }, Ct);
        Assert.Equal(HttpStatusCode.OK, (await Sell()).StatusCode);

        hangs = true;
        arrived = new();
        var waiting = Sell();
        await arrived.Task;
        var answer = await waiting;
        Assert.Equal("2", answer.Headers.RetryAfter?.ToString());
        var problem = await AssertProblem(answer, HttpStatusCode.ServiceUnavailable);
        Assert.Equal("The sales service hangs.", (string?)problem["title"]);
        Assert.Equal("sales", (string?)problem["part"]);

        // The next one is not sent there any more.
        var before = stub.Seen.Count;
        problem = await AssertProblem(await Sell(), HttpStatusCode.ServiceUnavailable);
        Assert.Equal("The sales service does not answer.", (string?)problem["title"]);
        Assert.Equal(before, stub.Seen.Count);

        hangs = false;
        never.SetResult();
        await Eventually.Holds(async () => (await Sell()).IsSuccessStatusCode, "sales are taken again");
    }

    [Fact]
    public async Task A_service_that_breaks_off_is_named_in_a_problem()
    {
        await using var stub = await StubService.StartAsync(app =>
            app.MapPost("/api/v1/sales", (HttpContext context) => context.Abort())
        );
        await using var gateway = await GatewayHost.StartAsync(GatewayHost.At("sales", stub));

        var answer = await gateway.Client.PostAsJsonAsync("/api/v1/sales", new { sku = "A" }, Ct);

        Assert.NotNull(answer.Headers.RetryAfter);
        var problem = await AssertProblem(answer, [HttpStatusCode.BadGateway, HttpStatusCode.ServiceUnavailable]);
        Assert.Equal("sales", (string?)problem["part"]);
    }

    [Fact]
    public async Task A_services_own_problem_passes_unchanged()
    {
        await using var stub = await StubService.StartAsync(app =>
            app.MapGet(
                "/api/v1/products/{sku}",
                (string sku) => Results.Problem(statusCode: 404, title: "No such product.", detail: sku)
            )
        );
        await using var gateway = await GatewayHost.StartAsync(GatewayHost.At("catalog", stub));

        var problem = await AssertProblem(
            await gateway.Client.GetAsync("/api/v1/products/NONE", Ct),
            HttpStatusCode.NotFound
        );

        Assert.Equal("No such product.", (string?)problem["title"]);
        Assert.Equal("NONE", (string?)problem["detail"]);
    }

    [Fact]
    public async Task Headers_for_safe_changes_pass_both_ways()
    {
        await using var stub = await StubService.StartAsync(app =>
            app.MapPut(
                "/api/v1/products/{sku}",
                (HttpContext context) =>
                {
                    context.Response.Headers.ETag = "\"2\"";
                    context.Response.Headers.Link = "</api/v1/products?after=x>; rel=\"next\"";
                    return $"{context.Request.Headers.IfMatch} {context.Request.Headers["Idempotency-Key"]}";
                }
            )
        );
        await using var gateway = await GatewayHost.StartAsync(GatewayHost.At("catalog", stub));
        using var request = new HttpRequestMessage(HttpMethod.Put, "/api/v1/products/A");
        request.Headers.Add("If-Match", "\"1\"");
        request.Headers.Add("Idempotency-Key", "key");

        var answer = await gateway.Client.SendAsync(request, Ct);

        Assert.Equal("\"1\" key", await answer.Content.ReadAsStringAsync(Ct));
        Assert.Equal("\"2\"", answer.Headers.ETag?.Tag);
        Assert.Equal("</api/v1/products?after=x>; rel=\"next\"", answer.Headers.GetValues("Link").Single());
    }

    [Fact]
    public async Task The_trace_goes_on_behind_the_gateway()
    {
        await using var stub = await StubService.StartAsync(app =>
            app.MapGet("/api/v1/products", (HttpContext context) => context.Request.Headers.TraceParent.ToString())
        );
        await using var gateway = await GatewayHost.StartAsync(GatewayHost.At("catalog", stub));
        using var caller = new Activity("caller").SetIdFormat(ActivityIdFormat.W3C).Start();

        var behind = ActivityContext.Parse(await gateway.Client.GetStringAsync("/api/v1/products", Ct), null);

        Assert.Equal(caller.TraceId, behind.TraceId);
        Assert.NotEqual(caller.SpanId, behind.SpanId);
    }

    [Fact]
    public async Task An_import_streams_through_without_a_bound()
    {
        // The service answers the first line before the client sends the second: nothing in between holds the stream.
        var firstArrived = new TaskCompletionSource();
        await using var stub = await StubService.StartAsync(app =>
            app.MapPost(
                "/api/v1/sales/import",
                async (HttpContext context) =>
                {
                    var buffer = new byte[64 * 1024];
                    long length = 0;
                    for (int read; (read = await context.Request.Body.ReadAsync(buffer)) > 0; length += read)
                        firstArrived.TrySetResult();
                    return length;
                }
            )
        );
        await using var gateway = await GatewayHost.StartAsync(
            GatewayHost.At("sales", stub),
            ("Gateway:Limits:MaxBodyBytes", "1000")
        );
        var chunk = Encoding.UTF8.GetBytes(new string('x', 100_000));
        using var body = new StreamedContent(async stream =>
        {
            await stream.WriteAsync(chunk, Ct);
            await stream.FlushAsync(Ct);
            await firstArrived.Task.WaitAsync(TimeSpan.FromSeconds(10), Ct);
            for (var i = 0; i < 99; i++)
                await stream.WriteAsync(chunk, Ct);
        });

        var answer = await gateway.Client.PostAsync("/api/v1/sales/import", body, Ct);

        Assert.Equal("10000000", await answer.Content.ReadAsStringAsync(Ct));
    }

    [Fact]
    public async Task An_import_that_tells_its_length_has_no_bound_either()
    {
        await using var stub = await StubService.StartAsync(app =>
            app.MapPost("/api/v1/sales/import", (HttpContext context) => context.Request.ContentLength)
        );
        await using var gateway = await GatewayHost.StartAsync(
            GatewayHost.At("sales", stub),
            ("Gateway:Limits:MaxBodyBytes", "1000")
        );
        using var body = new ByteArrayContent(new byte[2_000]);

        var answer = await gateway.Client.PostAsync("/api/v1/sales/import", body, Ct);

        Assert.Equal("2000", await answer.Content.ReadAsStringAsync(Ct));
    }

    [Fact]
    public async Task An_image_may_be_larger_than_other_bodies_so_that_the_catalogue_says_what_it_takes()
    {
        await using var stub = await StubService.StartAsync(app =>
            app.MapPut(
                "/api/v1/products/{sku}/image",
                async (string sku, HttpContext context) =>
                {
                    using var read = new MemoryStream();
                    await context.Request.Body.CopyToAsync(read);
                    return $"{sku} {read.Length}";
                }
            )
        );
        await using var gateway = await GatewayHost.StartAsync(
            GatewayHost.At("catalog", stub),
            ("Gateway:Limits:MaxBodyBytes", "1000")
        );
        using var image = new ByteArrayContent(new byte[20_000_000]);

        var answer = await gateway.Client.PutAsync("/api/v1/products/A%2F1/image", image, Ct);

        Assert.Equal("A%2F1 20000000", await answer.Content.ReadAsStringAsync(Ct));
    }

    private static Task<StubService> Echo() => StubService.StartAsync(app => app.Map("/{**path}", () => "ok"));

    internal static async Task<JsonObject> AssertProblem(HttpResponseMessage answer, params HttpStatusCode[] statuses)
    {
        Assert.Contains(answer.StatusCode, statuses);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        var problem = await answer.Content.ReadFromJsonAsync<JsonObject>(Ct);
        Assert.Equal((int)answer.StatusCode, (int?)problem!["status"]);
        Assert.NotNull(problem["title"]);
        return problem;
    }

    /// <summary>A chunked body that is made while it is sent.</summary>
    internal sealed class StreamedContent(Func<Stream, Task> write) : HttpContent
    {
        protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => write(stream);

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}
