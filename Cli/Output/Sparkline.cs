namespace SmartInventory.Cli.Output;

/// <summary>Small drawings made of characters.</summary>
internal static class Sparkline
{
    private const string Steps = "▁▂▃▄▅▆▇█";

    /// <summary>One character per value, from zero to the largest, or to a <paramref name="top"/> of several lines.
    /// </summary>
    public static string Of(IEnumerable<double> values, double? top = null)
    {
        var heights = values.ToList();
        var highest = top ?? (heights.Count == 0 ? 0 : heights.Max());
        return string.Concat(
            heights.Select(value =>
                Steps[
                    highest <= 0
                        ? 0
                        : (int)Math.Clamp(Math.Round(value / highest * (Steps.Length - 1)), 0, Steps.Length - 1)
                ]
            )
        );
    }

    /// <summary>
    /// An interval with its mean on a scale from zero to <paramref name="top"/>: <c>  ──●────  </c>.
    /// </summary>
    public static string Interval(double low, double mean, double high, double top, int width)
    {
        if (top <= 0)
            return "";
        var bar = new char[width];
        Array.Fill(bar, ' ');
        for (var i = Place(low); i <= Place(high); i++)
            bar[i] = '─';
        bar[Place(mean)] = '●';
        return new string(bar).TrimEnd();

        int Place(double value) => (int)Math.Clamp(Math.Round(value / top * (width - 1)), 0, width - 1);
    }
}
