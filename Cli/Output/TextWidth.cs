using System.Globalization;
using System.Text;
using Spectre.Console.Rendering;

namespace SmartInventory.Cli.Output;

/// <summary>How many columns of a terminal a text takes: a Chinese character takes two, an accent none.</summary>
internal static class TextWidth
{
    public static int Of(string text) => Ascii.IsValid(text) ? text.Length : new Segment(text).CellCount();

    /// <summary>At most so wide; what is cut ends in an ellipsis.</summary>
    public static string Cut(string text, int width)
    {
        if (Of(text) <= width)
            return text;
        var kept = new StringBuilder();
        var used = 0;
        foreach (var part in Parts(text))
        {
            if (used + Of(part) > width - 1)
                break;
            kept.Append(part);
            used += Of(part);
        }

        return kept.ToString().TrimEnd() + "…";
    }

    /// <summary>In lines of at most so many columns, broken at blanks where there are any.</summary>
    public static IReadOnlyList<string> Wrap(string text, int width)
    {
        var lines = new List<string>();
        var line = new StringBuilder();
        foreach (var word in text.Split(' ').SelectMany(word => Pieces(word, width)))
        {
            if (line.Length > 0 && Of(line.ToString()) + 1 + Of(word) > width)
            {
                lines.Add(line.ToString());
                line.Clear();
            }

            line.Append(line.Length > 0 ? " " : "").Append(word);
        }

        lines.Add(line.ToString());
        return lines;
    }

    private static IEnumerable<string> Pieces(string word, int width)
    {
        while (Of(word) > width)
        {
            var length = 0;
            var used = 0;
            foreach (var part in Parts(word))
            {
                if (used + Of(part) > width)
                    break;
                length += part.Length;
                used += Of(part);
            }

            yield return word[..length];
            word = word[length..];
        }

        yield return word;
    }

    private static IEnumerable<string> Parts(string text)
    {
        for (var parts = StringInfo.GetTextElementEnumerator(text); parts.MoveNext(); )
            yield return parts.GetTextElement();
    }
}
