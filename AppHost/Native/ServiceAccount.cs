namespace SmartInventory.AppHost.Native;

/// <summary>
/// Whom the .NET parts run as when root starts the system: an account of their own, which owns nothing on the machine.
/// </summary>
internal static class ServiceAccount
{
    private const string Name = "smartinventory";

    /// <summary>The account; made at first use. Null where we are not root, and so stay who we are.</summary>
    /// <param name="programs">What it has to be able to run and to read.</param>
    /// <param name="say">Is told when there is no such account, and why.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task<SystemAccount?> FindAsync(
        IEnumerable<string> programs,
        Action<string> say,
        CancellationToken cancellationToken
    )
    {
        if (!Environment.IsPrivilegedProcess || OperatingSystem.IsWindows())
            return null;
        if (programs.Select(Closed).FirstOrDefault(closed => closed is not null) is { } path)
        {
            say($"{path} is closed to other accounts, so the .NET parts run as root.");
            return null;
        }

        if (SystemAccount.ForServer(Name) is { Name: Name } known)
            return known;
        if (ServerPrograms.Find("useradd") is { } useradd)
            await new Tool(
                useradd,
                ["--system", "--no-create-home", "--home-dir", "/nonexistent", "--shell", "/usr/sbin/nologin", Name]
            ).RunOrThrowAsync(cancellationToken);
        return SystemAccount.ForServer(Name);
    }

    private static string? Closed(string path) =>
        Posix.FirstClosedFolder(Path.GetDirectoryName(path)!)
        ?? (File.GetUnixFileMode(path).HasFlag(UnixFileMode.OtherRead) ? null : path);
}
