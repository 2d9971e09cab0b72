using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using SmartInventory.Cli.Hosting;

namespace SmartInventory.Cli.Import;

/// <summary>
/// Mappings that the user keeps: a file each, in <c>INV_CONFIG</c> or the user's configuration folder.
/// </summary>
internal sealed partial class MappingStore(Shell shell)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    };

    private readonly string _folder = Path.Combine(
        shell.Variable("INV_CONFIG")
            ?? Path.Combine(
                Environment.GetFolderPath(
                    Environment.SpecialFolder.ApplicationData,
                    Environment.SpecialFolderOption.DoNotVerify
                ),
                "inv"
            ),
        "mappings"
    );

    public IReadOnlyList<string> Names =>
        Directory.Exists(_folder)
            ?
            [
                .. Directory
                    .EnumerateFiles(_folder, "*.json")
                    .Select(path => Path.GetFileNameWithoutExtension(path))
                    .Order(StringComparer.Ordinal),
            ]
            : [];

    public void Save(string name, SalesMapping mapping)
    {
        var path = PathOf(name);
        Directory.CreateDirectory(_folder);
        File.WriteAllText(path, JsonSerializer.Serialize(mapping, Json) + "\n");
    }

    public SalesMapping Load(string name)
    {
        var path = PathOf(name);
        if (!File.Exists(path))
            throw new Failure(
                $"There is no mapping '{name}'. "
                    + (Names.Count == 0 ? "None is kept yet." : $"There are: {string.Join(", ", Names)}."),
                ExitCode.NotFound
            );
        try
        {
            return JsonSerializer.Deserialize<SalesMapping>(File.ReadAllText(path), Json)
                ?? throw new JsonException("it holds nothing");
        }
        catch (JsonException broken)
        {
            throw new Failure($"The mapping '{name}' in {path} cannot be read: {broken.Message}");
        }
    }

    public void Remove(string name)
    {
        Load(name);
        File.Delete(PathOf(name));
    }

    private string PathOf(string name) =>
        Pattern().IsMatch(name)
            ? Path.Combine(_folder, $"{name}.json")
            : throw new Failure(
                $"The name '{name}' must be 1 to 32 characters of a-z, 0-9 and '-', beginning with a letter or digit.",
                ExitCode.Usage
            );

    // Also what a channel may look like: sales of a mapping are of the channel of its name.
    [GeneratedRegex(@"\A[a-z0-9][a-z0-9\-]{0,31}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Pattern();
}
