using System.CommandLine;
using SmartInventory.Cli.Hosting;

namespace SmartInventory.Cli.Manual;

/// <summary>Manual pages, written from the commands themselves.</summary>
internal static class ManCommand
{
    public static Command Create(Inv inv)
    {
        var folder = new Option<string>("--dir")
        {
            Description = T("Where the pages are written; it is made where it is not there."),
            HelpName = "folder",
            Required = true,
        };
        return inv.Verb(
            "man",
            T("Writes the manual pages: one of inv, and one per command."),
            ["inv man --dir ~/.local/share/man/man1", "man inv-product"],
            [folder],
            async (run, ct) =>
            {
                var pages = ManPages.Of(new Inv(run.Shell));
                Directory.CreateDirectory(run.Get(folder)!);
                foreach (var (name, text) in pages)
                    await File.WriteAllTextAsync(Path.Combine(run.Get(folder)!, name), text, ct);
                run.Say(T($"{pages.Count} pages written to {run.Get(folder)}."));
                return ExitCode.Ok;
            }
        );
    }
}
