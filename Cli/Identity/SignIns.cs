using System.Text.Json;
using System.Text.Json.Serialization;
using SmartInventory.Cli.Hosting;

namespace SmartInventory.Cli.Identity;

/// <summary>What a person signed in with at one gateway.</summary>
/// <param name="AccessToken">What requests carry.</param>
/// <param name="ExpiresAt">Until when.</param>
/// <param name="RefreshToken">What the next one is had for; used once.</param>
/// <param name="Development">The secret of the development run that it is of: another run knows nothing of it.</param>
internal sealed record SignIn(
    string AccessToken,
    DateTimeOffset ExpiresAt,
    string? RefreshToken,
    string? Development = null
);

/// <summary>
/// The sign-ins of this person, by gateway, in a file that only they can read. Several commands may run at once: one
/// renews at a time, and the others take what it brought, since a refresh token that is used twice ends the sign-in.
/// </summary>
internal sealed class SignIns(string folder, TimeProvider time)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    private string File => Path.Combine(folder, "sign-ins.json");

    public static SignIns Of(Shell shell) => new(UserFolder.Of(shell.Variable("INV_CONFIG")), shell.Time);

    public SignIn? Find(Uri gateway) => Read().GetValueOrDefault(gateway.AbsoluteUri);

    public void Save(Uri gateway, SignIn signIn)
    {
        var all = Read();
        all[gateway.AbsoluteUri] = signIn;
        Write(all);
    }

    /// <returns>False when there was none.</returns>
    public bool Remove(Uri gateway)
    {
        var all = Read();
        if (!all.Remove(gateway.AbsoluteUri))
            return false;
        Write(all);
        return true;
    }

    /// <summary>Nobody else changes sign-ins until it is disposed.</summary>
    public async Task<IDisposable> LockAsync(CancellationToken ct)
    {
        Directory.CreateDirectory(folder);
        var started = time.GetTimestamp();
        while (true)
        {
            try
            {
                return PrivateFile.Open(File + ".lock", FileMode.OpenOrCreate);
            }
            catch (IOException) when (time.GetElapsedTime(started) < Patience)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(50), time, ct);
            }
        }
    }

    private Dictionary<string, SignIn> Read()
    {
        if (!System.IO.File.Exists(File))
            return [];
        try
        {
            return JsonSerializer.Deserialize(
                    System.IO.File.ReadAllText(File),
                    SignInJson.Default.DictionaryStringSignIn
                ) ?? [];
        }
        catch (JsonException broken)
        {
            throw new Failure(
                T($"The sign-ins in {File} cannot be read ({broken.Message}). Remove the file and sign in.")
            );
        }
    }

    private void Write(Dictionary<string, SignIn> all) =>
        PrivateFile.Replace(
            File,
            stream => JsonSerializer.Serialize(stream, all, SignInJson.Default.DictionaryStringSignIn)
        );
}

/// <summary>How sign-ins are written, made when this is compiled: every command reads them.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, WriteIndented = true)]
[JsonSerializable(typeof(Dictionary<string, SignIn>))]
internal sealed partial class SignInJson : JsonSerializerContext;
