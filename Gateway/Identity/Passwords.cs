using System.Security.Cryptography;

namespace SmartInventory.Gateway.Identity;

/// <summary>Passwords that the system makes.</summary>
internal static class Passwords
{
    // No letters and digits that are taken for each other.
    private const string Letters = "abcdefghijkmnpqrstuvwxyz23456789";

    /// <summary>80 bits, in groups that can be typed from a screen.</summary>
    public static string New() =>
        string.Join(
            '-',
            Enumerable.Range(0, 4).Select(_ => new string(RandomNumberGenerator.GetItems<char>(Letters, 4)))
        );
}
