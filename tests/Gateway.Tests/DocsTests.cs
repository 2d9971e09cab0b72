using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using SmartInventory.Gateway.Docs;
using SmartInventory.Testing;

namespace SmartInventory.Gateway.Tests;

public sealed partial class DocsTests
{
    private const string Catalog = """
        {"openapi":"3.1.1","info":{"title":"c","version":"1"},"tags":[{"name":"Products"}],
         "paths":{"/api/v1/products":{"get":{"responses":{"200":{"$ref":"#/components/schemas/Thing"}}}},
                  "/internal":{"get":{}}},
         "components":{"schemas":{"Thing":{"type":"string"},"ProblemDetails":{"type":"object"}}}}
        """;

    private const string Sales = """
        {"openapi":"3.1.1","info":{"title":"s","version":"1"},"tags":[{"name":"Sales"},{"name":"Products"}],
         "paths":{"/api/v1/sales":{"get":{"responses":{"200":{"$ref":"#/components/schemas/Thing"},
                                                           "400":{"$ref":"#/components/schemas/ProblemDetails"}}}}},
         "components":{"schemas":{"Thing":{"type":"number"},"ProblemDetails":{"type":"object"}}}}
        """;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public void A_schema_name_with_two_meanings_is_kept_apart()
    {
        var merged = OpenApiMerge.Merge(
            [("catalog", Parse(Catalog)), ("sales", Parse(Sales))],
            [],
            new(),
            "/connect/token"
        );

        var schemas = merged["components"]!["schemas"]!.AsObject();
        Assert.Equal(["Thing", "ProblemDetails", "sales.Thing"], schemas.Select(s => s.Key));
        Assert.Equal("#/components/schemas/Thing", Reference(merged, "/api/v1/products", "200"));
        Assert.Equal("#/components/schemas/sales.Thing", Reference(merged, "/api/v1/sales", "200"));
        Assert.Equal("#/components/schemas/ProblemDetails", Reference(merged, "/api/v1/sales", "400"));
        Assert.Equal(["Products", "Sales"], merged["tags"]!.AsArray().Select(t => (string)t!["name"]!));
        Assert.False(merged["paths"]!.AsObject().ContainsKey("/internal"));
    }

    [Fact]
    public async Task The_merged_document_has_every_part_that_answers_and_names_the_others()
    {
        await using var catalog = await StubService.StartAsync(_ => { }, openApi: Catalog);
        await using var sales = await StubService.StartAsync(_ => { }, openApi: Sales);
        await using var gateway = await GatewayHost.StartAsync(
            GatewayHost.At("catalog", catalog),
            GatewayHost.At("sales", sales),
            GatewayHost.At("forecasting", GatewayHost.Nowhere)
        );

        var document = await gateway.Client.GetFromJsonAsync<JsonObject>("/openapi/v1.json", Ct);

        Assert.StartsWith("3.1", (string?)document!["openapi"], StringComparison.Ordinal);
        Assert.Equal(
            [
                "/api/v1/activity",
                "/api/v1/failed-messages",
                "/api/v1/failed-messages/resend",
                "/api/v1/me",
                "/api/v1/me/language",
                "/api/v1/me/views",
                "/api/v1/products",
                "/api/v1/sales",
                "/api/v1/status",
                "/api/v1/tokens",
                "/api/v1/tokens/{id}",
                "/api/v1/users",
                "/api/v1/users/{name}",
                "/api/v1/users/{name}/password",
            ],
            document["paths"]!.AsObject().Select(p => p.Key).Order()
        );
        Assert.Contains(
            "forecasting did not answer",
            (string?)document["info"]!["description"],
            StringComparison.Ordinal
        );
        Assert.DoesNotContain("catalog", (string?)document["info"]!["description"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Readers_and_generators_of_clients_miss_nothing_of_the_gateways_own()
    {
        await using var gateway = await GatewayHost.StartAsync(
            ("Api:ContactEmail", "shop@example.org"),
            ("Api:LicenceName", "For our partners")
        );

        var document = await ApiDocument.ReadAsync(gateway.Client, Ct);

        Assert.Empty(document.Faults("CreateUser", "CreateToken"));
        Assert.Empty(await document.RequiredFaultsAsync(gateway.Client, Ct));
        var info = document.Root.GetProperty("info");
        Assert.Equal("shop@example.org", info.GetProperty("contact").GetProperty("email").GetString());
        Assert.Equal("For our partners", info.GetProperty("license").GetProperty("name").GetString());
        var flow = document
            .Root.GetProperty("components")
            .GetProperty("securitySchemes")
            .GetProperty("oauth2")
            .GetProperty("flows")
            .GetProperty("clientCredentials");
        Assert.Equal(
            new Uri(gateway.Client.BaseAddress!, "/connect/token").ToString(),
            flow.GetProperty("tokenUrl").GetString()
        );
        Assert.All(
            document.Operations,
            o => Assert.Contains("oauth2", o.Description.GetProperty("security").GetRawText(), StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task The_merged_document_is_kept_for_a_while()
    {
        await using var stub = await StubService.StartAsync(_ => { }, openApi: Catalog);
        await using var gateway = await GatewayHost.StartAsync([
            .. Parts.Services.Select(part => GatewayHost.At(part, stub)),
        ]);

        for (var i = 0; i < 5; i++)
            await gateway.Client.GetStringAsync("/openapi/v1.json", Ct);

        Assert.Equal(3, stub.Seen.Count);
    }

    [Fact]
    public async Task The_documentation_asks_nobody_but_this_origin()
    {
        await using var gateway = await GatewayHost.StartAsync();

        var page = await gateway.Client.GetAsync("/docs", Ct);
        var html = await page.Content.ReadAsStringAsync(Ct);
        var scripts = ScriptSource().Matches(html).Select(m => m.Groups[1].Value).ToList();

        Assert.DoesNotContain("https://", html, StringComparison.OrdinalIgnoreCase);
        Assert.Contains(
            "connect-src 'self'",
            page.Headers.GetValues("Content-Security-Policy").Single(),
            StringComparison.Ordinal
        );
        Assert.NotEmpty(scripts);
        foreach (var script in scripts)
        {
            var answer = await gateway.Client.GetAsync(new Uri(page.RequestMessage!.RequestUri!, script), Ct);
            Assert.True(answer.IsSuccessStatusCode, script);
            Assert.Equal("text/javascript", answer.Content.Headers.ContentType?.MediaType);
        }
    }

    [Fact]
    public async Task The_front_door_points_to_the_documentation()
    {
        await using var gateway = await GatewayHost.StartAsync();
        using var browser = new HttpRequestMessage(HttpMethod.Get, "/");
        browser.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("text/html"));

        var json = await gateway.Client.GetFromJsonAsync<JsonObject>("/", Ct);
        var html = await (await gateway.Client.SendAsync(browser, Ct)).Content.ReadAsStringAsync(Ct);

        Assert.Equal("/docs", (string?)json!["docs"]);
        Assert.Contains("href=\"/docs\"", html, StringComparison.Ordinal);
    }

    private static JsonObject Parse(string json) => JsonNode.Parse(json)!.AsObject();

    private static string? Reference(JsonObject document, string path, string status) =>
        (string?)document["paths"]![path]!["get"]!["responses"]![status]!["$ref"];

    [GeneratedRegex("<script[^>]* src=\"([^\"]+)\"")]
    private static partial Regex ScriptSource();
}
