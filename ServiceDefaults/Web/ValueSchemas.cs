using System.Text.Json.Nodes;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using SmartInventory.Contracts;
using SmartInventory.Contracts.Localization;

namespace SmartInventory.ServiceDefaults.Web;

/// <summary>
/// Tells readers of the API's document what values look like whose types have converters of their own, of which the
/// generator knows nothing; and that amounts are decimal.
/// </summary>
internal sealed class ValueSchemas : IOpenApiSchemaTransformer
{
    private static readonly string[] Times = ["2026-01-31", "2026-01-31T18:30", "2026-01-31T18:30:00+01:00"];

    public Task TransformAsync(
        OpenApiSchema schema,
        OpenApiSchemaTransformerContext context,
        CancellationToken cancellationToken
    )
    {
        var type = context.JsonTypeInfo.Type;
        var value = Nullable.GetUnderlyingType(type);
        var orNull = value is null ? default : JsonSchemaType.Null;
        value ??= type;
        if (value == typeof(LocationTime))
        {
            // The component is made of whichever use comes first; that a property may be null stands at the property.
            schema.Type = JsonSchemaType.String;
            schema.Description ??=
                "A date or time; without an offset it is on the location's clock, "
                + "a plain date is the beginning of that day there.";
            schema.Examples = [.. Times.Select(example => JsonValue.Create(example))];
        }
        else if (value == typeof(DateTimeOffset))
            (schema.Type, schema.Format) = (JsonSchemaType.String | orNull, "date-time");
        else if (value.IsEnum)
            // Words: without this, generators take them for numbers.
            schema.Type = JsonSchemaType.String;
        else if (value == typeof(Sentence))
            (schema.Type, schema.Description) = (JsonSchemaType.String, "A text in the language of who asks.");
        else if (value == typeof(decimal))
            schema.Format = "decimal";
        return Task.CompletedTask;
    }
}
