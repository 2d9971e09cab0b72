namespace SmartInventory.AppHost.Native;

/// <summary>Installs Debian packages where we may: as root, or with a sudo that asks for no password.</summary>
internal static class AptInstaller
{
    private static readonly TimeSpan LockPatience = TimeSpan.FromMinutes(10);

    /// <summary>Whether this is a Debian or Ubuntu on which we may install.</summary>
    public static async Task<bool> IsAllowedAsync(CancellationToken cancellationToken)
    {
        if (!OperatingSystem.IsLinux() || ServerPrograms.Find("apt-get") is null)
            return false;
        if (Environment.IsPrivilegedProcess)
            return true;
        return ServerPrograms.Find("sudo") is { } sudo
            && (await new Tool(sudo, ["-n", "true"]).RunAsync(cancellationToken)).Code == 0;
    }

    /// <summary>Installs the packages unless <paramref name="isInstalled"/> by now: of several processes that find
    /// something missing at the same time one installs and the others wait for it.</summary>
    public static async Task InstallAsync(
        IReadOnlyList<string> packages,
        Func<bool> isInstalled,
        Action<string> say,
        CancellationToken cancellationToken
    )
    {
        await using var turn = await TakeTurnAsync(cancellationToken);
        if (isInstalled())
            return;

        say($"Installing {string.Join(", ", packages)} with apt-get (once; this takes a minute or two).");
        // The packages would start their servers on their usual ports; ours are started by us.
        var policy = await ForbidServiceStartsAsync(cancellationToken);
        try
        {
            // Without fresh lists an install may still succeed, and when it does not it says why better than this
            // would.
            await RunAsync(["apt-get", .. Options, "update"], cancellationToken);
            var (code, output) = await RunAsync(
                ["apt-get", .. Options, "install", "--yes", "--no-install-recommends", .. packages],
                cancellationToken
            );
            if (code != 0)
                throw new HostException(
                    $"apt-get could not install {string.Join(", ", packages)}:\n{LastLines(output)}"
                );
        }
        finally
        {
            if (policy)
                await RunAsync(["rm", "-f", PolicyFile], CancellationToken.None);
        }
    }

    private const string PolicyFile = "/usr/sbin/policy-rc.d";
    private static readonly string[] Options = ["--quiet", "-o", "DPkg::Lock::Timeout=300", "-o", "Dpkg::Use-Pty=0"];

    private static async Task<bool> ForbidServiceStartsAsync(CancellationToken cancellationToken)
    {
        if (File.Exists(PolicyFile))
            return false;
        var (code, output) = await RunAsync(
            ["sh", "-c", $"printf '#!/bin/sh\\nexit 101\\n' > {PolicyFile} && chmod 755 {PolicyFile}"],
            cancellationToken
        );
        return code == 0 ? true : throw new HostException($"Cannot write {PolicyFile}: {output}");
    }

    private static Task<(int Code, string Output)> RunAsync(
        IReadOnlyList<string> line,
        CancellationToken cancellationToken
    )
    {
        List<string> all = ["DEBIAN_FRONTEND=noninteractive", "LC_ALL=C", .. line];
        return Environment.IsPrivilegedProcess
            ? new Tool("/usr/bin/env", all).RunAsync(cancellationToken)
            : new Tool(ServerPrograms.Find("sudo") ?? "sudo", ["-n", "env", .. all]).RunAsync(cancellationToken);
    }

    private static async Task<FileStream> TakeTurnAsync(CancellationToken cancellationToken)
    {
        // One file per user, since a file in /tmp that root made is closed to others even where its mode is not.
        var path = Path.Combine(Path.GetTempPath(), $"smartinventory-install-{Environment.UserName}.lock");
        var started = TimeProvider.System.GetTimestamp();
        while (true)
        {
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException) when (TimeProvider.System.GetElapsedTime(started) < LockPatience)
            {
                await Task.Delay(500, cancellationToken);
            }
        }
    }

    private static string LastLines(string output) => string.Join('\n', output.Split('\n').TakeLast(15));
}
