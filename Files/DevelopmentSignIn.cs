using System.Text.Json;

namespace SmartInventory.Files;

/// <summary>
/// What the host of a development run leaves for <c>inv</c> of the same person on the same machine, so that nobody has
/// to sign in there: a program's token by gateway, in a file that only they can read. It goes when the host ends.
/// </summary>
/// <param name="folder">Of <see cref="UserFolder"/>.</param>
public sealed class DevelopmentSignIn(string folder)
{
    private string File => Path.Combine(folder, "development.json");

    /// <returns>The token's secret; null when no development run says that it is at this address.</returns>
    public string? Find(Uri gateway) => Read().GetValueOrDefault(gateway.AbsoluteUri);

    public void Leave(Uri gateway, string secret) => Change(all => all[gateway.AbsoluteUri] = secret);

    public void Remove(Uri gateway) => Change(all => all.Remove(gateway.AbsoluteUri));

    // Nobody's work is in it: one that cannot be read is as none.
    private Dictionary<string, string> Read()
    {
        // The usual case, on the way of every command: no exception for it.
        if (!System.IO.File.Exists(File))
            return [];
        try
        {
            return JsonSerializer.Deserialize<Dictionary<string, string>>(System.IO.File.ReadAllText(File)) ?? [];
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException or JsonException)
        {
            return [];
        }
    }

    private void Change(Action<Dictionary<string, string>> change)
    {
        var all = Read();
        change(all);
        PrivateFile.Replace(File, stream => JsonSerializer.Serialize(stream, all));
    }
}
