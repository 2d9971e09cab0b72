using System.Diagnostics;

namespace SmartInventory.Cli.Tests;

public sealed class ManTests
{
    [Fact]
    public async Task There_is_a_page_per_command_with_all_that_its_help_says()
    {
        var folder = Directory.CreateTempSubdirectory().FullName;
        var ran = await InvRunner.RunAsync("http://127.0.0.1:9", "man", "--dir", Path.Combine(folder, "man1"));
        Assert.Equal((0, ""), (ran.Code, ran.Out));
        var product = await File.ReadAllTextAsync(
            Path.Combine(folder, "man1", "inv-product.1"),
            TestContext.Current.CancellationToken
        );
        foreach (
            var part in (string[])
                [
                    "inv\\-product \\- The catalogue.",
                    ".SS \"inv product list\"",
                    "\\fB\\-\\-search\\fR \\fItext\\fR",
                    "inv product list \\-\\-mine",
                    ".SS \"inv product image set\"",
                ]
        )
            Assert.Contains(
                part,
                product.Replace("inv-product \\-", "inv\\-product \\-", StringComparison.Ordinal),
                StringComparison.Ordinal
            );
        var root = await File.ReadAllTextAsync(
            Path.Combine(folder, "man1", "inv.1"),
            TestContext.Current.CancellationToken
        );
        foreach (var file in Directory.EnumerateFiles(Path.Combine(folder, "man1"), "inv-*.1"))
            Assert.Contains(
                Path.GetFileNameWithoutExtension(file).Replace("-", "\\-", StringComparison.Ordinal),
                root,
                StringComparison.Ordinal
            );
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task Man_renders_every_page_without_a_warning()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/man"), "There is no man here.");
        var folder = Directory.CreateTempSubdirectory().FullName;
        await InvRunner.RunAsync("http://127.0.0.1:9", "man", "--dir", folder);
        var pages = Directory.GetFiles(folder);
        Assert.InRange(pages.Length, 25, 60);
        foreach (var page in pages)
        {
            var start = new ProcessStartInfo("/usr/bin/man", ["--warnings", "-E", "UTF-8", "-l", page])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            };
            start.Environment["MANPAGER"] = "cat";
            start.Environment["MANWIDTH"] = "80";
            using var man = Process.Start(start)!;
            var shown = man.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
            Assert.Equal("", await man.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken));
            Assert.Contains("NAME", await shown, StringComparison.Ordinal);
        }

        Directory.Delete(folder, recursive: true);
    }
}
