namespace SmartInventory.Dashboard.Web.Imports;

/// <summary>What the settings of an import are called on its page.</summary>
public static class FormWords
{
    /// <summary>Null for what is no setting.</summary>
    private static string? Find(string setting) =>
        setting.ToUpperInvariant() switch
        {
            "SKU" => T("SKU"),
            "QUANTITY" => T("Quantity"),
            "SOLDAT" => T("Sold at"),
            "UNITPRICE" => T("Price for one"),
            "LINETOTAL" => T("Money for the line"),
            "LOCATION" => T("Location"),
            "EXTERNALID" => T("The line's own number"),
            "ORDER" => T("Order"),
            "RECEIPT" => T("Receipt"),
            "CUSTOMER" => T("Customer"),
            "NAME" => T("Product name"),
            "KIND" => T("Sale or return"),
            "CHANNEL" => T("Channel"),
            "DISCOUNT" => T("Discount"),
            "PROMOTION" => T("Promotion"),
            "DECIMAL" => T("Decimal mark"),
            "DATE-FORMAT" => T("Date format"),
            "ENCODING" => T("Encoding"),
            "SKIP" => T("Rows that are no sales"),
            "RETURNS" => T("Rows that are returns"),
            "MAP" => T("Columns"),
            _ => null,
        };

    public static string Label(string setting) =>
        Find(setting) ?? throw new ArgumentOutOfRangeException(nameof(setting), setting, "There is no such setting.");

    /// <summary>The wording of a form: the label of a field, with what to choose there.</summary>
    public static string Of(string setting, string? value)
    {
        // Which column a field takes is chosen at the field itself.
        if (setting == "map" && value?.Split('=')[0] is { } field && Find(field) is not null)
            (setting, value) = (field, null);
        return value is null ? $"“{Label(setting)}”" : $"“{Label(setting)}: {value}”";
    }
}
