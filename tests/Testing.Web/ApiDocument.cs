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

    /// <summary>
    /// What a reader or a generator of clients would miss: nothing in a good document. The merged one and each
    /// service's are held to the same rules.
    /// </summary>
    /// <param name="withExamples">Operations that show what they take or answer.</param>
    public IReadOnlyList<string> Faults(params IEnumerable<string> withExamples)
    {
        var faults = new List<string>();
        var schemes = Members(Root.GetProperty("components"), "securitySchemes").Select(s => s.Name).ToHashSet();
        var tags = Root.TryGetProperty("tags", out var all)
            ? all.EnumerateArray()
                .Where(t => t.TryGetProperty("description", out var said) && said.GetString() is { Length: > 0 })
                .Select(t => t.GetProperty("name").GetString()!)
                .ToHashSet()
            : [];
        foreach (var operation in Operations)
        {
            var (id, said) = (operation.Id, operation.Description);
            if (!said.TryGetProperty("summary", out var summary) || summary.GetString() is not { Length: > 0 })
                faults.Add($"{id} has no summary");
            var own = said.TryGetProperty("tags", out var named)
                ? named.EnumerateArray().Select(t => t.GetString()!).ToList()
                : [];
            if (own.Count == 0 || !own.TrueForAll(tags.Contains))
                faults.Add($"{id} has no tag that says what it is about");
            foreach (var kind in "24")
            {
                if (!operation.Answers.Keys.Any(status => status[0] == kind))
                    faults.Add($"{id} declares no {kind}xx");
            }
            var ways = said.TryGetProperty("security", out var security)
                ? security.EnumerateArray().SelectMany(way => way.EnumerateObject()).Select(way => way.Name).ToList()
                : [];
            if (ways.Count == 0 || !ways.TrueForAll(schemes.Contains))
                faults.Add($"{id} does not say how to sign in");
        }
        faults.AddRange(
            withExamples
                .Except(Operations.Where(o => o.Description.GetRawText().Contains("\"example\":")).Select(o => o.Id))
                .Select(id => $"{id} has no example")
        );
        foreach (var schema in Members(Root.GetProperty("components"), "schemas"))
        {
            if (!Shapes.Any(shape => schema.Value.TryGetProperty(shape, out _)))
                faults.Add($"{schema.Name} may be anything");
            var type = ContractTypes.GetValueOrDefault(schema.Name);
            foreach (var property in Members(schema.Value, "properties"))
            {
                // A reader would have to guess, and a generator says unknown.
                if (!Shapes.Any(shape => property.Value.TryGetProperty(shape, out _)))
                    faults.Add($"{schema.Name}.{property.Name} may be anything");
                if (FormatOf(type, property.Name) is { } format && !property.Value.GetRawText().Contains(format))
                    faults.Add($"{schema.Name}.{property.Name} is no {format}");
            }
        }
        return faults;
    }

    /// <summary>
    /// Asks each operation that makes something out of a body for nothing, and holds what it misses against what the
    /// document calls required.
    /// </summary>
    public async Task<IReadOnlyList<string>> RequiredFaultsAsync(HttpClient http, CancellationToken cancellationToken)
    {
        var faults = new List<string>();
        foreach (var operation in Operations.Where(o => o.Method == "post" && !o.Path.Contains('{')))
        {
            if (BodyOf(operation) is not { } body)
                continue;
            using var empty = new StringContent("{}", null, "application/json");
            using var answer = await http.PostAsync(
                new Uri(operation.Path, UriKind.Relative),
                empty,
                cancellationToken
            );
            var said = body.TryGetProperty("required", out var required)
                ? required.EnumerateArray().Select(name => name.GetString()!).ToHashSet()
                : [];
            var text = await answer.Content.ReadAsStringAsync(cancellationToken);
            using var problem = (int)answer.StatusCode == 400 ? JsonDocument.Parse(text) : null;
            var missed = problem is null
                ? []
                : Members(problem.RootElement, "errors")
                    .Where(error => body.GetProperty("properties").TryGetProperty(error.Name, out _))
                    .ToDictionary(error => error.Name, error => error.Value[0].GetString());
            faults.AddRange(
                said.Except(missed.Keys).Select(name => $"{operation.Id} takes a body without {name}: {text}")
            );
            faults.AddRange(
                missed
                    .Where(error => error.Value == "is required" && !said.Contains(error.Key))
                    .Select(error => $"{operation.Id} does not say that {error.Key} is required")
            );
        }
        return faults;
    }

    /// <summary>The schema of what an operation takes as JSON; null where it takes none.</summary>
    private JsonElement? BodyOf(Operation operation)
    {
        if (
            !operation.Description.TryGetProperty("requestBody", out var body)
            || !body.GetProperty("content").TryGetProperty("application/json", out var json)
            || !json.TryGetProperty("schema", out var schema)
        )
            return null;
        if (schema.TryGetProperty("$ref", out var target))
            schema = Root.GetProperty("components")
                .GetProperty("schemas")
                .GetProperty(target.GetString()!.Split('/')[^1]);
        return schema.TryGetProperty("properties", out _) ? schema : null;
    }

    private static readonly string[] Shapes = ["type", "$ref", "oneOf", "anyOf", "allOf"];

    private static readonly Dictionary<string, Type> ContractTypes = typeof(Contracts.ContractsJson)
        .Assembly.GetExportedTypes()
        .Where(type => !type.IsGenericType)
        .GroupBy(type => type.Name)
        .ToDictionary(same => same.Key, same => same.First());

    /// <summary>
    /// How the document has to name what a property of the contracts holds; null where nothing is asked.
    /// </summary>
    private static string? FormatOf(Type? type, string name)
    {
        var property = type?.GetProperty(name, BindingFlags.Public | BindingFlags.Instance | BindingFlags.IgnoreCase);
        var held = property is null ? null : Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
        return held == typeof(DateTimeOffset) ? "\"date-time\""
            : held == typeof(DateOnly) ? "\"date\""
            : held == typeof(Guid) ? "\"uuid\""
            : held == typeof(decimal) ? "\"decimal\""
            : held == typeof(Contracts.LocationTime) ? "LocationTime"
            : null;
    }

    private static JsonElement.ObjectEnumerator Members(JsonElement of, string name) =>
        of.TryGetProperty(name, out var members) ? members.EnumerateObject() : default;

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
