using System.Net;
using Microsoft.Extensions.ServiceDiscovery;
using Yarp.ReverseProxy.Configuration;
using Yarp.ReverseProxy.ServiceDiscovery;

namespace SmartInventory.Gateway.Proxy;

/// <summary>
/// Finds <c>http://catalog</c> where every other HTTP client here finds it: in service discovery. A change of the
/// addresses reaches the proxy through the change token.
/// </summary>
internal sealed class ServiceDiscoveryResolver(ServiceEndpointResolver endpoints) : IDestinationResolver
{
    public async ValueTask<ResolvedDestinationCollection> ResolveDestinationsAsync(
        IReadOnlyDictionary<string, DestinationConfig> destinations,
        CancellationToken cancellationToken
    )
    {
        var resolved = new Dictionary<string, DestinationConfig>(StringComparer.OrdinalIgnoreCase);
        var changes = new List<Microsoft.Extensions.Primitives.IChangeToken>();
        foreach (var (name, destination) in destinations)
        {
            var found = await endpoints.GetEndpointsAsync(destination.Address, cancellationToken);
            changes.Add(found.ChangeToken);
            foreach (var endpoint in found.Endpoints)
            {
                var address = Address(endpoint.EndPoint);
                resolved[$"{name}[{address}]"] = destination with { Address = address };
            }
        }

        return new ResolvedDestinationCollection(
            resolved,
            new Microsoft.Extensions.Primitives.CompositeChangeToken(changes)
        );
    }

    private static string Address(EndPoint endpoint) =>
        endpoint switch
        {
            DnsEndPoint dns => dns.Port > 0 ? $"http://{dns.Host}:{dns.Port}" : $"http://{dns.Host}",
            IPEndPoint ip => $"http://{ip}",
            _ => endpoint.ToString()!,
        };
}
