using System.Numerics;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Tokens;
using SmartInventory.ServiceDefaults.Identity;

namespace SmartInventory.Gateway.Identity;

/// <summary>What the provider is told. Section <c>Identity</c>.</summary>
internal sealed class IdentityOptions
{
    public const string Section = "Identity";
    public const int ShortestSecret = 24;
    private static readonly string[] LoopbackNames = ["localhost", "127.0.0.1"];

    /// <summary>
    /// The one secret: 24 characters or more, chosen at random (24 letters and digits are 142 bits). All keys come from
    /// it, so they survive a restart, are the same in every replica, and are nowhere at rest. Who changes it signs
    /// everybody out.
    /// </summary>
    public string? Secret { get; set; }

    /// <summary>
    /// Which signing key is used; the one before is still trusted. One more is a new key, that nobody notices.
    /// </summary>
    public int SigningKey { get; set; } = 1;

    /// <summary>The first admin's password; one is made and logged where none is given.</summary>
    public string? AdminPassword { get; set; }

    /// <summary>In a development run: an account per role with this password, shown on the sign-in page.</summary>
    public string? DevelopmentPassword { get; set; }

    /// <summary>
    /// In a development run: the secret of a token that may everything, for the person who started it.
    /// </summary>
    public string? DevelopmentToken { get; set; }

    /// <summary>Where browsers reach the dashboard; null where there is none.</summary>
    public string? Dashboard { get; set; }

    /// <summary>The same by each name that browsers know for it: on one machine <c>127.0.0.1</c>, too.</summary>
    public IEnumerable<Uri> DashboardAddresses()
    {
        if (Dashboard is not { Length: > 0 } text)
            return [];
        var address = new Uri(text);
        // Not [::1], which a Content-Security-Policy has no way to say.
        return address.IsLoopback
            ? LoopbackNames.Select(name => new UriBuilder(address) { Host = name }.Uri)
            : [address];
    }

    public string? DashboardSecret { get; set; }

    /// <summary>
    /// The name that passkeys are bound to, for where the gateway is reached by several; default: the name that it is
    /// asked by.
    /// </summary>
    public string? PasskeyDomain { get; set; }

    /// <summary>Services that ask others: name to secret.</summary>
    public Dictionary<string, string> Services { get; set; } = [];

    /// <summary>Of the host, which loads the sample and sends failed messages again; null without one.</summary>
    public string? HostSecret { get; set; }
}

/// <summary>The keys of the provider, each derived from its secret (HKDF, RFC 5869) under a name of its own.</summary>
internal sealed class Keys(IOptions<IdentityOptions> options)
{
    private static readonly BigInteger Order = BigInteger.Parse(
        "0FFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551",
        System.Globalization.NumberStyles.HexNumber,
        System.Globalization.CultureInfo.InvariantCulture
    );

    private readonly byte[] _secret = Read(options.Value);

    /// <summary>The key that signs, then the one before.</summary>
    public IReadOnlyList<SecurityKey> Signing =>
        options.Value.SigningKey > 1
            ? [SigningOf(options.Value.SigningKey), SigningOf(options.Value.SigningKey - 1)]
            : [SigningOf(1)];

    /// <summary>What codes and refresh tokens are sealed with: only the provider reads them.</summary>
    public SymmetricSecurityKey Encryption => new(Derive("encryption", 32)) { KeyId = "encryption" };

    /// <summary>What cookies and forms are sealed with.</summary>
    public byte[] Cookies => Derive("cookies", CookieKeys.Length);

    // FIPS 186-5, A.2.1: sixteen bytes more than the order has, so that the rest of the division favours no number.
    private ECDsaSecurityKey SigningOf(int number)
    {
        var bits = Derive($"signing {number}", 48);
        var d = (new BigInteger(bits, isUnsigned: true, isBigEndian: true) % (Order - 1)) + 1;
        var bytes = d.ToByteArray(isUnsigned: true, isBigEndian: true);
        var padded = new byte[32];
        bytes.CopyTo(padded, 32 - bytes.Length);
        var key = ECDsa.Create(new ECParameters { Curve = ECCurve.NamedCurves.nistP256, D = padded });
        var point = key.ExportParameters(includePrivateParameters: false).Q;
        return new ECDsaSecurityKey(key)
        {
            KeyId = Convert.ToHexStringLower(SHA256.HashData([.. point.X!, .. point.Y!]).AsSpan(0, 8)),
        };
    }

    private byte[] Derive(string name, int length) =>
        HKDF.DeriveKey(HashAlgorithmName.SHA256, _secret, length, info: Encoding.UTF8.GetBytes(name));

    private static byte[] Read(IdentityOptions options) =>
        options.Secret is { Length: >= IdentityOptions.ShortestSecret } text
            ? Encoding.UTF8.GetBytes(text)
            : throw new InvalidOperationException(
                $"{IdentityOptions.Section}:{nameof(IdentityOptions.Secret)} must be "
                    + $"{IdentityOptions.ShortestSecret} characters or more, chosen at random."
            );
}
