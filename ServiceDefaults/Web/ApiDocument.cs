using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace SmartInventory.ServiceDefaults.Web;

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
                )
        );
        return builder;
    }
}
