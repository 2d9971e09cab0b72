namespace SmartInventory.Files;

/// <summary>
/// What a setting of an import is called where people set it: an option in a terminal, a field of a form in a browser.
/// </summary>
/// <param name="setting">
/// <c>decimal</c>, <c>date-format</c>, <c>encoding</c>, <c>skip</c>, <c>returns</c>, <c>map</c>, or a field of a
/// sale, as <see cref="SalesMapping.Fields"/> names them, beside them <c>kind</c> and <c>channel</c>.
/// </param>
/// <param name="value">What to set it to; null for the name alone.</param>
public delegate string Wording(string setting, string? value = null);
