using System.ComponentModel;
using System.Runtime.InteropServices;

namespace SmartInventory.AppHost.Native;

/// <summary>The few calls of a Unix system that .NET has no name for.</summary>
internal static partial class Posix
{
    /// <summary>Gives a file or folder to another account. Only root may.</summary>
    public static void ChangeOwner(string path, SystemAccount account)
    {
        if (ChangeOwner(path, account.UserId, account.GroupId) != 0)
        {
            throw new IOException(
                $"Cannot give {path} to {account.Name}: {new Win32Exception(Marshal.GetLastPInvokeError()).Message}"
            );
        }
    }

    /// <summary>
    /// Whether a process works in a folder, or below it, or is just ending and no longer says where. False where there
    /// is no /proc to ask.
    /// </summary>
    public static bool WorksBelow(int pid, string folder)
    {
        try
        {
            var works = File.ResolveLinkTarget($"/proc/{pid}/cwd", returnFinalTarget: false)?.FullName;
            return works is not null && (works == folder || works.StartsWith(folder + '/', StringComparison.Ordinal));
        }
        catch (UnauthorizedAccessException)
        {
            // Somebody else's.
            return false;
        }
        catch (IOException)
        {
            // One that was killed still has its number, and a server that finds it believes that another one runs.
            return Directory.Exists($"/proc/{pid}");
        }
    }

    /// <summary>The innermost folder on the way to a path that others may not enter; null when none is.</summary>
    public static string? FirstClosedFolder(string path)
    {
        if (OperatingSystem.IsWindows())
            return null;
        for (var folder = new DirectoryInfo(path); folder is not null; folder = folder.Parent)
        {
            if (!folder.UnixFileMode.HasFlag(UnixFileMode.OtherExecute))
                return folder.FullName;
        }
        return null;
    }

    [LibraryImport("libc", EntryPoint = "chown", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int ChangeOwner(string path, uint user, uint group);
}
