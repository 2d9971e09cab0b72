using System.Net;
using System.Text;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;
using SmartInventory.ServiceDefaults.Identity;
using SmartInventory.ServiceDefaults.Web;
using Yarp.ReverseProxy.Configuration;
using Yarp.ReverseProxy.Forwarder;
using Yarp.ReverseProxy.Health;
using Yarp.ReverseProxy.ServiceDiscovery;
using Yarp.ReverseProxy.Transforms;

namespace SmartInventory.Gateway.Proxy;

/// <summary>Which path goes to which service. What is not named here does not exist from outside.</summary>
internal static class Proxy
{
    private const string Import = "/api/v1/sales/import";
    private const string Image = "/api/v1/products/{sku}/image";

    /// <summary>Far above what the catalogue takes, so that it can say itself what it does not.</summary>
    private const long MaxImageBytes = 64 * 1024 * 1024;

    private static readonly (string Path, string Service)[] Paths =
    [
        ("/api/v1/products", Parts.Catalog),
        ("/api/v1/suppliers", Parts.Catalog),
        ("/api/v1/supplier-figures", Parts.Catalog),
        ("/api/v1/locations", Parts.Catalog),
        ("/api/v1/stock", Parts.Catalog),
        ("/api/v1/categories", Parts.Catalog),
        ("/api/v1/purchase-orders", Parts.Catalog),
        ("/api/v1/order-board", Parts.Catalog),
        ("/api/v1/installation", Parts.Catalog),
        ("/api/v1/people", Parts.Catalog),
        ("/api/v1/comments", Parts.Catalog),
        ("/api/v1/inbox", Parts.Catalog),
        ("/api/v1/follows", Parts.Catalog),
        ("/api/v1/sales", Parts.Sales),
        ("/api/v1/forecasts", Parts.Forecasting),
        ("/api/v1/trends", Parts.Forecasting),
        ("/api/v1/replenishment", Parts.Forecasting),
    ];

    public static void AddProxy(this WebApplicationBuilder builder)
    {
        builder
            .Services.AddReverseProxy()
            .LoadFromMemory([.. Routes()], [.. Parts.Services.Select(Cluster)])
            // Bytes of headers as they came.
            .ConfigureHttpClient((_, handler) => handler.RequestHeaderEncodingSelector = (_, _) => Encoding.Latin1)
            .AddTransforms(transforms =>
            {
                transforms.AddRequestTransform(KeepSlashesOfSkus);
                transforms.AddRequestTransform(KeepHead);
            });
        builder.Services.AddSingleton<IActiveHealthCheckPolicy, Responsiveness>();
        builder.Services.AddSingleton<IDestinationResolver, ServiceDiscoveryResolver>();
    }

    public static void MapProxy(this WebApplication app) =>
        app.MapReverseProxy(proxy =>
            {
                proxy.Use(ProxyProblems.Describe);
                proxy.UseLoadBalancing();
                proxy.UseResponsiveness();
                proxy.Use(LiftImportRate);
            })
            .ConfigureEndpoints(TellBodyLimit);

    private static IEnumerable<RouteConfig> Routes()
    {
        foreach (var (path, service) in Paths)
        {
            yield return new RouteConfig
            {
                RouteId = path,
                ClusterId = service,
                Match = new RouteMatch { Path = path + "/{**rest}" },
                AuthorizationPolicy = Access.View,
            };
        }

        // The stream has no bound: it is read chunk by chunk, never held.
        yield return new RouteConfig
        {
            RouteId = Import,
            ClusterId = Parts.Sales,
            Order = -1,
            MaxRequestBodySize = -1,
            Match = new RouteMatch { Path = Import, Methods = [HttpMethods.Post] },
            AuthorizationPolicy = Access.View,
        };
        yield return new RouteConfig
        {
            RouteId = Image,
            ClusterId = Parts.Catalog,
            Order = -1,
            MaxRequestBodySize = MaxImageBytes,
            Match = new RouteMatch { Path = Image, Methods = [HttpMethods.Put] },
            AuthorizationPolicy = Access.View,
        };
    }

    private static ClusterConfig Cluster(string service) =>
        new()
        {
            ClusterId = service,
            LoadBalancingPolicy = "PowerOfTwoChoices",
            HealthCheck = Responsiveness.Check,
            Destinations = new Dictionary<string, DestinationConfig>
            {
                [service] = new() { Address = $"http://{service}" },
            },
            HttpRequest = new ForwarderRequestConfig
            {
                Version = HttpVersion.Version11,
                // Without a byte in either direction for this long. A long import answers only at its end, when the
                // last chunk
                // is stored, so this is not the length of a request.
                ActivityTimeout = TimeSpan.FromMinutes(2),
            },
        };

    // A SKU may hold a slash, written %2F. The server leaves just that one encoded, and YARP would encode its percent
    // sign.
    private static ValueTask KeepSlashesOfSkus(RequestTransformContext context)
    {
        if (context.Path.Value?.Contains("%2F", StringComparison.OrdinalIgnoreCase) == true)
        {
            var plain = RequestUtilities.MakeDestinationAddress(
                context.DestinationPrefix,
                context.Path,
                context.Query.QueryString
            );
            context.ProxyRequest.RequestUri = new Uri(
                plain.AbsoluteUri.Replace("%252F", "%2F", StringComparison.OrdinalIgnoreCase)
            );
        }

        return ValueTask.CompletedTask;
    }

    // What is answered here as GET is; a service does the same, and sends no body to be thrown away.
    private static ValueTask KeepHead(RequestTransformContext context)
    {
        if (context.HttpContext.IsHead())
            context.ProxyRequest.Method = HttpMethod.Head;
        return ValueTask.CompletedTask;
    }

    // The route's own limit is set when it is passed on; what is too large is refused before.
    private static void TellBodyLimit(IEndpointConventionBuilder endpoint, RouteConfig route, ClusterConfig? cluster)
    {
        if (route.MaxRequestBodySize is { } limit)
            endpoint.WithMetadata(new BodyLimit(limit < 0 ? null : limit));
    }

    private sealed record BodyLimit(long? MaxRequestBodySize) : IRequestSizeLimitMetadata;

    // A pipe that pauses (a tool that computes its rows) is no attack.
    private static Task LiftImportRate(HttpContext context, Func<Task> next)
    {
        if (
            context.GetReverseProxyFeature().Route.Config.RouteId == Import
            && context.Features.Get<IHttpMinRequestBodyDataRateFeature>() is { } rate
        )
            rate.MinDataRate = null;
        return next();
    }
}
