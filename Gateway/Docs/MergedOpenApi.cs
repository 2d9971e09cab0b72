using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.Extensions.Options;
using Microsoft.OpenApi;

namespace SmartInventory.Gateway.Docs;

/// <summary>
/// Fetches the services' OpenAPI documents, merges them with the gateway's own, and keeps the result for a short while:
/// shorter when a service was missing from it.
/// </summary>
internal sealed partial class MergedOpenApi(
    IHttpClientFactory clients,
    [FromKeyedServices(Docs.OwnDocument)] IOpenApiDocumentProvider own,
    TimeProvider time,
    IOptions<ApiOwner> owner,
    ILogger<MergedOpenApi> log
) : IDisposable
{
    public const string Client = "openapi";

    /// <summary>Stands for the address by which the reader reached the gateway, which is not kept.</summary>
    private const string Origin = "https://gateway.invalid";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private readonly SemaphoreSlim _one = new(1, 1);
    private (string Text, DateTimeOffset Until)? _kept;

    /// <param name="origin">The address by which the reader reached the gateway.</param>
    /// <param name="ct">Ends it early.</param>
    public async Task<string> GetAsync(string origin, CancellationToken ct) =>
        (await KeptAsync(ct)).Replace(Origin, JsonEncodedText.Encode(origin).ToString(), StringComparison.Ordinal);

    private async Task<string> KeptAsync(CancellationToken ct)
    {
        await _one.WaitAsync(ct);
        try
        {
            if (_kept is { } kept && kept.Until > time.GetUtcNow())
                return kept.Text;
            var documents = await Task.WhenAll(Parts.Services.Select(part => FetchAsync(part, ct)));
            var present = documents.Where(d => d.Document is not null).Select(d => (d.Part, d.Document!)).ToList();
            var missing = documents.Where(d => d.Document is null).Select(d => d.Part).ToList();
            present.Add((Parts.Gateway, await OwnAsync(ct)));
            var text = OpenApiMerge
                .Merge(present, missing, owner.Value, $"{Origin}/connect/token")
                .ToJsonString(new JsonSerializerOptions { WriteIndented = true });
            _kept = (
                text,
                time.GetUtcNow() + (missing.Count == 0 ? TimeSpan.FromSeconds(60) : TimeSpan.FromSeconds(2))
            );
            return text;
        }
        finally
        {
            _one.Release();
        }
    }

    public void Dispose() => _one.Dispose();

    private async Task<(string Part, JsonObject? Document)> FetchAsync(string part, CancellationToken ct)
    {
        using var patience = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, patience.Token);
        try
        {
            using var client = clients.CreateClient(Client);
            await using var body = await client.GetStreamAsync(new Uri($"http://{part}/openapi/v1.json"), either.Token);
            return (part, await JsonNode.ParseAsync(body, cancellationToken: either.Token) as JsonObject);
        }
        catch (Exception e)
            when (e is HttpRequestException or JsonException or IOException
                || (e is OperationCanceledException && !ct.IsCancellationRequested)
            )
        {
            LogMissing(log, part, e.Message);
            return (part, null);
        }
    }

    private async Task<JsonObject> OwnAsync(CancellationToken ct)
    {
        var document = await own.GetOpenApiDocumentAsync(ct);
        return (JsonObject)JsonNode.Parse(await document.SerializeAsJsonAsync(OpenApiSpecVersion.OpenApi3_1, ct))!;
    }

    [LoggerMessage(LogLevel.Warning, "The API description of {Part} is left out: {Reason}")]
    private static partial void LogMissing(ILogger logger, string part, string reason);
}
