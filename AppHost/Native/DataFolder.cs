using System.Security.Cryptography;
using System.Text.Json;

namespace SmartInventory.AppHost.Native;

/// <summary>
/// The folder that holds everything kept between runs: one folder per server, and the generated passwords.
/// One host at a time has it.
/// </summary>
internal sealed class DataFolder : IDisposable
{
    private const string EphemeralPrefix = "smartinventory-run-";
    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private const UnixFileMode Traversable = Private | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;
    private const UnixFileMode PrivateFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly FileStream _lock;
    private readonly bool _ephemeral;
    private readonly Dictionary<string, string> _passwords;
    private readonly Lock _passwordsLock = new();

    private DataFolder(string path, FileStream @lock, bool ephemeral)
    {
        (Path, _lock, _ephemeral) = (path, @lock, ephemeral);
        if (File.Exists(PasswordsPath))
            Close(PasswordsPath, PrivateFile);
        _passwords = File.Exists(PasswordsPath)
            ? JsonSerializer.Deserialize<Dictionary<string, string>>(File.ReadAllText(PasswordsPath)) ?? []
            : [];
    }

    public string Path { get; }
    private string PasswordsPath => System.IO.Path.Combine(Path, "passwords.json");

    /// <summary>
    /// Where data is kept when nobody says otherwise. Root's home is closed to the accounts the servers run under.
    /// </summary>
    public static string DefaultPath()
    {
        if (Environment.IsPrivilegedProcess)
            return "/var/lib/smartinventory";
        var local = Environment.GetFolderPath(
            Environment.SpecialFolder.LocalApplicationData,
            Environment.SpecialFolderOption.DoNotVerify
        );
        return local.Length > 0
            ? System.IO.Path.Combine(local, "SmartInventory")
            : throw new HostException("There is no home directory to keep data in. Say where with --data DIR.");
    }

    /// <summary>Opens or makes the folder and takes its lock.</summary>
    /// <exception cref="HostException">It is in use by another host, or cannot be written.</exception>
    public static DataFolder Open(string path)
    {
        path = System.IO.Path.GetFullPath(path);
        try
        {
            Directory.CreateDirectory(path, Environment.IsPrivilegedProcess ? Traversable : Private);
            RequireReachable(path);
            return new DataFolder(path, TakeLock(path), ephemeral: false);
        }
        catch (Exception e) when (e is UnauthorizedAccessException or IOException)
        {
            throw new HostException(
                $"The data folder {path} cannot be used: {e.Message} Choose another with --data DIR.",
                e
            );
        }
    }

    /// <summary>
    /// Makes a new folder that is deleted at the end. With a path, that path, which must be empty or absent.
    /// </summary>
    public static DataFolder Ephemeral(string? path = null)
    {
        if (path is not null && Directory.Exists(path) && Directory.EnumerateFileSystemEntries(path).Any())
            throw new HostException($"An ephemeral run deletes its data folder at the end, and {path} is not empty.");

        if (path is null)
        {
            DeleteAbandoned();
            path = System.IO.Path.Combine(TemporaryRoot(), $"{EphemeralPrefix}{Guid.NewGuid():N}"[..32]);
        }
        var opened = Open(path);
        return new DataFolder(opened.Path, opened._lock, ephemeral: true);
    }

    /// <summary>A subfolder that only <paramref name="owner"/> (or we) can look into.</summary>
    public string Subfolder(string name, SystemAccount? owner)
    {
        var path = Directory.CreateDirectory(System.IO.Path.Combine(Path, name), Private).FullName;
        Close(path, Private);
        if (owner is not null)
            Posix.ChangeOwner(path, owner);
        return path;
    }

    /// <summary>The generated password for a name: made at first use, kept with the data.</summary>
    public string Password(string name)
    {
        lock (_passwordsLock)
        {
            if (!_passwords.TryGetValue(name, out var password))
            {
                _passwords[name] = password = GeneratePassword();
                WritePrivate(PasswordsPath, JsonSerializer.Serialize(_passwords));
            }
            return password;
        }
    }

    /// <summary>
    /// Twenty-four letters and digits (about 142 bits): nothing that a URL, a shell or SQL would have to quote.
    /// </summary>
    public static string GeneratePassword() =>
        RandomNumberGenerator.GetString("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789", 24);

    /// <summary>Replaces a file in one step with content that only we, or <paramref name="owner"/>, can read.</summary>
    public static void WritePrivate(string path, string content, SystemAccount? owner = null)
    {
        var temporary = path + ".new";
        File.Delete(temporary);
        using (
            var stream = new FileStream(
                temporary,
                new FileStreamOptions
                {
                    Mode = FileMode.CreateNew,
                    Access = FileAccess.Write,
                    UnixCreateMode = OperatingSystem.IsWindows() ? null : PrivateFile,
                }
            )
        )
        using (var writer = new StreamWriter(stream))
        {
            writer.Write(content);
        }
        if (owner is not null)
            Posix.ChangeOwner(temporary, owner);
        File.Move(temporary, path, overwrite: true);
    }

    public void Dispose()
    {
        try
        {
            if (_ephemeral && Directory.Exists(Path))
                Directory.Delete(Path, recursive: true);
        }
        catch (IOException e)
        {
            // The last act of a run: worth a word, not a failure. The next ephemeral run tries again.
            Console.Error.WriteLine($"{Path} could not be deleted: {e.Message}");
        }
        _lock.Dispose();
    }

    /// <summary>Deletes the folders of ephemeral runs that were killed: those whose lock nobody holds.</summary>
    private static void DeleteAbandoned()
    {
        foreach (var folder in Directory.GetDirectories(TemporaryRoot(), $"{EphemeralPrefix}*"))
        {
            try
            {
                // Without a lock file it is one that is being made this moment, or already being deleted.
                if (!File.Exists(System.IO.Path.Combine(folder, "lock")))
                    continue;
                using (TakeLock(folder))
                    Directory.Delete(folder, recursive: true);
            }
            catch (Exception e) when (e is HostException or IOException or UnauthorizedAccessException)
            {
                // In use, or another account's: not ours to delete.
                continue;
            }
        }
    }

    private static FileStream TakeLock(string path)
    {
        var file = System.IO.Path.Combine(path, "lock");
        try
        {
            var held = new FileStream(
                file,
                new FileStreamOptions
                {
                    Mode = FileMode.OpenOrCreate,
                    Access = FileAccess.ReadWrite,
                    Share = FileShare.None,
                    // Who can open it can lock it.
                    UnixCreateMode = OperatingSystem.IsWindows() ? null : PrivateFile,
                }
            );
            Close(file, PrivateFile);
            return held;
        }
        catch (IOException e) when (File.Exists(file))
        {
            throw new HostException(
                $"Another SmartInventory is running on the data folder {path}. "
                    + "Stop it, or choose another folder with --data DIR or --ephemeral.",
                e
            );
        }
    }

    // What an earlier version, or a person, made may be open to others: whoever can read a file can lock it.
    private static void Close(string path, UnixFileMode mode)
    {
        if (!OperatingSystem.IsWindows() && File.GetUnixFileMode(path) != mode)
            File.SetUnixFileMode(path, mode);
    }

    private static string TemporaryRoot()
    {
        var temporary = System.IO.Path.GetTempPath();
        return Environment.IsPrivilegedProcess && Posix.FirstClosedFolder(temporary) is not null
            ? "/var/tmp"
            : temporary;
    }

    private static void RequireReachable(string path)
    {
        if (Environment.IsPrivilegedProcess && Posix.FirstClosedFolder(path) is { } closed)
        {
            throw new HostException(
                $"PostgreSQL does not run as root, and {closed} is closed to the account it runs under, "
                    + $"so {path} cannot be its data folder. "
                    + "Choose one outside, such as --data /var/lib/smartinventory."
            );
        }
    }
}
