namespace SmartInventory.Files.Tests;

internal static class Words
{
    /// <summary>Settings by their own names.</summary>
    public static string Plain(string setting, string? value) => value is null ? setting : $"{setting} {value}";
}
