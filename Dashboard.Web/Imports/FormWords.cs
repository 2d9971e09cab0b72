namespace SmartInventory.Dashboard.Web.Imports;

/// <summary>What the settings of an import are called on its page.</summary>
public static class FormWords
{
    private static readonly Dictionary<string, string> Labels = new(StringComparer.OrdinalIgnoreCase)
    {
        ["sku"] = "SKU",
        ["quantity"] = "Quantity",
        ["soldAt"] = "Sold at",
        ["unitPrice"] = "Price for one",
        ["lineTotal"] = "Money for the line",
        ["location"] = "Location",
        ["externalId"] = "The line's own number",
        ["order"] = "Order",
        ["receipt"] = "Receipt",
        ["customer"] = "Customer",
        ["name"] = "Product name",
        ["kind"] = "Sale or return",
        ["channel"] = "Channel",
        ["discount"] = "Discount",
        ["promotion"] = "Promotion",
        ["decimal"] = "Decimal mark",
        ["date-format"] = "Date format",
        ["encoding"] = "Encoding",
        ["skip"] = "Rows that are no sales",
        ["returns"] = "Rows that are returns",
        ["map"] = "Columns",
    };

    public static string Label(string setting) => Labels[setting];

    /// <summary>The wording of a form: the label of a field, with what to choose there.</summary>
    public static string Of(string setting, string? value)
    {
        // Which column a field takes is chosen at the field itself.
        if (setting == "map" && value?.Split('=')[0] is { } field && Labels.ContainsKey(field))
            (setting, value) = (field, null);
        return value is null ? $"“{Label(setting)}”" : $"“{Label(setting)}: {value}”";
    }
}
