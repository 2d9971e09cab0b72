namespace SmartInventory.AppHost.Native;

/// <summary>Finds the servers on this machine, and where it may installs the missing ones.</summary>
internal static class ServerInstallation
{
    private static readonly Dictionary<string, string> Packages = new()
    {
        ["PostgreSQL"] = "postgresql",
        ["Redis"] = "redis-server",
        ["RabbitMQ"] = "rabbitmq-server",
    };

    /// <exception cref="HostException">Something is missing and cannot be installed; the message has the ways
    /// out.</exception>
    public static async Task<ServerPrograms> EnsureAsync(Action<string> say, CancellationToken cancellationToken)
    {
        var (found, missing) = ServerPrograms.Locate();
        if (found is not null)
            return found;
        if (!await AptInstaller.IsAllowedAsync(cancellationToken))
            throw new HostException(WaysOut(missing));

        await AptInstaller.InstallAsync(
            [.. missing.Select(name => Packages[name])],
            () => ServerPrograms.Locate().Found is not null,
            say,
            cancellationToken
        );
        (found, missing) = ServerPrograms.Locate();
        return found ?? throw new HostException($"Installed, and still not found: {string.Join(", ", missing)}.");
    }

    /// <summary>One message for whoever has neither the servers nor the right to install them.</summary>
    public static string WaysOut(IReadOnlyList<string> missing)
    {
        var packages = string.Join(' ', missing.Select(name => Packages[name]));
        var install = true switch
        {
            _ when OperatingSystem.IsWindows() =>
                "run this in WSL (Debian or Ubuntu), where the servers are installed by themselves",
            _ when OperatingSystem.IsMacOS() =>
                $"brew install {packages.Replace("-server", "").Replace("postgresql", "postgresql@17")}",
            _ when ServerPrograms.Find("apt-get") is not null => $"sudo apt-get install {packages}",
            _ when ServerPrograms.Find("dnf") is not null => "sudo dnf install "
                + packages.Replace("redis-server", "valkey").Replace("postgresql", "postgresql-server"),
            _ when ServerPrograms.Find("pacman") is not null =>
                $"sudo pacman -S {packages.Replace("redis-server", "valkey").Replace("rabbitmq-server", "rabbitmq")}",
            _ => $"install {string.Join(", ", missing)} with your system's package manager",
        };
        return $"""
            SmartInventory needs {string.Join(
                ", ",
                missing
            )}, not found on this machine. Any one of these gets you going:
              1. Install natively:      {install}
              2. Or let it install:     run as root or with a sudo that needs no password (Debian, Ubuntu)
              3. Or use containers:     start Docker or Podman, then: dotnet run --project AppHost
            """;
    }
}
