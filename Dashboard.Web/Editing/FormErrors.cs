namespace SmartInventory.Dashboard.Web.Editing;

/// <summary>What the API says of fields, beside the inputs of a form.</summary>
public static class FormErrors
{
    /// <summary>By the input; what is about a part of a field, as contacts[0].email, names that part.</summary>
    /// <param name="fields">Of the form. What is about none of them stands above it only.</param>
    /// <param name="refused">As the API names them.</param>
    public static Dictionary<string, string> ByField(
        IEnumerable<FormField> fields,
        IReadOnlyDictionary<string, string[]> refused
    ) =>
        fields
            .Select(field =>
                (
                    field.Name,
                    Wrong: refused
                        .Where(error =>
                            error.Key == field.Name || error.Key.StartsWith($"{field.Name}[", StringComparison.Ordinal)
                        )
                        .Select(error =>
                            $"{(error.Key == field.Name ? "" : $"{error.Key}: ")}{string.Join(", ", error.Value)}."
                        )
                        .ToList()
                )
            )
            .Where(field => field.Wrong.Count > 0)
            .ToDictionary(field => field.Name, field => string.Join(" ", field.Wrong), StringComparer.Ordinal);
}
