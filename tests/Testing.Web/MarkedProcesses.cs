using System.Globalization;

namespace SmartInventory.Testing;

/// <summary>What a program started, found by a mark in the environment that all of it inherited.</summary>
public static class MarkedProcesses
{
    /// <param name="mark">The mark, as NAME=value.</param>
    /// <returns>Those that have it, and their children: some write their title over what they inherited.</returns>
    public static IReadOnlyList<(int Id, int Parent, string Command)> Find(string mark)
    {
        List<(int Id, int Parent, string Command)> all = [];
        HashSet<int> marked = [];
        foreach (var folder in Directory.GetDirectories("/proc"))
        {
            if (!int.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out var id))
                continue;
            try
            {
                var status = File.ReadAllText($"{folder}/stat");
                // The name before it is in brackets, and may hold anything.
                var parent = status[(status.LastIndexOf(')') + 2)..].Split(' ')[1];
                var command = File.ReadAllText($"{folder}/cmdline").Replace('\0', ' ');
                all.Add((id, int.Parse(parent, CultureInfo.InvariantCulture), command));
                if (File.ReadAllText($"{folder}/environ").Contains(mark, StringComparison.Ordinal))
                    marked.Add(id);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // It ended just now, or is another account's; ours are readable, since we started them.
                continue;
            }
        }

        return all.FindAll(process => marked.Contains(process.Id) || marked.Contains(process.Parent));
    }
}
