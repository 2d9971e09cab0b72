using System.Text.Json;
using System.Text.Json.Serialization;

namespace SmartInventory.AppHost.Running;

/// <summary>What a project's launchSettings.json says about running it: the port it likes and its environment.</summary>
internal sealed record LaunchProfile(int? Port, IReadOnlyDictionary<string, string> Environment)
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        ReadCommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
    };

    /// <summary>Reads the first profile that runs the project itself, as dotnet run would.</summary>
    public static LaunchProfile Read(string projectPath)
    {
        var file = Path.Combine(Path.GetDirectoryName(projectPath) ?? "", "Properties", "launchSettings.json");
        if (!File.Exists(file))
            return new LaunchProfile(null, new Dictionary<string, string>());

        var profile = JsonSerializer.Deserialize<Settings>(File.ReadAllText(file), Options)?.Profiles?.Values
            .FirstOrDefault(p => p.CommandName == "Project");
        var url = profile?.ApplicationUrl?.Split(';').FirstOrDefault(u => u.StartsWith("http://", StringComparison.Ordinal));
        return new LaunchProfile(url is null ? null : new Uri(url).Port, profile?.EnvironmentVariables ?? []);
    }

    private sealed record Settings(Dictionary<string, Profile>? Profiles);

    private sealed record Profile(
        string? CommandName,
        string? ApplicationUrl,
        [property: JsonPropertyName("environmentVariables")] Dictionary<string, string>? EnvironmentVariables);
}
