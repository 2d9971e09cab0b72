using System.Globalization;
using System.Text;

namespace SmartInventory.Cli.Hosting;

/// <summary>
/// Short answers as they were last read, for a while, in the user's folder: a file per gateway, program and question.
/// </summary>
/// <param name="shell">Whose folder, and the clock.</param>
/// <param name="kind">The folder in it.</param>
/// <param name="fresh">How long an answer holds.</param>
internal sealed class AnswerCache(Shell shell, string kind, TimeSpan fresh)
{
    private readonly string _folder = Path.Combine(UserFolder.Of(shell.Variable("INV_CONFIG")), kind);

    /// <summary>Codes as completion last read them. Another person's sign-in empties it.</summary>
    public static AnswerCache OfNames(Shell shell) => new(shell, "completion", TimeSpan.FromMinutes(1));

    /// <summary>Null when it was not read for so long.</summary>
    public string[]? Find(Uri gateway, string question)
    {
        var path = PathOf(gateway, question);
        if (!File.Exists(path))
            return null;
        var lines = File.ReadAllLines(path);
        return
            lines.Length > 0
            && DateTimeOffset.TryParse(lines[0], CultureInfo.InvariantCulture, out var at)
            && shell.Time.GetUtcNow() - at < fresh
            ? lines[1..]
            : null;
    }

    public void Keep(Uri gateway, string question, IReadOnlyList<string> lines)
    {
        // Of codes, each beginning of a SKU is a file of its own: those that are over go.
        if (Directory.Exists(_folder))
        {
            foreach (var old in Directory.EnumerateFiles(_folder))
            {
                if (File.GetLastWriteTimeUtc(old) < shell.Time.GetUtcNow().UtcDateTime - fresh)
                    File.Delete(old);
            }
        }

        PrivateFile.Replace(
            PathOf(gateway, question),
            stream =>
            {
                using var writer = new StreamWriter(stream);
                writer.WriteLine(shell.Time.GetUtcNow().ToString("O", CultureInfo.InvariantCulture));
                foreach (var line in lines)
                    writer.WriteLine(line);
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
