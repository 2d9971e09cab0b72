using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;

namespace SmartInventory.Files;

/// <summary>
/// Mappings that people keep under a name: a file each in <paramref name="folder"/>.
/// </summary>
public sealed partial class MappingStore(string folder)
{
    /// <summary>
    /// The store of the person who runs this program: <c>inv</c> and a dashboard that this person runs share it.
    /// </summary>
    /// <param name="folder"><c>INV_CONFIG</c>; null for the user's configuration folder.</param>
    public static MappingStore In(string? folder) => new(Path.Combine(UserFolder.Of(folder), "mappings"));

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    };

    /// <summary>The names that are kept, in order.</summary>
    public IReadOnlyList<string> Names =>
        Directory.Exists(folder)
            ?
            [
                .. Directory
                    .EnumerateFiles(folder, "*.json")
                    .Select(path => Path.GetFileNameWithoutExtension(path))
                    .Order(StringComparer.Ordinal),
            ]
            : [];

    public void Save(string name, SalesMapping mapping)
    {
        var path = PathOf(name);
        Directory.CreateDirectory(folder);
        File.WriteAllText(path, JsonSerializer.Serialize(mapping, Json) + "\n");
    }

    public SalesMapping Load(string name)
    {
        var path = PathOf(name);
        if (!File.Exists(path))
            throw new ImportException(
                Names.Count == 0
                    ? T($"There is no mapping '{name}'. None is kept yet.")
                    : T($"There is no mapping '{name}'. There are: {string.Join(", ", Names)}."),
                ImportFault.NotFound
            );
        try
        {
            return JsonSerializer.Deserialize<SalesMapping>(File.ReadAllText(path), Json)
                ?? throw new JsonException("it holds nothing");
        }
        catch (JsonException broken)
        {
            throw new ImportException(T($"The mapping '{name}' in {path} cannot be read: {broken.Message}"));
        }
    }

    public void Remove(string name)
    {
        Load(name);
        File.Delete(PathOf(name));
    }

    private string PathOf(string name) =>
        Pattern().IsMatch(name)
            ? Path.Combine(folder, $"{name}.json")
            : throw new ImportException(
                T(
                    $"The name '{name}' must be 1 to 32 characters of a-z, 0-9 and '-', "
                        + $"beginning with a letter or digit."
                ),
                ImportFault.Usage
            );

    // Also what a channel may look like: sales of a mapping are of the channel of its name.
    [GeneratedRegex(@"\A[a-z0-9][a-z0-9\-]{0,31}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Pattern();
}
