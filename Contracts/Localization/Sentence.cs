using System.Runtime.CompilerServices;
using System.Text;

namespace SmartInventory.Contracts.Localization;

/// <summary>
/// An interpolated text before its values are put in, so that it can be said in another language first. Its format is
/// the key: <c>$"{n} lines by {who}"</c> is <c>{0} lines by {1}</c>.
/// </summary>
[InterpolatedStringHandler]
public readonly struct Sentence(int literals, int values)
{
    private readonly StringBuilder _format = new(literals + 4 * values);
    private readonly List<object?> _values = new(values);

    public string Format => _format.ToString();

    public object?[] Values => [.. _values];

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
}
