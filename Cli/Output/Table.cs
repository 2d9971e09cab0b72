using SmartInventory.Cli.Hosting;
using SmartInventory.Contracts;

namespace SmartInventory.Cli.Output;

/// <summary>
/// Rows under headers. In a terminal they fit it: sentences and names are cut first, and when that does not do, the
/// columns that matter least are left out, which is said. In a pipe or a file everything is there.
/// </summary>
internal static class Table
{
    private const int Gap = 2;

    /// <summary>A text is not cut below this.</summary>
    private const int LeastText = 12;

    /// <param name="Header">Its name.</param>
    /// <param name="Values">One per row.</param>
    /// <param name="Rank">The highest is left out first.</param>
    /// <param name="Whole">It is never cut.</param>
    /// <param name="IsMoney">It is in the currency of the installation.</param>
    internal sealed record Column(
        string Header,
        IReadOnlyList<object?> Values,
        int Rank,
        bool Whole,
        bool IsMoney = false
    )
    {
        public string[] Texts { get; } = [.. Values.Select(Cells.Text)];
        public bool RightAligned { get; } = Cells.IsNumeric(Values);
        public int Natural => Math.Max(TextWidth.Of(Header), Texts.Max(TextWidth.Of));

        /// <summary>How narrow it may become: what has several words is cut, a code is not.</summary>
        public int Least =>
            !Whole && Values.Any(value => value is string text && text.Contains(' '))
                ? Math.Min(Natural, Math.Max(LeastText, TextWidth.Of(Header)))
                : Natural;

        public int Width { get; set; }
    }

    /// <summary>A name, with the currency of what stands under or beside it.</summary>
    public static string Header(string name, Currency? currency) =>
        currency is null ? name : $"{name} ({currency.Code})";

    /// <param name="shell">Where to.</param>
    /// <param name="columns">All of them.</param>
    /// <param name="currency">Of the money among them; null where it is not known.</param>
    public static void Write(Shell shell, IReadOnlyList<Column> columns, Currency? currency = null)
    {
        var width = shell.OutIsTerminal ? shell.Width : int.MaxValue;
        var bare = Fit(columns, width);
        var shown = Fit(
            [.. columns.Select(c => c with { Header = Header(c.Header, c.IsMoney ? currency : null) })],
            width
        );
        // The code is beside each name, unless a column would have to go for it: then it is said once.
        var apart = shown.Count < bare.Count;
        if (apart)
            shown = bare;
        WriteLine(shell, shown, column => (column.Header, "bold"));
        shell.Out.WriteLine(
            Paint.With(shell, "grey", new string('─', shown.Sum(column => column.Width) + Gap * (shown.Count - 1)))
        );
        for (var i = 0; i < columns[0].Texts.Length; i++)
            WriteLine(shell, shown, column => (column.Texts[i], (column.Values[i] as Styled)?.Style));
        if (apart && shown.Any(column => column.IsMoney))
            shell.Out.WriteLine(Paint.With(shell, "grey", T($"Money is in {currency!.Code}.")));
        if (columns.Count - shown.Count is > 0 and var left)
            shell.Out.WriteLine(
                Paint.With(
                    shell,
                    "grey",
                    T(
                        left,
                        $"{left} column is left out; -o csv or a wider terminal shows all.",
                        $"{left} columns are left out; -o csv or a wider terminal shows all."
                    )
                )
            );
    }

    private static List<Column> Fit(IReadOnlyList<Column> columns, int width)
    {
        var shown = columns.ToList();
        while (shown.Count > 1 && Needs(shown, column => column.Least) > width)
            shown.Remove(shown.Select((column, i) => (column, i)).MaxBy(c => (c.column.Rank, c.i)).column);
        foreach (var column in shown)
            column.Width = column.Natural;
        // One character at a time from the widest that still may give: they end up equally wide.
        for (var over = Needs(shown, column => column.Width) - width; over > 0; over--)
        {
            if (shown.Where(column => column.Width > column.Least).MaxBy(column => column.Width) is not { } widest)
                break;
            widest.Width--;
        }

        // A single one that is still too wide is cut as it is.
        if (shown.Count == 1)
            shown[0].Width = Math.Min(shown[0].Width, width);
        return shown;
    }

    private static long Needs(List<Column> columns, Func<Column, int> width) =>
        columns.Sum(column => (long)width(column)) + Gap * (columns.Count - 1);

    private static void WriteLine(Shell shell, List<Column> columns, Func<Column, (string Text, string? Style)> cell)
    {
        for (var i = 0; i < columns.Count; i++)
        {
            var (text, style) = cell(columns[i]);
            text = TextWidth.Cut(text, columns[i].Width);
            var blanks = new string(' ', columns[i].Width - TextWidth.Of(text));
            var painted = style is null ? text : Paint.With(shell, style, text);
            var last = i == columns.Count - 1;
            shell.Out.Write(
                columns[i].RightAligned ? blanks + painted
                : last ? painted
                : painted + blanks
            );
            if (!last)
                shell.Out.Write(new string(' ', Gap));
        }

        shell.Out.WriteLine();
    }
}
