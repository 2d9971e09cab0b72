using System.Security.Cryptography;
using System.Text;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using SmartInventory.Gateway.Identity;

namespace SmartInventory.Gateway.Tests.Identity;

/// <summary>Tokens that somebody made who may not.</summary>
internal static class Forged
{
    public static string Token(string kind, string real, Keys keys)
    {
        var parts = real.Split('.');
        switch (kind)
        {
            case "tampered":
                var payload = Encoding.UTF8.GetString(Base64UrlEncoder.DecodeBytes(parts[1]));
                var later = payload.Replace("\"iat\":1", "\"iat\":2", StringComparison.Ordinal);
                return $"{parts[0]}.{Base64UrlEncoder.Encode(later)}.{parts[2]}";
            case "none":
                return $"{Base64UrlEncoder.Encode("""{"alg":"none","typ":"at+jwt"}""")}.{parts[1]}.";
        }

        var now = DateTime.UtcNow;
        using var foreign = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return new JsonWebTokenHandler().CreateToken(
            new SecurityTokenDescriptor
            {
                TokenType = "at+jwt",
                Issuer = kind == "issuer" ? "http://elsewhere/" : "http://smartinventory/",
                Audience = kind == "audience" ? "elsewhere" : "smartinventory",
                IssuedAt = now.AddHours(-2),
                NotBefore = kind == "early" ? now.AddMinutes(5) : now.AddHours(-2),
                Expires = kind == "expired" ? now.AddMinutes(-1) : now.AddHours(1),
                Claims = new Dictionary<string, object>
                {
                    ["sub"] = "x",
                    ["name"] = "x",
                    ["role"] = "admin",
                },
                SigningCredentials = new SigningCredentials(
                    kind == "key" ? new ECDsaSecurityKey(foreign) { KeyId = keys.Signing[0].KeyId } : keys.Signing[0],
                    SecurityAlgorithms.EcdsaSha256
                ),
            }
        );
    }
}
