using System.Security.Cryptography;
using System.Xml.Linq;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.AuthenticatedEncryption.ConfigurationModel;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.Extensions.DependencyInjection;

namespace SmartInventory.ServiceDefaults.Identity;

/// <summary>
/// What cookies and forms are sealed with comes from a secret: it is stored nowhere, survives a restart, and is the
/// same in every replica. Another secret signs everybody out.
/// </summary>
public static class CookieKeys
{
    /// <summary>What a key has, in bytes: one half encrypts, one authenticates.</summary>
    public const int Length = 64;

    /// <param name="builder">The application.</param>
    /// <param name="application">Its name: what another one sealed is not opened, whatever its key.</param>
    /// <param name="key">Makes the key, of <see cref="Length"/> bytes.</param>
    public static void AddCookieKeys(
        this WebApplicationBuilder builder,
        string application,
        Func<IServiceProvider, byte[]> key
    )
    {
        builder.Services.AddDataProtection().SetApplicationName(application).DisableAutomaticKeyGeneration();
        builder
            .Services.AddOptions<KeyManagementOptions>()
            .Configure<IServiceProvider>(
                (management, services) => management.XmlRepository = new OneKey(key(services))
            );
    }

    private sealed class OneKey(byte[] key) : IXmlRepository
    {
        private static readonly DateTimeOffset Since = DateTimeOffset.UnixEpoch;
        private static readonly DateTimeOffset Until = new(9000, 1, 1, 0, 0, 0, TimeSpan.Zero);

        public IReadOnlyCollection<XElement> GetAllElements()
        {
            using var secret = new Secret(key);
            var descriptor = new AuthenticatedEncryptorDescriptor(
                new AuthenticatedEncryptorConfiguration(),
                secret
            ).ExportToXml();
            return
            [
                new XElement(
                    "key",
                    // Another secret has another name, so that nobody tries to open with one what is of another.
                    new XAttribute("id", new Guid(SHA256.HashData(key).AsSpan(0, 16))),
                    new XAttribute("version", 1),
                    new XElement("creationDate", Since),
                    new XElement("activationDate", Since),
                    new XElement("expirationDate", Until),
                    new XElement(
                        "descriptor",
                        new XAttribute("deserializerType", descriptor.DeserializerType.AssemblyQualifiedName!),
                        descriptor.SerializedDescriptorElement
                    )
                ),
            ];
        }

        public void StoreElement(XElement element, string friendlyName) =>
            throw new NotSupportedException("There is one key, and it is made from the secret.");
    }
}
