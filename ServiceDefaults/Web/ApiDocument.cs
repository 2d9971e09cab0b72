using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.OpenApi;

namespace SmartInventory.ServiceDefaults.Web;

/// <summary>A header that a route looks at by itself, for the document.</summary>
/// <param name="Name">The header.</param>
/// <param name="Description">What to send in it.</param>
/// <param name="Required">Whether the route refuses a request without it.</param>
public sealed record RequestHeader(string Name, string Description, bool Required)
{
    internal OpenApiParameter ToParameter() =>
        new()
        {
            Name = Name,
            In = ParameterLocation.Header,
            Description = Description,
            Required = Required,
            Schema = new OpenApiSchema { Type = JsonSchemaType.String },
        };
}

/// <summary>A service's OpenAPI document, served at <c>/openapi/v1.json</c> by <c>app.MapOpenApi()</c>.</summary>
public static class ApiDocument
{
    public static WebApplicationBuilder AddApiDocument(
        this WebApplicationBuilder builder,
        string title,
        string description
    )
    {
        builder.Services.AddOpenApi(
            "v1",
            options =>
            {
                options.SayAll();
                options.AddDocumentTransformer(
                    (document, _, _) =>
                    {
                        document.Info.Title = title;
                        document.Info.Version = "v1";
                        document.Info.Description = description;
                        // The gateway decides the address; the service's own is of no use to a reader.
                        document.Servers?.Clear();
                        return Task.CompletedTask;
                    }
                );
                options.AddOperationTransformer(
                    (operation, context, _) =>
                    {
                        var headers = context.Description.ActionDescriptor.EndpointMetadata.OfType<RequestHeader>();
                        foreach (var header in headers)
                            (operation.Parameters ??= []).Add(header.ToParameter());
                        return Task.CompletedTask;
                    }
                );
            }
        );
        return builder;
    }

    /// <summary>
    /// Who may what, what tags are about, examples, and what times look like: for every document alike.
    /// </summary>
    public static void SayAll(this OpenApiOptions options)
    {
        options.SayWhoMay();
        options.SayWords();
    }
}
