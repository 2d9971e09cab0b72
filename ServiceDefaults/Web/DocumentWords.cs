using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using SmartInventory.Contracts;

namespace SmartInventory.ServiceDefaults.Web;

/// <summary>What a tag of the OpenAPI document is about.</summary>
internal sealed record TagDescription(string Name, string Description);

/// <summary>What a request's body or an answer looks like.</summary>
/// <param name="Status">The answer's; null for the request.</param>
/// <param name="ContentType">Of the body.</param>
/// <param name="Value">The body.</param>
internal sealed record BodyExample(string? Status, string ContentType, JsonNode Value);

/// <summary>What routes say of themselves beyond what their types do.</summary>
public static class DocumentWords
{
    private const string Json = "application/json";

    /// <summary>Puts routes under a tag, and says what it is about; once per service and tag.</summary>
    public static TBuilder WithTag<TBuilder>(this TBuilder builder, string name, string description)
        where TBuilder : IEndpointConventionBuilder =>
        builder.WithTags(name).WithMetadata(new TagDescription(name, description));

    /// <summary>
    /// An example of the body that the route takes: an object of the contracts, so that it stays true.
    /// </summary>
    public static TBuilder WithExample<TBuilder>(this TBuilder builder, object body)
        where TBuilder : IEndpointConventionBuilder => builder.WithMetadata(new BodyExample(null, Json, ToNode(body)));

    /// <summary>The same of a body that is text.</summary>
    public static TBuilder WithTextExample<TBuilder>(this TBuilder builder, string contentType, string body)
        where TBuilder : IEndpointConventionBuilder =>
        builder.WithMetadata(new BodyExample(null, contentType, JsonValue.Create(body)));

    /// <summary>An example of the answer of a route that has one.</summary>
    public static TBuilder WithAnswer<TBuilder>(this TBuilder builder, object body)
        where TBuilder : IEndpointConventionBuilder => builder.WithMetadata(new BodyExample("200", Json, ToNode(body)));

    internal static void SayWords(this OpenApiOptions options)
    {
        options.AddSchemaTransformer<ValueSchemas>();
        options.AddSchemaTransformer(
            (schema, context, _) =>
            {
                SayRequired(schema, context.JsonTypeInfo);
                return Task.CompletedTask;
            }
        );
        options.AddDocumentTransformer(
            (document, context, _) =>
            {
                var described = context
                    .DescriptionGroups.SelectMany(group => group.Items)
                    .SelectMany(item => item.ActionDescriptor.EndpointMetadata.OfType<TagDescription>())
                    .DistinctBy(tag => tag.Name)
                    .ToDictionary(tag => tag.Name, tag => tag.Description);
                foreach (var tag in document.Tags ?? new HashSet<OpenApiTag>())
                    tag.Description = described.GetValueOrDefault(tag.Name!);
                return Task.CompletedTask;
            }
        );
        options.AddOperationTransformer(
            (operation, context, _) =>
            {
                foreach (var example in context.Description.ActionDescriptor.EndpointMetadata.OfType<BodyExample>())
                {
                    var content = example.Status is null
                        ? operation.RequestBody?.Content
                        : operation.Responses?[example.Status].Content;
                    if (content?.TryGetValue(example.ContentType, out var body) is not true)
                        throw new InvalidOperationException(
                            $"{operation.OperationId} has no {example.ContentType} that its example could be of."
                        );
                    body.Example = example.Value.DeepClone();
                }
                return Task.CompletedTask;
            }
        );
    }

    /// <summary>
    /// What a request has to say is nullable in the contracts, so that one answer names all that is missing; those
    /// properties bear <see cref="RequiredAttribute"/>.
    /// </summary>
    private static void SayRequired(OpenApiSchema schema, JsonTypeInfo type)
    {
        foreach (var property in type.Properties)
        {
            if (
                property.AttributeProvider?.IsDefined(typeof(RequiredAttribute), inherit: true) is not true
                || schema.Properties?.TryGetValue(property.Name, out var said) is not true
            )
                continue;
            (schema.Required ??= new HashSet<string>()).Add(property.Name);
            if (said is OpenApiSchema { Type: { } kind } own)
                own.Type = kind & ~JsonSchemaType.Null;
        }
    }

    private static JsonNode ToNode(object body) =>
        JsonSerializer.SerializeToNode(body, body.GetType(), ContractsJson.Options)!;
}
