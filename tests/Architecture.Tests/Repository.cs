using System.Xml.Linq;

namespace SmartInventory.Architecture.Tests;

/// <summary>The files of the solution that this program was built from.</summary>
internal static class Repository
{
    public static string Root { get; } = Find(new(AppContext.BaseDirectory));

    /// <summary>The projects that each project of the solution references, by their names.</summary>
    public static Dictionary<string, string[]> References() =>
        Projects()
            .ToDictionary(
                path => Path.GetFileNameWithoutExtension(path),
                path =>
                    XDocument
                        .Load(path)
                        .Descendants("ProjectReference")
                        .Where(r => r.Attribute("Include") is not null)
                        .Select(r => Path.GetFileNameWithoutExtension(r.Attribute("Include")!.Value.Replace('\\', '/')))
                        .ToArray()
            );

    /// <summary>The project files that the solution names.</summary>
    public static IEnumerable<string> Projects() =>
        File.ReadLines(Path.Combine(Root, "SmartInventory.sln"))
            .Where(line =>
                line.StartsWith("Project(", StringComparison.Ordinal)
                && line.Contains(".csproj", StringComparison.Ordinal)
            )
            .Select(line => Path.Combine(Root, line.Split('"')[5].Replace('\\', '/')));

    private static string Find(DirectoryInfo folder)
    {
        for (var at = folder; at is not null; at = at.Parent)
        {
            if (File.Exists(Path.Combine(at.FullName, "SmartInventory.sln")))
                return at.FullName;
        }
        throw new InvalidOperationException($"No folder above {folder} has SmartInventory.sln.");
    }
}
