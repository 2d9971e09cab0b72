using System.Globalization;
using System.Text;

namespace SmartInventory.AppHost.Running;

internal static class Addresses
{
    /// <summary>The table printed when all is healthy: what people open first, then the rest.</summary>
    public static string Table(IReadOnlyList<IResource> resources, Func<string, string> addressOf, TimeSpan took, string data)
    {
        var projects = resources.OfType<ProjectResource>().ToList();
        List<(string Name, string Address)> rows = [.. projects.Where(p => p.IsExternal).Reverse().Select(p => (p.Name, addressOf(p.Name)))];
        if (projects.Exists(p => p.Name == "gateway"))
            rows.Add(("API docs", $"{addressOf("gateway")}/docs"));
        rows.Add(("", ""));
        rows.AddRange(projects.Where(p => !p.IsExternal && addressOf(p.Name).Length > 0).Select(p => (p.Name, addressOf(p.Name))));
        rows.AddRange(resources.Where(r => r is not (ProjectResource or PostgresDatabaseResource)).Select(r => (r.Name, addressOf(r.Name))));

        var width = rows.Max(r => r.Name.Length);
        var text = new StringBuilder().AppendLine()
            .AppendLine(CultureInfo.InvariantCulture, $"SmartInventory is running: all healthy after {took.TotalSeconds:0.0} s.").AppendLine();
        foreach (var (name, address) in rows)
            text.AppendLine($"  {name.PadRight(width)}  {address}".TrimEnd());
        return text.AppendLine().Append(CultureInfo.InvariantCulture, $"Data and passwords are in {data}. Ctrl+C stops everything.").AppendLine().ToString();
    }
}
