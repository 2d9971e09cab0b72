using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using SmartInventory.Cli.Hosting;
using SmartInventory.Contracts;
using Spectre.Console;

namespace SmartInventory.Cli.Output;

/// <summary>How things of one kind are printed: a column per field, in all three formats.</summary>
internal sealed class View<T>
{
    private static readonly JsonSerializerOptions Json = new(ContractsJson.Options)
    {
        WriteIndented = true,
        // For eyes and jq, not for a web page: an apostrophe may stay one.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private readonly List<Column> _columns = [];

    private sealed record Column(string Field, string? Header, Func<T, object?> Value);

    /// <param name="field">The name in CSV.</param>
    /// <param name="header">The name in a table; null keeps it out of tables.</param>
    /// <param name="value">Raw value.</param>
    public View<T> With(string field, string? header, Func<T, object?> value)
    {
        _columns.Add(new Column(field, header, value));
        return this;
    }

    public void Write(Shell shell, OutputFormat format, IReadOnlyList<T> items)
    {
        switch (format)
        {
            case OutputFormat.Json:
                shell.Out.WriteLine(JsonSerializer.Serialize(items, Json));
                break;
            case OutputFormat.Csv:
                WriteHeader(shell.Out);
                WriteRows(shell.Out, items);
                break;
            default:
                WriteTable(shell, items);
                break;
        }
    }

    public void WriteOne(Shell shell, OutputFormat format, T item)
    {
        switch (format)
        {
            case OutputFormat.Json:
                shell.Out.WriteLine(JsonSerializer.Serialize(item, Json));
                break;
            case OutputFormat.Csv:
                Write(shell, format, [item]);
                break;
            default:
                WriteCard(shell, item);
                break;
        }
    }

    private void WriteHeader(TextWriter writer) => CsvText.WriteRow(writer, _columns.Select(column => column.Field));

    private void WriteRows(TextWriter writer, IEnumerable<T> items)
    {
        foreach (var item in items)
            CsvText.WriteRow(writer, _columns.Select(column => column.Value(item)));
    }

    private void WriteTable(Shell shell, IReadOnlyList<T> items)
    {
        if (items.Count == 0)
        {
            // Nothing is an answer, but no data: a pipe gets no rows.
            shell.Error.WriteLine("None.");
            return;
        }

        var shown = _columns.Where(column => column.Header is not null).ToList();
        var table = new Table().Border(TableBorder.Simple);
        foreach (var column in shown)
        {
            var header = new TableColumn(new Markup($"[bold]{Markup.Escape(column.Header!)}[/]"))
            {
                NoWrap = !shell.OutIsTerminal,
            };
            table.AddColumn(Cells.IsNumeric(items.Select(column.Value)) ? header.RightAligned() : header);
        }

        foreach (var item in items)
            table.AddRow(shown.Select(column => Cells.Markup(column.Value(item))));
        Terminal.Write(shell, table);
    }

    private void WriteCard(Shell shell, T item)
    {
        var grid = new Grid()
            .AddColumn(new GridColumn { NoWrap = true, Padding = new Padding(0, 0, 2, 0) })
            .AddColumn();
        foreach (var column in _columns)
        {
            if (column.Value(item) is { } value)
                grid.AddRow(
                    new Markup($"[grey]{Markup.Escape(column.Header ?? InWords(column.Field))}[/]"),
                    Cells.Markup(value)
                );
        }

        Terminal.Write(shell, grid);
    }

    // slopePerWeek is "Slope per week" to people.
    private static string InWords(string field) =>
        $"{char.ToUpperInvariant(field[0])}{JsonNamingPolicy.SnakeCaseLower.ConvertName(field)[1..].Replace('_', ' ')}";
}

/// <summary>Values as table cells.</summary>
internal static class Cells
{
    public static bool IsNumeric(IEnumerable<object?> values) =>
        values.FirstOrDefault(value => value is not null) is decimal or double or int or long;

    public static Markup Markup(object? value) =>
        value switch
        {
            Styled styled => new Markup($"[{styled.Style}]{Spectre.Console.Markup.Escape(Text(styled.Value))}[/]"),
            _ => new Markup(Spectre.Console.Markup.Escape(Text(value))),
        };

    public static string Text(object? value) =>
        value switch
        {
            null => "-",
            string text => Printable(text),
            bool flag => flag ? "yes" : "no",
            decimal number => number.ToString("#,##0.####", CultureInfo.InvariantCulture),
            double number => number.ToString("#,##0.##", CultureInfo.InvariantCulture),
            int number => number.ToString("#,##0", CultureInfo.InvariantCulture),
            long number => number.ToString("#,##0", CultureInfo.InvariantCulture),
            DateTimeOffset time => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm'Z'", CultureInfo.InvariantCulture),
            Styled styled => Text(styled.Value),
            _ => CsvText.Field(value),
        };

    // Names come from outside: an escape sequence in one must not steer the terminal.
    private static string Printable(string text) =>
        text.Any(char.IsControl) ? string.Concat(text.Select(c => char.IsControl(c) ? ' ' : c)) : text;
}

/// <summary>A value with a colour in tables; plain elsewhere.</summary>
internal sealed record Styled(object? Value, string Style)
{
    public override string ToString() => CsvText.Field(Value);
}

/// <summary>Writes what Spectre draws, without the blanks that it leaves around it and at the ends of lines.</summary>
internal static class Terminal
{
    public static void Write(Shell shell, Spectre.Console.Rendering.IRenderable drawing)
    {
        using var text = new StringWriter();
        (shell with { Out = text }).OutConsole().Write(drawing);
        var lines = text.ToString().Split('\n').Select(line => line.TrimEnd()).ToList();
        var first = lines.FindIndex(line => line.Length > 0);
        var last = lines.FindLastIndex(line => line.Length > 0);
        for (var i = first; i >= 0 && i <= last; i++)
            shell.Out.WriteLine(lines[i]);
    }
}
