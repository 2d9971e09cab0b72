using System.Globalization;
using Microsoft.Extensions.Configuration;
using SmartInventory.AppHost.Native;

namespace SmartInventory.AppHost.Running;

/// <summary>Where Aspire's dashboard is, which is told to Aspire as settings.</summary>
internal static class AspireDashboard
{
    private const string Urls = "ASPNETCORE_URLS";
    private const int Port = 18888;

    /// <summary>
    /// Addresses on loopback, the first one always the same where it is free; and what a development run expects.
    /// </summary>
    public static IEnumerable<string> Settings()
    {
        yield return $"{Urls}={Free(PortReservation.AtOrAbove(Port))}";
        yield return $"ASPIRE_DASHBOARD_OTLP_ENDPOINT_URL={Free(PortReservation.Any())}";
        yield return $"ASPIRE_RESOURCE_SERVICE_ENDPOINT_URL={Free(PortReservation.Any())}";
        // Nothing leaves this machine.
        yield return "ASPIRE_ALLOW_UNSECURED_TRANSPORT=true";
        // Aspire would ask for a trusted certificate on every page.
        yield return "ASPIRE_INTERACTIVITY_ENABLED=false";
        if (Environment.GetEnvironmentVariable("DOTNET_ENVIRONMENT") is null)
            yield return "environment=Development";
    }

    /// <summary>Where it is, without what it asks of a visitor.</summary>
    public static string? Address(IConfiguration configuration) => configuration[Urls];

    /// <summary>The address to open, with what it asks of a visitor.</summary>
    public static string LoginLink(IConfiguration configuration) =>
        $"{configuration[Urls]}/login?t={configuration["AppHost:BrowserToken"]}";

    private static string Free(PortReservation port)
    {
        // Aspire's dashboard is started by Aspire, at a moment that is not ours: the port is free until then.
        port.Dispose();
        return string.Create(CultureInfo.InvariantCulture, $"http://localhost:{port.Port}");
    }
}
