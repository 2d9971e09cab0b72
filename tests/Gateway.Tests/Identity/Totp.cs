using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;

namespace SmartInventory.Gateway.Tests.Identity;

/// <summary>What an authenticator app shows: RFC 6238 with SHA-1, six digits, thirty seconds.</summary>
internal static class Totp
{
    public static string Now(string key)
    {
        Span<byte> counter = stackalloc byte[8];
        BinaryPrimitives.WriteInt64BigEndian(counter, DateTimeOffset.UtcNow.ToUnixTimeSeconds() / 30);
#pragma warning disable CA5350 // The standard's.
        var hash = HMACSHA1.HashData(Base32(key), counter);
#pragma warning restore CA5350
        var number = BinaryPrimitives.ReadInt32BigEndian(hash.AsSpan(hash[^1] & 15)) & int.MaxValue;
        return (number % 1_000_000).ToString("000000", CultureInfo.InvariantCulture);
    }

    private static byte[] Base32(string text)
    {
        const string Letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
        var bits = string.Concat(text.Select(c => Letters.IndexOf(c).ToString("b5", CultureInfo.InvariantCulture)));
        return [.. bits.Chunk(8).Where(part => part.Length == 8).Select(part => Convert.ToByte(new string(part), 2))];
    }
}
