using System.Runtime.Loader;
using System.Text.Json;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using NJsonSchema.CodeGeneration.CSharp;
using NSwag;
using NSwag.CodeGeneration.CSharp;
using SmartInventory.Testing;

namespace SmartInventory.EndToEnd;

/// <summary>What somebody else makes of the API's description, against the system that it describes.</summary>
public sealed class GeneratedClientTests(InventorySystem system)
{
    /// <summary>As a program of somebody else would use the client that was made for it.</summary>
    private const string Use = """
        using System;
        using System.Linq;
        using System.Net.Http;
        using System.Threading.Tasks;

        namespace Generated;

        public static class Program
        {
            public static async Task<string> RunAsync(HttpClient http, string name)
            {
                var client = new Client(http);
                await client.CreateLocationAsync(body: new CreateLocation { Code = $"L-{name}", Name = "A shop" });
                await client.CreateProductAsync(
                    body: new CreateProduct { Sku = $"P-{name}", Name = "A thing", Price = 9.5m });
                var sale = await client.RecordSaleAsync(body: new RecordSale
                {
                    Sku = $"P-{name}",
                    Location = $"L-{name}",
                    Quantity = 3,
                    SoldAt = "2026-01-31T18:30",
                    // Whoever repeats a sale has to name it, and parts are killed by other tests meanwhile.
                    ExternalId = $"S-{name}",
                });
                var page = await client.ListSalesAsync(sku: $"P-{name}", from: "2026-01-31");
                var line = page.Items.Single();
                DateTimeOffset soldAt = line.SoldAt;
                if (line.Id != sale.Id)
                    return "another sale";
                try
                {
                    // With its location: other tests have some too, and one that is missing would be a second fault.
                    await client.RecordSaleAsync(
                        body: new RecordSale { Sku = "NO-SUCH-THING", Location = $"L-{name}", Quantity = 1 });
                    return "no refusal";
                }
                catch (ApiException<HttpValidationProblemDetails> e)
                {
                    return $"{line.Quantity:0.##} of {line.Sku} at {soldAt:yyyy-MM-dd HH:mm}; "
                        + $"{e.StatusCode} {e.Result.Errors.Keys.Single()}";
                }
            }
        }
        """;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_merged_document_misses_nothing_and_names_the_real_token_address()
    {
        using var http = system.Http(TimeSpan.FromSeconds(60));
        var document = await ApiDocument.ReadAsync(http, Cancel);
        Assert.Empty(document.Faults("CreateProduct", "ReceiveStock", "RecordSale", "ImportSales", "ListSuggestions"));
        var token = document
            .Root.GetProperty("components")
            .GetProperty("securitySchemes")
            .GetProperty("oauth2")
            .GetProperty("flows")
            .GetProperty("clientCredentials")
            .GetProperty("tokenUrl")
            .GetString()!;
        using var refused = await http.PostAsync(new Uri(token), new FormUrlEncodedContent([]), Cancel);
        var problem = JsonSerializer.Deserialize<JsonElement>(await refused.Content.ReadAsStringAsync(Cancel));
        Assert.Equal("invalid_request", problem.GetProperty("error").GetString());
        var info = document.Root.GetProperty("info");
        Assert.NotEmpty(info.GetProperty("license").GetProperty("name").GetString()!);
        Assert.NotEmpty(info.GetProperty("contact").GetProperty("name").GetString()!);
    }

    [Fact]
    public async Task A_client_made_of_the_document_records_a_sale_and_reads_it_again()
    {
        using var http = system.Http(TimeSpan.FromSeconds(60));
        var document = await OpenApiDocument.FromJsonAsync(
            await http.GetStringAsync(new Uri("/openapi/v1.json", UriKind.Relative), Cancel),
            Cancel
        );
        var settings = new CSharpClientGeneratorSettings
        {
            ClassName = "Client",
            UseBaseUrl = false,
            GenerateOptionalParameters = true,
        };
        settings.CSharpGeneratorSettings.Namespace = "Generated";
        settings.CSharpGeneratorSettings.JsonLibrary = CSharpJsonLibrary.SystemTextJson;
        var run = Compile(new CSharpClientGenerator(document, settings).GenerateFile(), Use)
            .GetType("Generated.Program")!
            .GetMethod("RunAsync")!;

        var name = Guid.NewGuid().ToString("N")[..12].ToUpperInvariant();
        var said = await (Task<string>)run.Invoke(null, [http, name])!;

        Assert.Equal($"3 of P-{name} at 2026-01-31 18:30; 400 sku", said);
    }

    private static System.Reflection.Assembly Compile(params IEnumerable<string> sources)
    {
        var known = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator);
        var compilation = CSharpCompilation.Create(
            "Generated",
            sources.Select(source => CSharpSyntaxTree.ParseText(source, cancellationToken: Cancel)),
            known.Select(path => MetadataReference.CreateFromFile(path)),
            new(OutputKind.DynamicallyLinkedLibrary)
        );
        using var bytes = new MemoryStream();
        var result = compilation.Emit(bytes, cancellationToken: Cancel);
        Assert.True(
            result.Success,
            string.Join('\n', result.Diagnostics.Where(d => d.Severity == DiagnosticSeverity.Error).Take(10))
        );
        bytes.Position = 0;
        return new AssemblyLoadContext("generated", isCollectible: true).LoadFromStream(bytes);
    }
}
