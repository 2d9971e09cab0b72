using System.Security.Cryptography;
using Microsoft.AspNetCore.Identity;

namespace SmartInventory.Gateway.Identity;

/// <summary>Passwords that the system makes, and why those of people are refused.</summary>
internal static class Passwords
{
    /// <summary>Why an account was refused, in words.</summary>
    public static string Reasons(this IdentityResult refused) =>
        string.Join(" ", refused.Errors.Select(error => error.Description));

    // No letters and digits that are taken for each other.
    private const string Letters = "abcdefghijkmnpqrstuvwxyz23456789";

    /// <summary>80 bits, in groups that can be typed from a screen.</summary>
    public static string New() =>
        string.Join(
            '-',
            Enumerable.Range(0, 4).Select(_ => new string(RandomNumberGenerator.GetItems<char>(Letters, 4)))
        );
}
