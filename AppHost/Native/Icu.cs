using System.Runtime.InteropServices;

namespace SmartInventory.AppHost.Native;

/// <summary>
/// The library that knows the forms of languages. Debian's PostgreSQL brings it, other machines may lack it, and a
/// program that counts on it would not start there.
/// </summary>
internal static class Icu
{
    /// <summary>What a program is told that has to do without.</summary>
    public const string Without = "DOTNET_SYSTEM_GLOBALIZATION_INVARIANT";

    private const int Oldest = 50,
        Newest = 150;

    /// <summary>Whether the runtime will find it; looked for once. Only Linux comes without.</summary>
    public static bool IsThere { get; } =
        !OperatingSystem.IsLinux()
        || Enumerable.Range(Oldest, Newest - Oldest).Reverse().Any(version => CanLoad($"libicuuc.so.{version}"))
        || CanLoad("libicuuc.so");

    private static bool CanLoad(string library)
    {
        if (!NativeLibrary.TryLoad(library, out var handle))
            return false;
        NativeLibrary.Free(handle);
        return true;
    }
}
