using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace SmartInventory.Architecture.Tests;

/// <summary>The texts that a program's sources say in more than one language, read from these.</summary>
internal static partial class TextKeys
{
    /// <summary>Libraries that know no languages, by the project that says their texts.</summary>
    private static readonly Dictionary<string, string> SaidFor = new(StringComparer.Ordinal)
    {
        ["Forecasting.Worker"] = "Forecasting.Engine",
    };

    /// <summary>The keys of a project's texts, each with where it stands first.</summary>
    /// <exception cref="InvalidDataException">A text is no literal, or has parts that differ in kind.</exception>
    public static Dictionary<string, string> Used(string project)
    {
        var keys = new Dictionary<string, string>(StringComparer.Ordinal);
        var projects = SaidFor.TryGetValue(project, out var library) ? [project, library] : (string[])[project];
        foreach (var file in projects.SelectMany(p => Sources(Path.Combine(Repository.Root, p))))
        {
            var source = File.ReadAllText(file);
            foreach (Match call in Call().Matches(source))
            {
                var line = source.AsSpan(0, call.Index).Count('\n') + 1;
                var place = $"{Path.GetRelativePath(Repository.Root, file)}:{line}";
                foreach (var key in new Reader(source, call.Index + call.Length, place).Arguments())
                    keys.TryAdd(key, place);
            }
        }
        return keys;
    }

    /// <summary>The same of the scripts that a project's pages run: <c>t("...")</c> of <c>texts.js</c>.</summary>
    /// <inheritdoc cref="Used"/>
    public static Dictionary<string, string> UsedInScripts(string project)
    {
        var keys = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (
            var file in Directory
                .EnumerateFiles(Path.Combine(Repository.Root, project, "wwwroot", "js"), "*.js")
                .Order(StringComparer.Ordinal)
        )
        {
            var source = File.ReadAllText(file);
            foreach (Match call in ScriptCall().Matches(source))
            {
                var line = source.AsSpan(0, call.Index).Count('\n') + 1;
                var place = $"{Path.GetRelativePath(Repository.Root, file)}:{line}";
                foreach (var key in new Reader(source, call.Index + call.Length, place).Arguments().Take(1))
                    keys.TryAdd(key, place);
            }
        }
        return keys;
    }

    public static List<(string Key, string Text)> Resources(string path) =>
        [
            .. XDocument
                .Load(path)
                .Root!.Elements("data")
                .Select(d => (d.Attribute("name")!.Value, d.Element("value")!.Value)),
        ];

    /// <summary>The values that a text has places for, with how each is written.</summary>
    public static IEnumerable<string> Places(string text) => Place().Matches(text).Select(p => p.Value).Order();

    /// <summary>Whether a text says anything beside its values.</summary>
    public static bool HasWords(string text) => Place().Replace(text, "").Any(char.IsLetter);

    private static IEnumerable<string> Sources(string folder) =>
        Directory
            .EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Where(f => Path.GetExtension(f) is ".cs" or ".cshtml")
            .Where(f => !f.Contains($"{Path.DirectorySeparatorChar}Migrations{Path.DirectorySeparatorChar}"))
            .Order(StringComparer.Ordinal);

    // Not the declarations. S is said when it is read.
    [GeneratedRegex(@"(?<![\w.]|string |IHtmlContent |Sentence |FormattableString )(T|Rich|S)\((?=[^)])")]
    private static partial Regex Call();

    [GeneratedRegex(@"(?<![\w.]|function )t\((?=[^)])")]
    private static partial Regex ScriptCall();

    [GeneratedRegex(@"(?<!\{)\{[0-9]+(:[^}]*)?\}")]
    private static partial Regex Place();

    /// <summary>Reads the literals among the arguments of a call.</summary>
    private sealed class Reader(string source, int at, string place)
    {
        private int _at = at;

        public IEnumerable<string> Arguments()
        {
            var found = false;
            while (true)
            {
                SkipSpace();
                if (source[_at] is '"' or '$')
                {
                    yield return Literals();
                    found = true;
                }
                else
                {
                    SkipExpression();
                }
                SkipSpace();
                if (source[_at++] != ',')
                    break;
            }
            if (!found)
                throw new InvalidDataException($"{place}: the text is no literal, so that nobody can translate it.");
        }

        // One literal, or several with plus between them: then all are interpolated, or none is.
        private string Literals()
        {
            var key = new StringBuilder();
            var values = 0;
            bool? interpolated = null;
            while (true)
            {
                var now = source[_at] == '$';
                if (interpolated is { } before && before != now)
                    throw new InvalidDataException($"{place}: put $ before all parts of the text, or before none.");
                interpolated = now;
                if (now)
                    _at++;
                if (source[_at] != '"' || source[_at + 1] == '"' && source[_at + 2] == '"')
                    throw new InvalidDataException($"{place}: write the text as \"...\" or $\"...\".");
                Literal(key, now, ref values);
                SkipSpace();
                if (source[_at] != '+')
                    return key.ToString();
                _at++;
                SkipSpace();
            }
        }

        private void Literal(StringBuilder key, bool interpolated, ref int values)
        {
            for (_at++; source[_at] != '"'; _at++)
            {
                if (source[_at] == '\\')
                    key.Append(Escaped());
                else if (interpolated && source[_at] == '{' && source[_at + 1] != '{')
                    key.Append(CultureInfo.InvariantCulture, $"{{{values++}{Format()}}}");
                else
                    key.Append(source[_at]);
            }
            _at++;
        }

        private char Escaped() =>
            source[++_at] switch
            {
                'n' => '\n',
                't' => '\t',
                'u' => (char)int.Parse(source.AsSpan((_at += 4) - 3, 4), NumberStyles.HexNumber, null),
                var other => other,
            };

        // From the brace that opens a value to the one that closes it; what follows its colon is part of the key.
        private string Format()
        {
            for (_at++; ; )
            {
                SkipExpression(inHole: true);
                if (source[_at] == '}')
                    return "";
                if (source[_at] == ':')
                {
                    var from = _at;
                    _at = source.IndexOf('}', _at);
                    return source[from.._at];
                }
                _at++;
            }
        }

        private void SkipExpression(bool inHole = false)
        {
            for (var depth = 0; ; _at++)
            {
                switch (source[_at])
                {
                    case '"':
                        SkipText();
                        break;
                    case '(' or '[' or '{':
                        depth++;
                        break;
                    case ')' or ']' or '}' when depth == 0:
                        return;
                    case ')' or ']' or '}':
                        depth--;
                        break;
                    case ',' when depth == 0 && !inHole:
                        return;
                    case ':' when depth == 0 && inHole && source[_at - 1] != ':' && source[_at + 1] != ':':
                        return;
                }
            }
        }

        private void SkipText()
        {
            for (_at++; source[_at] != '"'; _at++)
            {
                if (source[_at] == '\\')
                    _at++;
            }
        }

        private void SkipSpace()
        {
            while (char.IsWhiteSpace(source[_at]))
                _at++;
        }
    }
}
