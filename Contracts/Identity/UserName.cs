using System.Text.RegularExpressions;

namespace SmartInventory.Contracts.Identity;

/// <summary>What a person signs in with. It never changes and never belongs to somebody else.</summary>
public static partial class UserName
{
    /// <summary>What a name may look like, in words for an error message.</summary>
    public static string Rule => T("must be 3 to 40 characters of a-z, 0-9, '.', '-' and '_'");

    public const int MaxLength = 40;

    /// <summary>Whoever asks, where a person is named; too short for a name.</summary>
    public const string Me = "me";

    /// <summary>Nobody, in filters; nobody is called so.</summary>
    public const string None = "none";

    /// <summary>Whether the text looks like a name.</summary>
    public static bool IsValid(string text) => Pattern().IsMatch(text);

    [GeneratedRegex(@"\A[a-z0-9._\-]{3,40}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Pattern();
}
