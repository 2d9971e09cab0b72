using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace SmartInventory.ServiceDefaults.Web;

/// <summary>By what this is reached. Section <c>Hosts</c>.</summary>
public sealed class HostOptions
{
    public const string Section = "Hosts";

    /// <summary>Domain names, as <c>stock.example.com</c>, beside those that need not be named.</summary>
    public IList<string> Names { get; } = [];
}

/// <summary>
/// For what faces people. A page elsewhere cannot reach it through a domain of its own that points here (DNS
/// rebinding), nor send what changes something in the name of whoever is signed in (OWASP, "Cross-Site Request Forgery
/// Prevention": verifying the origin with standard headers).
/// </summary>
public static class KnownHosts
{
    public static void AddKnownHosts(this WebApplicationBuilder builder) =>
        builder.Services.AddOptions<HostOptions>().BindConfiguration(HostOptions.Section);

    public static void UseKnownHosts(this WebApplication app)
    {
        var names = app.Services.GetRequiredService<IOptions<HostOptions>>().Value.Names;
        app.Use(
            (context, next) =>
            {
                var request = context.Request;
                if (!IsKnown(request.Host.Host, names))
                    return Refuse(
                        StatusCodes.Status421MisdirectedRequest,
                        T($"Host '{request.Host.Host}' is not known here."),
                        T("Whoever runs this adds it to the setting Hosts:Names.")
                    );
                if (IsForeign(request, names))
                    return Refuse(
                        StatusCodes.Status403Forbidden,
                        T($"Origin '{request.Headers.Origin}' may change nothing here."),
                        T("A page of another site sent this. Whoever runs this adds its host to Hosts:Names.")
                    );
                return next(context);

                Task Refuse(int status, string title, string detail) =>
                    TypedResults.Problem(statusCode: status, title: title, detail: detail).ExecuteAsync(context);
            }
        );
    }

    /// <summary>
    /// Addresses, names without a dot and this machine's own cannot be a stranger's domain.
    /// </summary>
    private static bool IsKnown(string host, IList<string> names) =>
        host.Length == 0
        || !host.TrimEnd('.').Contains('.', StringComparison.Ordinal)
        || IPAddress.TryParse(host, out _)
        || host.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase)
        || Own.Contains(host)
        || names.Contains(host, StringComparer.OrdinalIgnoreCase);

    private static readonly HashSet<string> Own = new(
        [Dns.GetHostName(), Environment.MachineName, Environment.MachineName + ".local"],
        StringComparer.OrdinalIgnoreCase
    );

    private static bool IsForeign(HttpRequest request, IList<string> names)
    {
        if (
            HttpMethods.IsGet(request.Method)
            || HttpMethods.IsHead(request.Method)
            || HttpMethods.IsOptions(request.Method)
            || request.Headers.Origin is not [{ } origin]
        )
            return false;
        return !Uri.TryCreate(origin, UriKind.Absolute, out var from)
            || !(Same(from, request.Host) || names.Contains(from.Host, StringComparer.OrdinalIgnoreCase));
    }

    private static bool Same(Uri origin, HostString host) =>
        string.Equals(origin.Host, new Uri($"http://{host}").Host, StringComparison.OrdinalIgnoreCase)
        && Named(origin.Port) == Named(host.Port);

    /// <summary>A scheme's own port is not named, and behind a proxy that ends TLS the scheme is another one.</summary>
    private static int? Named(int? port) => port is 80 or 443 ? null : port;
}
