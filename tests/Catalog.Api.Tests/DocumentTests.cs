using System.Reflection;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Refit;
using SmartInventory.Contracts;

namespace SmartInventory.Catalog.Api.Tests;

/// <summary>What the service says of itself is what it is, and what its client expects.</summary>
public sealed class DocumentTests(CatalogApp app)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Its_operations_are_those_of_the_client_by_name_path_and_query()
    {
        var client = typeof(ICatalogApi)
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
        var served = (await Operations()).Select(o => Line(o.Id, o.Method, o.Path, Query(o.Description)));
        Assert.Equal(client.Order(StringComparer.Ordinal), served.Order(StringComparer.Ordinal));

        static string Line(string name, string method, string path, IEnumerable<string> query) =>
            $"{name}: {method.ToUpperInvariant()} {path.TrimEnd('/')} "
            + string.Join(' ', query.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Every_operation_declares_what_can_go_wrong()
    {
        foreach (var (id, method, path, description) in await Operations())
        {
            var headers = typeof(ICatalogApi)
                .GetMethod(id)!
                .GetParameters()
                .Select(parameter => parameter.GetCustomAttribute<HeaderAttribute>()?.Header)
                .ToList();
            var (keyed, versioned) = (headers.Contains("Idempotency-Key"), headers.Contains("If-Match"));
            var answers = description.GetProperty("responses").EnumerateObject().ToList();
            Declares("503", always: true);
            Declares("404", always: path.Contains('{', StringComparison.Ordinal));
            Declares("422", always: keyed);
            Declares("412", always: versioned);
            Declares("428", always: versioned);
            var reads = description.TryGetProperty("requestBody", out _) || Query(description).Any();
            Declares("400", always: reads || keyed);
            // Only the question which SKUs exist changes nothing.
            if (method == "post")
                Assert.Equal(id != "LookupProducts", keyed);
            foreach (var answer in answers.Where(answer => answer.Name[0] > '3'))
                Assert.True(
                    answer.Value.GetProperty("content").TryGetProperty("application/problem+json", out _),
                    $"{id} {answer.Name}"
                );

            void Declares(string status, bool always) =>
                Assert.True(
                    answers.Exists(answer => answer.Name == status) == always,
                    $"{id} {(always ? "without" : "with")} {status}"
                );
        }
    }

    [Fact]
    public async Task Every_operation_has_a_summary() =>
        Assert.All(
            await Operations(),
            operation => Assert.NotEmpty(operation.Description.GetProperty("summary").GetString()!)
        );

    [Fact]
    public void Its_tables_are_those_of_its_migrations()
    {
        using var scope = app.Services.CreateScope();
        Assert.False(scope.ServiceProvider.GetRequiredService<CatalogDb>().Database.HasPendingModelChanges());
    }

    private static IEnumerable<string> Query(JsonElement operation) =>
        operation.TryGetProperty("parameters", out var parameters)
            ? parameters
                .EnumerateArray()
                .Where(p => p.GetProperty("in").GetString() == "query")
                .Select(p => p.GetProperty("name").GetString()!)
            : [];

    private async Task<List<(string Id, string Method, string Path, JsonElement Description)>> Operations()
    {
        using var response = await app.Http.Get("/openapi/v1.json");
        var document = JsonElement.Parse(await response.Content.ReadAsStringAsync(Cancellation));
        Assert.StartsWith("3.1", document.GetProperty("openapi").GetString(), StringComparison.Ordinal);
        return
        [
            .. document
                .GetProperty("paths")
                .EnumerateObject()
                .SelectMany(path =>
                    path.Value.EnumerateObject()
                        .Select(o => (o.Value.GetProperty("operationId").GetString()!, o.Name, path.Name, o.Value))
                ),
        ];
    }
}
