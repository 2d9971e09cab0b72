using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json.Serialization;

namespace SmartInventory.Contracts.Localization;

/// <summary>
/// An interpolated text before its values are put in, so that it can be said in another language first. Its format is
/// the key: <c>$"{n} lines by {who}"</c> is <c>{0} lines by {1}</c>. A value may be a sentence of its own. What answers
/// carry of it is its text; a service that keeps it, and says it to whoever reads, has <see cref="SentenceParts"/>.
/// </summary>
[InterpolatedStringHandler]
[JsonConverter(typeof(SentenceText))]
public sealed class Sentence : IEquatable<Sentence>
{
    private readonly StringBuilder _format;
    private readonly List<object?> _values;

    public Sentence(int literals, int values)
        : this(new StringBuilder(literals + 4 * values), new List<object?>(values)) { }

    private Sentence(StringBuilder format, List<object?> values) => (_format, _values) = (format, values);

    public string Format => _format.ToString();

    public object?[] Values => [.. _values];

    /// <summary>A text that is said already.</summary>
    public static Sentence Said(string text)
    {
        var sentence = new Sentence(text.Length, 0);
        sentence.AppendLiteral(text);
        return sentence;
    }

    /// <param name="format">As <see cref="Format"/>.</param>
    /// <param name="values">As many as it has places.</param>
    public static Sentence Of(string format, IEnumerable<object?> values) => new(new(format), [.. values]);

    /// <summary>The same of a library that knows no languages.</summary>
    public static Sentence Of(FormattableString text) =>
        Of(text.Format, text.GetArguments().Select(v => v is FormattableString part ? Of(part) : v));

    /// <summary>One after the other.</summary>
    public static Sentence Join(string between, IEnumerable<object?> values)
    {
        var sentence = new Sentence(0, 0);
        foreach (var value in values)
        {
            if (sentence._values.Count > 0)
                sentence.AppendLiteral(between);
            sentence.AppendFormatted(value);
        }
        return sentence;
    }

    public void AppendLiteral(string text) =>
        _format.Append(text.Replace("{", "{{", StringComparison.Ordinal).Replace("}", "}}", StringComparison.Ordinal));

    public void AppendFormatted(object? value, string? format = null)
    {
        _format.Append('{').Append(_values.Count);
        if (format is not null)
            _format.Append(':').Append(format);
        _format.Append('}');
        _values.Add(value);
    }

    /// <summary>In English.</summary>
    public override string ToString() => string.Format(CultureInfo.InvariantCulture, Format, Values);

    /// <summary>Those are equal that say the same.</summary>
    public bool Equals(Sentence? other) => other is not null && ToString() == other.ToString();

    public override bool Equals(object? obj) => Equals(obj as Sentence);

    public override int GetHashCode() => ToString().GetHashCode(StringComparison.Ordinal);
}
