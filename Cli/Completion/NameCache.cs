using System.Globalization;
using System.Text;
using SmartInventory.Cli.Hosting;

namespace SmartInventory.Cli.Completion;

/// <summary>
/// Codes as completion last read them, for a minute, in the user's folder: a file per gateway, program and question.
/// Another person's sign-in empties it.
/// </summary>
internal sealed class NameCache(Shell shell)
{
    private static readonly TimeSpan Fresh = TimeSpan.FromMinutes(1);

    private readonly string _folder = Path.Combine(UserFolder.Of(shell.Variable("INV_CONFIG")), "completion");

    /// <summary>Null when it was not read in the last minute.</summary>
    public string[]? Find(Uri gateway, string question)
    {
        var path = PathOf(gateway, question);
        if (!File.Exists(path))
            return null;
        var lines = File.ReadAllLines(path);
        return
            lines.Length > 0
            && DateTimeOffset.TryParse(lines[0], CultureInfo.InvariantCulture, out var at)
            && shell.Time.GetUtcNow() - at < Fresh
            ? lines[1..]
            : null;
    }

    public void Keep(Uri gateway, string question, IReadOnlyList<string> codes)
    {
        // Each beginning of a SKU is a file of its own: those that are over go.
        if (Directory.Exists(_folder))
        {
            foreach (var old in Directory.EnumerateFiles(_folder))
            {
                if (File.GetLastWriteTimeUtc(old) < shell.Time.GetUtcNow().UtcDateTime - Fresh)
                    File.Delete(old);
            }
        }

        PrivateFile.Replace(
            PathOf(gateway, question),
            stream =>
            {
                using var writer = new StreamWriter(stream);
                writer.WriteLine(shell.Time.GetUtcNow().ToString("O", CultureInfo.InvariantCulture));
                foreach (var code in codes)
                    writer.WriteLine(code);
            }
        );
    }

    /// <summary>Somebody else may see other things.</summary>
    public void Clear()
    {
        if (Directory.Exists(_folder))
            Directory.Delete(_folder, recursive: true);
    }

    // FNV-1a: a name for a file, and no library to load for it.
    private string PathOf(Uri gateway, string question)
    {
        var hash = 14_695_981_039_346_656_037UL;
        foreach (
            var part in Encoding.UTF8.GetBytes(
                $"{gateway.AbsoluteUri}\n{shell.Variable("SMARTINVENTORY_TOKEN")}\n{question}"
            )
        )
            hash = (hash ^ part) * 1_099_511_628_211UL;
        return Path.Combine(_folder, hash.ToString("x16", CultureInfo.InvariantCulture));
    }
}
