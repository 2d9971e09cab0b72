using SmartInventory.Cli.Hosting;

namespace SmartInventory.Cli.Output;

/// <summary>One thing: a line per field, its name and its value.</summary>
internal static class Card
{
    public static void Write(Shell shell, IReadOnlyList<(string Name, object? Value)> lines)
    {
        var names = lines.Max(line => line.Name.Length) + 2;
        foreach (var (name, value) in lines)
        {
            var text = Cells.Text(value);
            var parts = shell.OutIsTerminal ? TextWidth.Wrap(text, Math.Max(20, shell.Width - names)) : [text];
            for (var i = 0; i < parts.Count; i++)
            {
                shell.Out.Write(
                    i > 0 ? new string(' ', names)
                    : parts[0].Length == 0 ? Paint.With(shell, "grey", name)
                    : Paint.With(shell, "grey", name) + new string(' ', names - name.Length)
                );
                shell.Out.WriteLine(value is Styled styled ? Paint.With(shell, styled.Style, parts[i]) : parts[i]);
            }
        }
    }
}
