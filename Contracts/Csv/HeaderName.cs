namespace SmartInventory.Contracts.Csv;

/// <summary>
/// The names of columns, as files spell them. Case and blanks make no difference: "SKU", "sku " and "Sku" are one
/// column, "Unit Price" is unitPrice.
/// </summary>
public static class HeaderName
{
    /// <summary>What all spellings of a name have in common.</summary>
    public static string Plain(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return string.Concat(name.Where(c => !char.IsWhiteSpace(c) && c is not ('\u200B' or '\uFEFF')))
            .ToUpperInvariant();
    }
}
