using SmartInventory.Cli.Hosting;

namespace SmartInventory.Cli.Output;

/// <summary>Colours, where they are wanted.</summary>
internal static class Paint
{
    public static string With(Shell shell, string style, string text) =>
        shell.Colours && Code(style) is { } code ? $"\e[{code}m{text}\e[0m" : text;

    private static string? Code(string style) =>
        style switch
        {
            "bold" => "1",
            "red" => "31",
            "green" => "32",
            "yellow" => "33",
            "blue" => "34",
            "magenta" => "35",
            "grey" => "90",
            _ => null,
        };
}
