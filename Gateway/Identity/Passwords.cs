using System.Security.Cryptography;
using Microsoft.AspNetCore.Identity;

namespace SmartInventory.Gateway.Identity;

/// <summary>Passwords that the system makes, and why those of people are refused.</summary>
internal static class Passwords
{
    /// <summary>Why an account was refused, in words.</summary>
    public static string Reasons(this IdentityResult refused) =>
        string.Join(" ", refused.Errors.Select(error => error.Description));

    /// <summary>For what can be refused for no reason that is worth an answer.</summary>
    /// <exception cref="InvalidOperationException">It was refused: somebody else changed it meanwhile.</exception>
    public static void OrThrow(this IdentityResult result)
    {
        if (!result.Succeeded)
            throw new InvalidOperationException(result.Reasons());
    }

    // No letters and digits that are taken for each other.
    private const string Letters = "abcdefghijkmnpqrstuvwxyz23456789";

    /// <summary>80 bits, in groups that can be typed from a screen.</summary>
    public static string New() =>
        string.Join(
            '-',
            Enumerable.Range(0, 4).Select(_ => new string(RandomNumberGenerator.GetItems<char>(Letters, 4)))
        );
}
