using System.Security.Cryptography;
using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.XmlEncryption;

namespace SmartInventory.Gateway.Identity;

/// <summary>Seals what protects cookies before it is stored: AES-256-GCM, nonce, tag and text as one base64.</summary>
internal sealed class KeyEncryptor(Keys keys) : IXmlEncryptor
{
    public EncryptedXmlInfo Encrypt(XElement plaintextElement)
    {
        var plain = System.Text.Encoding.UTF8.GetBytes(plaintextElement.ToString(SaveOptions.DisableFormatting));
        var sealed_ = new byte[KeyDecryptor.Nonce + KeyDecryptor.Tag + plain.Length];
        RandomNumberGenerator.Fill(sealed_.AsSpan(0, KeyDecryptor.Nonce));
        using var aes = new AesGcm(keys.AtRest, KeyDecryptor.Tag);
        aes.Encrypt(
            sealed_.AsSpan(0, KeyDecryptor.Nonce),
            plain,
            sealed_.AsSpan(KeyDecryptor.Nonce + KeyDecryptor.Tag),
            sealed_.AsSpan(KeyDecryptor.Nonce, KeyDecryptor.Tag)
        );
        return new EncryptedXmlInfo(new XElement("sealed", Convert.ToBase64String(sealed_)), typeof(KeyDecryptor));
    }
}

/// <summary>Opens what <see cref="KeyEncryptor"/> sealed. Data protection makes it with the services.</summary>
internal sealed class KeyDecryptor(IServiceProvider services) : IXmlDecryptor
{
    public const int Nonce = 12;
    public const int Tag = 16;

    public XElement Decrypt(XElement encryptedElement)
    {
        var sealed_ = Convert.FromBase64String(encryptedElement.Value);
        var plain = new byte[sealed_.Length - Nonce - Tag];
        using var aes = new AesGcm(services.GetRequiredService<Keys>().AtRest, Tag);
        aes.Decrypt(sealed_.AsSpan(0, Nonce), sealed_.AsSpan(Nonce + Tag), sealed_.AsSpan(Nonce, Tag), plain);
        return XElement.Parse(System.Text.Encoding.UTF8.GetString(plain));
    }
}
