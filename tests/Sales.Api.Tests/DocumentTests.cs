using System.Reflection;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Refit;
using SmartInventory.Contracts;

namespace SmartInventory.Sales.Api.Tests;

/// <summary>What the service says of itself is what it is.</summary>
public sealed class DocumentTests(SalesApp app)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Its_operations_are_those_of_the_client_by_name_path_and_query()
    {
        var client = typeof(ISalesApi)
            .GetMethods()
            .Select(method =>
            {
                var route = method.GetCustomAttribute<HttpMethodAttribute>()!;
                var query = method
                    .GetParameters()
                    .Where(parameter =>
                        parameter.ParameterType != typeof(CancellationToken)
                        && parameter.GetCustomAttribute<BodyAttribute>() is null
                        && parameter.GetCustomAttribute<HeaderAttribute>() is null
                        && !route.Path.Contains($"{{{parameter.Name}}}", StringComparison.Ordinal)
                    );
                return Line(method.Name, route.Method.Method, route.Path, query.Select(parameter => parameter.Name!));
            });
        var served = (await Operations()).Select(o =>
            Line(
                o.Id,
                o.Method,
                o.Path,
                o.Description.TryGetProperty("parameters", out var parameters)
                    ? parameters
                        .EnumerateArray()
                        .Where(p => p.GetProperty("in").GetString() == "query")
                        .Select(p => p.GetProperty("name").GetString()!)
                    : []
            )
        );
        Assert.Equal(client.Order(StringComparer.Ordinal), served.Order(StringComparer.Ordinal));

        static string Line(string name, string method, string path, IEnumerable<string> query) =>
            $"{name}: {method.ToUpperInvariant()} {path.TrimEnd('/')} "
            + $"{string.Join(' ', query.Order(StringComparer.Ordinal))}";
    }

    [Fact]
    public async Task Every_operation_declares_what_can_go_wrong()
    {
        foreach (var (id, method, path, description) in await Operations())
        {
            var answers = description.GetProperty("responses").EnumerateObject().Select(answer => answer.Name).ToList();
            Assert.True(answers.Contains("503"), $"{id} without 503");
            if (path.Contains("{id}", StringComparison.Ordinal))
                Assert.True(answers.Contains("404"), $"{id} without 404");
            if (id is not ("GetSale" or "SalesTotals"))
                Assert.True(answers.Contains("400"), $"{id} without 400");
            // A stream cannot be one transaction with a key; its rows have names of their own.
            if (method == "post")
                Assert.Equal(id != "ImportSales", answers.Contains("422"));
            foreach (
                var answer in description
                    .GetProperty("responses")
                    .EnumerateObject()
                    .Where(answer => answer.Name[0] > '3')
            )
                Assert.True(
                    answer.Value.GetProperty("content").TryGetProperty("application/problem+json", out _),
                    $"{id} {answer.Name}"
                );
        }
    }

    [Fact]
    public void Its_tables_are_those_of_its_migrations()
    {
        using var scope = app.Services.CreateScope();
        Assert.False(scope.ServiceProvider.GetRequiredService<SalesDb>().Database.HasPendingModelChanges());
    }

    [Fact]
    public async Task It_says_what_a_time_looks_like()
    {
        var schemas = (await Document()).GetProperty("components").GetProperty("schemas");
        foreach (var request in (string[])["RecordSale", "ReturnSale"])
        {
            var soldAt = schemas.GetProperty(request).GetProperty("properties").GetProperty("soldAt").GetRawText();
            Assert.Contains("#/components/schemas/LocationTime", soldAt, StringComparison.Ordinal);
        }

        var time = schemas.GetProperty("LocationTime");
        Assert.Equal("string", time.GetProperty("type").GetString());
        Assert.Contains("the location's clock", time.GetProperty("description").GetString(), StringComparison.Ordinal);
        Assert.Contains("2026-01-31T18:30", time.GetProperty("examples").EnumerateArray().Select(e => e.GetString()));
    }

    private async Task<JsonElement> Document()
    {
        using var response = await app.Http.Get("/openapi/v1.json");
        var document = JsonElement.Parse(await response.Content.ReadAsStringAsync(Cancellation));
        Assert.StartsWith("3.1", document.GetProperty("openapi").GetString(), StringComparison.Ordinal);
        return document;
    }

    private async Task<List<(string Id, string Method, string Path, JsonElement Description)>> Operations() =>
        [
            .. (await Document())
                .GetProperty("paths")
                .EnumerateObject()
                .SelectMany(path =>
                    path.Value.EnumerateObject()
                        .Select(o => (o.Value.GetProperty("operationId").GetString()!, o.Name, path.Name, o.Value))
                ),
        ];
}
