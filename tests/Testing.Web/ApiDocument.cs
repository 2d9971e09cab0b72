using System.Reflection;
using System.Text.Json;
using Refit;

namespace SmartInventory.Testing;

/// <summary>What a service says of itself, to be held against what its client expects.</summary>
public sealed class ApiDocument
{
    private ApiDocument(JsonElement root)
    {
        Root = root;
        Operations =
        [
            .. root.GetProperty("paths")
                .EnumerateObject()
                .SelectMany(path =>
                    path.Value.EnumerateObject().Select(o => new Operation(o.Name, path.Name, o.Value))
                ),
        ];
    }

    /// <summary>The OpenAPI document.</summary>
    public JsonElement Root { get; }

    public IReadOnlyList<Operation> Operations { get; }

    /// <summary>Its operations as lines to compare, in order.</summary>
    public IReadOnlyList<string> Lines =>
        [
            .. Operations
                .Select(o => Line(o.Id, o.Method, o.Path, [.. o.Query, .. o.Headers]))
                .Order(StringComparer.Ordinal),
        ];

    public static async Task<ApiDocument> ReadAsync(HttpClient http, CancellationToken cancellationToken)
    {
        await using var body = await http.GetStreamAsync(
            new Uri("/openapi/v1.json", UriKind.Relative),
            cancellationToken
        );
        using var document = await JsonDocument.ParseAsync(body, cancellationToken: cancellationToken);
        return new ApiDocument(document.RootElement.Clone());
    }

    /// <summary>The operations that a Refit interface calls, as lines to compare.</summary>
    public static IReadOnlyList<string> LinesOf<TClient>() =>
        [
            .. typeof(TClient)
                .GetMethods()
                .Select(method =>
                {
                    var route = method.GetCustomAttribute<HttpMethodAttribute>()!;
                    var query = method
                        .GetParameters()
                        .Where(parameter =>
                            parameter.ParameterType != typeof(CancellationToken)
                            && parameter.GetCustomAttribute<BodyAttribute>() is null
                            // Not a parameter of the document, where the kinds of an answer are named by themselves.
                            && parameter.GetCustomAttribute<HeaderAttribute>()?.Header != "Accept"
                            && !route.Path.Contains($"{{{parameter.Name}}}", StringComparison.Ordinal)
                        );
                    return Line(method.Name, route.Method.Method, route.Path, query.Select(NameOf));
                })
                .Order(StringComparer.Ordinal),
        ];

    /// <summary>The headers that the client's method of this name sends.</summary>
    public static IReadOnlyList<string> HeadersOf<TClient>(string operation) =>
        [
            .. typeof(TClient)
                .GetMethod(operation)!
                .GetParameters()
                .Select(parameter => parameter.GetCustomAttribute<HeaderAttribute>()?.Header)
                .OfType<string>(),
        ];

    private static string NameOf(ParameterInfo parameter) =>
        parameter.GetCustomAttribute<HeaderAttribute>()?.Header ?? parameter.Name!;

    private static string Line(string name, string method, string path, IEnumerable<string> query) =>
        $"{name}: {method.ToUpperInvariant()} {path.TrimEnd('/')} "
        + string.Join(' ', query.Order(StringComparer.Ordinal));

    /// <summary>One operation of the document.</summary>
    public sealed record Operation(string Method, string Path, JsonElement Description)
    {
        public string Id => Description.GetProperty("operationId").GetString()!;

        public IEnumerable<string> Query => Parameters("query");

        public IEnumerable<string> Headers => Parameters("header");

        /// <summary>The statuses that it declares, with what each looks like.</summary>
        public IReadOnlyDictionary<string, JsonElement> Answers =>
            Description.GetProperty("responses").EnumerateObject().ToDictionary(a => a.Name, a => a.Value);

        private IEnumerable<string> Parameters(string place) =>
            Description.TryGetProperty("parameters", out var parameters)
                ? parameters
                    .EnumerateArray()
                    .Where(p => p.GetProperty("in").GetString() == place)
                    .Select(p => p.GetProperty("name").GetString()!)
                : [];

        /// <summary>Statuses of failure that are not declared as problem documents.</summary>
        public IEnumerable<string> NoProblems =>
            Answers
                .Where(a => a.Key[0] > '3')
                .Where(a => !a.Value.GetProperty("content").TryGetProperty("application/problem+json", out _))
                .Select(a => $"{Id} {a.Key}");
    }
}
