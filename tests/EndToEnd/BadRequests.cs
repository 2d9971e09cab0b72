using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace SmartInventory.EndToEnd;

/// <summary>
/// Makes bad requests for every operation of an OpenAPI document: hostile values in paths, queries, headers and bodies.
/// Deterministic by seed.
/// </summary>
internal sealed class BadRequests(JsonElement openApi, int seed)
{
    private static readonly string[] Texts =
    [
        "",
        " ",
        "0",
        "-1",
        "1000000",
        "99999999999999999999",
        "1e400",
        "NaN",
        "null",
        "true",
        "' OR 1=1 --",
        "\"; DROP TABLE x; --",
        "../../etc/passwd",
        "%00",
        "\0",
        "a\nb",
        "\ud83d\ude00",
        "\u202eabc",
        "<script>alert(1)</script>",
        "=1+1",
        "{}",
        "[]",
        "00000000-0000-0000-0000-000000000000",
        "not-a-guid",
        "2011-13-45",
        "9999-12-31",
        "0001-01-01T00:00:00Z",
        "WyJ4Il0",
        "eyJhIjoxfQ",
        new string('A', 300),
        new string('9', 1_000),
        "85123A",
        "*",
        "?&=#",
        "Sku",
        "sku,name",
    ];

    private readonly Random _random = new(seed);
    private readonly List<(string Method, string Path, JsonElement Operation)> _operations =
    [
        .. from path in openApi.GetProperty("paths").EnumerateObject()
        from operation in path.Value.EnumerateObject()
        where operation.Name is "get" or "post" or "put" or "delete" or "patch"
        select (operation.Name, path.Name, operation.Value),
    ];

    public int Operations => _operations.Count;

    /// <summary>The request number <paramref name="index"/>: operations take turns, faults are drawn.</summary>
    public HttpRequestMessage Make(int index)
    {
        var (method, path, operation) = _operations[index % _operations.Count];
        var query = new List<string>();
        foreach (var parameter in Parameters(operation))
        {
            var name = parameter.GetProperty("name").GetString()!;
            switch (parameter.GetProperty("in").GetString())
            {
                case "path":
                    path = path.Replace($"{{{name}}}", Escape(Text()), StringComparison.Ordinal);
                    break;
                case "query" when _random.Next(2) == 0:
                    query.Add($"{name}={Escape(Text())}");
                    break;
            }
        }

        if (_random.Next(8) == 0)
            query.Add($"{Escape(Text())}={Escape(Text())}");
        var request = new HttpRequestMessage(
            new HttpMethod(method.ToUpperInvariant()),
            path + (query.Count > 0 ? "?" + string.Join('&', query) : "")
        );
        if (_random.Next(4) == 0)
            request.Headers.TryAddWithoutValidation("If-Match", Header());
        if (_random.Next(4) == 0)
            request.Headers.TryAddWithoutValidation("Idempotency-Key", Header());
        if (_random.Next(4) == 0)
            request.Headers.TryAddWithoutValidation("Accept", Header());
        if (method is "post" or "put" or "patch")
            request.Content = Body(operation);
        return request;
    }

    private static IEnumerable<JsonElement> Parameters(JsonElement operation) =>
        operation.TryGetProperty("parameters", out var parameters)
            ? parameters.EnumerateArray().Where(p => p.TryGetProperty("name", out _))
            : [];

    private ByteArrayContent Body(JsonElement operation)
    {
        var bytes = _random.Next(8) switch
        {
            0 => Encoding.UTF8.GetBytes(Text()),
            1 => Encoding.UTF8.GetBytes(new string('[', 100) + new string(']', 100)),
            2 => [0xff, 0xfe, 0x00, 0x80, (byte)_random.Next(256)],
            3 => Encoding.UTF8.GetBytes("{\"" + new string('a', 5_000) + "\": 1}"),
            4 => Encoding.UTF8.GetBytes(Json(operation)[..^1]),
            _ => Encoding.UTF8.GetBytes(Json(operation)),
        };
        var content = new ByteArrayContent(bytes);
        var type = _random.Next(6) switch
        {
            0 => "text/csv",
            1 => "application/x-ndjson",
            2 => "application/x-unheard-of",
            _ => "application/json",
        };
        content.Headers.ContentType = new MediaTypeHeaderValue(type);
        if (_random.Next(10) == 0)
            content.Headers.ContentEncoding.Add("gzip");
        return content;
    }

    private string Json(JsonElement operation)
    {
        var schema =
            operation.TryGetProperty("requestBody", out var body)
            && body.TryGetProperty("content", out var content)
            && content.TryGetProperty("application/json", out var json)
            && json.TryGetProperty("schema", out var found)
                ? found
                : default;
        return Value(schema, depth: 0);
    }

    private string Value(JsonElement schema, int depth)
    {
        while (schema.ValueKind == JsonValueKind.Object && schema.TryGetProperty("$ref", out var reference))
            schema = openApi
                .GetProperty("components")
                .GetProperty("schemas")
                .GetProperty(reference.GetString()!.Split('/')[^1]);
        if (
            schema.ValueKind == JsonValueKind.Object
            && schema.TryGetProperty("properties", out var properties)
            && depth < 5
        )
        {
            var fields = properties
                .EnumerateObject()
                .Where(_ => _random.Next(5) > 0)
                .Select(p => $"{JsonSerializer.Serialize(p.Name)}:{Value(p.Value, depth + 1)}");
            return "{" + string.Join(',', fields) + "}";
        }

        if (schema.ValueKind == JsonValueKind.Object && schema.TryGetProperty("items", out var items) && depth < 5)
            return "["
                + string.Join(',', Enumerable.Range(0, _random.Next(4)).Select(_ => Value(items, depth + 1)))
                + "]";
        return _random.Next(7) switch
        {
            0 => "null",
            1 => (_random.NextDouble() * 1e12 - 5e11).ToString("R", System.Globalization.CultureInfo.InvariantCulture),
            2 => _random.Next(-2, 3).ToString(System.Globalization.CultureInfo.InvariantCulture),
            3 => "1e308",
            4 => "\"\\ud800\"",
            5 => "{\"a\":[1]}",
            _ => JsonSerializer.Serialize(Text()),
        };
    }

    private string Text() => Texts[_random.Next(Texts.Length)];

    // Header values cannot hold line ends or NUL: the client would refuse to send them at all.
    private string Header() => new([.. Text().Where(c => !char.IsControl(c) && c < 0x7f)]);

    private static string Escape(string text) =>
        string.Concat(
            Encoding
                .UTF8.GetBytes(text)
                .Select(b =>
                    char.IsAsciiLetterOrDigit((char)b) || b is (byte)'-' or (byte)'.'
                        ? ((char)b).ToString()
                        : $"%{b:X2}"
                )
        );
}
