using System.Text.Json.Nodes;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using SmartInventory.Contracts;

namespace SmartInventory.Sales.Api.Recording;

/// <summary>Tells readers of the API's document what the type's own converter takes.</summary>
internal sealed class LocationTimeSchema : IOpenApiSchemaTransformer
{
    private static readonly string[] Examples = ["2026-01-31", "2026-01-31T18:30", "2026-01-31T18:30:00+01:00"];

    public Task TransformAsync(
        OpenApiSchema schema,
        OpenApiSchemaTransformerContext context,
        CancellationToken cancellationToken
    )
    {
        var type = context.JsonTypeInfo.Type;
        if ((Nullable.GetUnderlyingType(type) ?? type) != typeof(LocationTime))
            return Task.CompletedTask;
        // The component is made of whichever use comes first; that a property may be null stands at the property.
        schema.Type = JsonSchemaType.String;
        schema.Description ??=
            "A date or time; without an offset it is on the location's clock, "
            + "a plain date is the beginning of that day there.";
        schema.Examples = [.. Examples.Select(example => JsonValue.Create(example))];
        return Task.CompletedTask;
    }
}
