namespace SmartInventory.Testing;

/// <summary>
/// What the contracts say of names and times that are none, in English: there it is in the language of who reads.
/// </summary>
public static class Rules
{
    public const string Sku =
        "must be 1 to 64 characters of letters, digits, '.', '-', '_' or '/', beginning with a letter or digit";
    public const string Code =
        "must be 1 to 32 characters of letters, digits, '.', '-' or '_', beginning with a letter or digit";
    public const string LocationTime =
        "must be a date or time like 2026-01-31 or 2026-01-31T18:30 (on the location's clock) "
        + "or 2026-01-31T18:30:00+01:00";
    public const string NoCursor =
        "is no cursor of this list; take it from 'next' of the page before, with the same sort";
}
