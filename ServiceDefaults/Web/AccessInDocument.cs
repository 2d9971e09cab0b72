using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using SmartInventory.ServiceDefaults.Identity;

namespace SmartInventory.ServiceDefaults.Web;

/// <summary>Which role each operation needs, in the OpenAPI document.</summary>
public static class AccessInDocument
{
    /// <summary>The name of the scheme in the document.</summary>
    public const string Scheme = "bearer";

    /// <summary>
    /// Adds the scheme, and to each operation the lowest role that may (OpenAPI 3.1 takes roles in a security
    /// requirement), with the answers to who may not.
    /// </summary>
    internal static void SayWhoMay(this OpenApiOptions options)
    {
        options.AddDocumentTransformer(
            (document, _, _) =>
            {
                document.AddComponent<IOpenApiSecurityScheme>(
                    Scheme,
                    new OpenApiSecurityScheme
                    {
                        Type = SecuritySchemeType.Http,
                        Scheme = "bearer",
                        BearerFormat = "JWT",
                        Description =
                            "An access token of the gateway. Roles: viewer, clerk, planner, admin; "
                            + "each may what those before it may.",
                    }
                );
                return Task.CompletedTask;
            }
        );
        options.AddOperationTransformer(
            async (operation, context, ct) =>
            {
                var policies = context
                    .Description.ActionDescriptor.EndpointMetadata.OfType<IAuthorizeData>()
                    .Select(data => data.Policy)
                    .OfType<string>()
                    .ToList();
                if (policies.Count == 0)
                    return;
                operation.Security =
                [
                    new OpenApiSecurityRequirement
                    {
                        [new OpenApiSecuritySchemeReference(Scheme, context.Document)] = [Access.LowestRole(policies)],
                    },
                ];
                var problem = await context.GetOrCreateSchemaAsync(typeof(ProblemDetails), null, ct);
                operation.Responses ??= [];
                operation.Responses["401"] = Problem("Nobody is signed in, or the token is not good.", problem);
                operation.Responses["403"] = Problem("The role is not enough.", problem);
            }
        );
    }

    private static OpenApiResponse Problem(string description, IOpenApiSchema schema) =>
        new()
        {
            Description = description,
            Content = new Dictionary<string, OpenApiMediaType>
            {
                ["application/problem+json"] = new() { Schema = schema },
            },
        };
}
