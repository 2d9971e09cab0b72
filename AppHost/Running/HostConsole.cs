namespace SmartInventory.AppHost.Running;

/// <summary>Lines of many parts on one console, each under its part's name.</summary>
internal sealed class HostConsole(TextWriter writer, bool colours)
{
    private static readonly string[] Palette = ["36", "32", "35", "33", "34", "96", "92", "95", "93", "94"];
    private readonly Lock _lock = new();
    private readonly Dictionary<string, int> _parts = [];
    private int _width = 11;

    /// <summary>Colours are for terminals, and not for people who said no (no-color.org).</summary>
    public static bool ColoursWanted() =>
        !Console.IsOutputRedirected
        && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"))
        && Environment.GetEnvironmentVariable("TERM") != "dumb";

    /// <summary>Announces a part, so that names align from the first line on.</summary>
    public void Register(string part)
    {
        lock (_lock)
        {
            _parts.TryAdd(part, _parts.Count);
            _width = Math.Max(_width, part.Length);
        }
    }

    /// <summary>A line that a part printed.</summary>
    public void WriteLine(string part, string line)
    {
        lock (_lock)
        {
            var prefix = part.PadRight(_width);
            if (colours)
                prefix = $"\e[{Palette[_parts.GetValueOrDefault(part) % Palette.Length]}m{prefix}\e[0m";
            writer.WriteLine($"{prefix} | {line}");
        }
    }

    /// <summary>A line of the host's own.</summary>
    public void WriteLine(string text)
    {
        lock (_lock)
        {
            writer.WriteLine(text);
            writer.Flush();
        }
    }

    /// <summary>Something went wrong, and the host goes on.</summary>
    public void Warn(string text) => WriteLine(colours ? $"\e[1;31m{text}\e[0m" : text);
}
