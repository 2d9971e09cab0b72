using SmartInventory.AppHost.Native;

namespace SmartInventory.Testing;

/// <summary>
/// The machine's Chromium for browser tests, since Playwright's own download is not to be had everywhere.
/// </summary>
public static class Chromium
{
    private static readonly string[] Names =
    [
        "chromium",
        "chromium-browser",
        "google-chrome",
        "google-chrome-stable",
        "chrome",
    ];

    /// <summary>
    /// What to start it with: quiet, without a GPU, without talking to anybody; and as root without its sandbox.
    /// </summary>
    public static IReadOnlyList<string> Arguments { get; } =
    [
        "--disable-gpu",
        "--disable-dev-shm-usage",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--no-first-run",
        .. Environment.IsPrivilegedProcess ? ["--no-sandbox"] : Array.Empty<string>(),
    ];

    /// <summary>Finds Chromium or Chrome, or installs Debian's where that is allowed.</summary>
    /// <returns>The program's path, for Playwright's <c>ExecutablePath</c>.</returns>
    /// <exception cref="InvalidOperationException">There is none; the message has the ways out.</exception>
    public static async Task<string> EnsureAsync(CancellationToken cancellationToken = default)
    {
        if (Find() is { } found)
            return found;
        if (!await AptInstaller.IsAllowedAsync(cancellationToken))
            throw new InvalidOperationException(
                "The browser tests need Chromium or Chrome: install one (Debian: sudo apt-get install chromium)."
            );

        await AptInstaller.InstallAsync(
            ["chromium"],
            () => Find() is not null,
            Console.Error.WriteLine,
            cancellationToken
        );
        return Find() ?? throw new InvalidOperationException("Chromium was installed, and is still not found.");
    }

    private static string? Find() => Names.Select(ServerPrograms.Find).FirstOrDefault(path => path is not null);
}
