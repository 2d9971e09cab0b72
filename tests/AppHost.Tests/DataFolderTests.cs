using SmartInventory.AppHost.Native;

namespace SmartInventory.AppHost.Tests;

public sealed class DataFolderTests : IDisposable
{
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("smartinventory-test-");

    public DataFolderTests() => File.SetUnixFileMode(_root.FullName, (UnixFileMode)0b111_101_101);

    public void Dispose() => _root.Delete(recursive: true);

    [Fact]
    public void A_password_is_kept_with_the_data_and_closed_to_others()
    {
        string first;
        using (var data = DataFolder.Open(_root.FullName))
            first = data.Password("postgres");
        using var again = DataFolder.Open(_root.FullName);

        Assert.Equal(first, again.Password("postgres"));
        Assert.NotEqual(first, again.Password("cache"));
        Assert.Matches("^[A-Za-z0-9]{24}$", first);
        Assert.Equal(
            UnixFileMode.UserRead | UnixFileMode.UserWrite,
            File.GetUnixFileMode(Path.Combine(_root.FullName, "passwords.json"))
        );
    }

    [Fact]
    public void Two_hosts_on_one_folder_are_told_apart()
    {
        using var data = DataFolder.Open(_root.FullName);

        var error = Assert.Throws<HostException>(() => DataFolder.Open(_root.FullName));

        Assert.Equal(
            $"Another SmartInventory is running on the data folder {_root.FullName}. "
                + "Stop it, or choose another folder with --data DIR or --ephemeral.",
            error.Message
        );
    }

    [Fact]
    public void What_was_open_to_others_is_closed_so_that_nobody_else_can_hold_the_lock()
    {
        const UnixFileMode All = (UnixFileMode)0b110_110_110;
        foreach (var name in (string[])["lock", "passwords.json"])
        {
            File.WriteAllText(Path.Combine(_root.FullName, name), name == "lock" ? "" : "{}");
            File.SetUnixFileMode(Path.Combine(_root.FullName, name), All);
        }
        var folder = _root.CreateSubdirectory("postgres").FullName;
        File.SetUnixFileMode(folder, All | UnixFileMode.UserExecute | UnixFileMode.OtherExecute);

        using var data = DataFolder.Open(_root.FullName);
        data.Subfolder("postgres", owner: null);
        data.Password("postgres");

        var open = Directory
            .EnumerateFileSystemEntries(_root.FullName)
            .Where(path => (File.GetUnixFileMode(path) & (UnixFileMode)0b000_111_111) != 0);
        Assert.Empty(open);
    }

    [Fact]
    public void An_ephemeral_folder_is_gone_at_the_end()
    {
        var data = DataFolder.Ephemeral();
        data.Password("postgres");
        Assert.True(Directory.Exists(data.Path));

        data.Dispose();

        Assert.False(Directory.Exists(data.Path));
    }

    [Fact]
    public void A_folder_with_something_in_it_is_never_ephemeral()
    {
        File.WriteAllText(Path.Combine(_root.FullName, "precious"), "");

        Assert.Throws<HostException>(() => DataFolder.Ephemeral(_root.FullName));

        Assert.True(File.Exists(Path.Combine(_root.FullName, "precious")));
    }

    [Fact]
    public void Root_is_told_which_folder_is_closed_to_the_servers()
    {
        if (!Environment.IsPrivilegedProcess)
            Assert.Skip("Only root runs the servers under another account.");
        var closed = _root.CreateSubdirectory("closed");
        File.SetUnixFileMode(
            closed.FullName,
            UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
        );

        var error = Assert.Throws<HostException>(() => DataFolder.Open(Path.Combine(closed.FullName, "data")));

        Assert.Contains(
            $"{closed.FullName} is closed to the account it runs under",
            error.Message,
            StringComparison.Ordinal
        );
    }
}
