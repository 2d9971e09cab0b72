using System.Globalization;

namespace SmartInventory.AppHost.Native;

/// <summary>
/// The unprivileged account a server runs under when we are root: PostgreSQL refuses root, and the others need none of
/// it.
/// </summary>
internal sealed record SystemAccount(string Name, uint UserId, uint GroupId)
{
    /// <summary>The first of these accounts that exists; null when we are not root and so stay who we are.</summary>
    public static SystemAccount? ForServer(params ReadOnlySpan<string> names)
    {
        if (!Environment.IsPrivilegedProcess || OperatingSystem.IsWindows())
            return null;

        var accounts = File.ReadAllLines("/etc/passwd")
            .Select(line => line.Split(':'))
            .Where(f => f.Length >= 4)
            .ToList();
        foreach (var name in (ReadOnlySpan<string>)[.. names, "nobody"])
        {
            if (accounts.Find(f => f[0] == name) is { } found)
            {
                return new SystemAccount(
                    name,
                    uint.Parse(found[2], CultureInfo.InvariantCulture),
                    uint.Parse(found[3], CultureInfo.InvariantCulture)
                );
            }
        }
        throw new HostException(
            "Running as root needs an unprivileged account for the servers: "
                + $"none of {string.Join(", ", names)}, nobody exists."
        );
    }
}
