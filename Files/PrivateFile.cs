namespace SmartInventory.Files;

/// <summary>A file that nobody but its owner can read.</summary>
public static class PrivateFile
{
    /// <summary>In one step: who reads meanwhile sees the old one or the new one.</summary>
    public static void Replace(string path, Action<Stream> write)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var next = $"{path}.{Environment.ProcessId}";
        using (var stream = Open(next, FileMode.Create))
            write(stream);
        File.Move(next, path, overwrite: true);
    }

    /// <summary>As long as it is open, nobody else opens it.</summary>
    public static FileStream Open(string path, FileMode mode)
    {
        var options = new FileStreamOptions
        {
            Mode = mode,
            Access = FileAccess.ReadWrite,
            Share = FileShare.None,
        };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        return new FileStream(path, options);
    }
}
