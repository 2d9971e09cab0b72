using System.Globalization;

namespace SmartInventory.AppHost.Native;

/// <summary>Where the three servers are installed on this machine.</summary>
/// <param name="PostgresBin">The folder of initdb, postgres and psql.</param>
/// <param name="Redis">redis-server, or its successor valkey-server.</param>
/// <param name="RabbitMq">The folder of rabbitmq-server and rabbitmqctl.</param>
internal sealed record ServerPrograms(string PostgresBin, string Redis, string RabbitMq)
{
    private static readonly string[] UsualFolders =
    [
        "/usr/local/sbin",
        "/usr/local/bin",
        "/usr/sbin",
        "/usr/bin",
        "/sbin",
        "/bin",
        "/opt/homebrew/bin",
        "/opt/homebrew/sbin",
    ];

    // Debian's own /usr/sbin/rabbitmq-server insists on its system account and folders; the one below it does not.
    private static readonly string[] RabbitMqFolders =
    [
        "/usr/lib/rabbitmq/bin",
        "/opt/homebrew/opt/rabbitmq/sbin",
        "/usr/local/opt/rabbitmq/sbin",
    ];

    /// <summary>All three, or the names of those that are missing.</summary>
    public static (ServerPrograms? Found, IReadOnlyList<string> Missing) Locate()
    {
        var postgres = FindPostgres();
        var redis = Find("redis-server") ?? Find("valkey-server");
        var rabbit = FindRabbitMq();
        List<string> missing = [];
        if (postgres is null)
            missing.Add("PostgreSQL");
        if (redis is null)
            missing.Add("Redis");
        if (rabbit is null)
            missing.Add("RabbitMQ");
        return missing.Count == 0 ? (new ServerPrograms(postgres!, redis!, rabbit!), missing) : (null, missing);
    }

    /// <summary>
    /// A program on the PATH, or where systems put them that keep their administrator's programs off it.
    /// </summary>
    public static string? Find(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Concat(UsualFolders)
            .Select(folder => Path.Combine(folder, program))
            .FirstOrDefault(Exists);

    /// <summary>
    /// Whether there is a file at the end of the links: one that leads nowhere exists for File.Exists.
    /// </summary>
    private static bool Exists(string path) =>
        File.Exists(path) && (File.ResolveLinkTarget(path, returnFinalTarget: true)?.Exists ?? true);

    private static string? FindPostgres() =>
        // Debian keeps every version in its own folder, off the PATH; the newest wins.
        Versions("/usr/lib/postgresql")
            .Concat(Versions("/opt/homebrew/opt"))
            .Concat(Versions("/usr/local/opt"))
            .Where(v =>
                !v.Contains("/opt/", StringComparison.Ordinal) || v.Contains("postgresql", StringComparison.Ordinal)
            )
            .Select(folder => Path.Combine(folder, "bin"))
            .Append(Path.GetDirectoryName(Find("initdb")))
            .FirstOrDefault(bin =>
                bin is not null && Exists(Path.Combine(bin, "initdb")) && Exists(Path.Combine(bin, "postgres"))
            );

    private static string? FindRabbitMq() =>
        RabbitMqFolders
            .Append(Path.GetDirectoryName(Find("rabbitmq-server")))
            .FirstOrDefault(bin => bin is not null && Exists(Path.Combine(bin, "rabbitmq-server")));

    private static IEnumerable<string> Versions(string root) =>
        Directory.Exists(root) ? Directory.GetDirectories(root).OrderByDescending(VersionOf) : [];

    private static int VersionOf(string folder)
    {
        var digits = new string([.. Path.GetFileName(folder).Where(char.IsAsciiDigit)]);
        return int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var version) ? version : 0;
    }
}
