using System.ComponentModel;
using System.Runtime.InteropServices;

namespace SmartInventory.AppHost.Servers;

/// <summary>The few calls of a Unix system that .NET has no name for.</summary>
internal static partial class Posix
{
    public const int SigInt = 2;
    public const int SigKill = 9;
    public const int SigTerm = 15;

    /// <summary>Sends a signal to a process, or to a whole process group when <paramref name="pid"/> is negative.</summary>
    /// <returns>False when there was nobody to receive it.</returns>
    public static bool Signal(int pid, int signal) => Kill(pid, signal) == 0;

    /// <summary>Gives a file or folder to another account. Only root may.</summary>
    public static void ChangeOwner(string path, SystemAccount account)
    {
        if (ChangeOwner(path, account.UserId, account.GroupId) != 0)
            throw new IOException($"Cannot give {path} to {account.Name}: {new Win32Exception(Marshal.GetLastPInvokeError()).Message}");
    }

    /// <summary>When a process started, in clock ticks since boot: with the pid it names one process for good.
    /// Null when there is no such process, or no /proc to ask.</summary>
    public static long? StartTicks(int pid)
    {
        try
        {
            var stat = File.ReadAllText($"/proc/{pid}/stat");
            // The second field is the program's name in brackets and may hold anything; the 22nd is the start time.
            var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            return fields[0] == "Z" ? null : long.Parse(fields[19], System.Globalization.CultureInfo.InvariantCulture);
        }
        catch (IOException)
        {
            return null;
        }
    }

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int Kill(int pid, int signal);

    [LibraryImport("libc", EntryPoint = "chown", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int ChangeOwner(string path, uint user, uint group);
}
