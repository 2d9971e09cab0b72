using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace SmartInventory.Contracts.Csv;

/// <summary>What stands between the whole part of a number and its fraction.</summary>
public enum DecimalMark
{
    Point,
    Comma,
}

/// <summary>What may stand beside a number, and belongs to its column.</summary>
[Flags]
public enum NumberSigns
{
    None = 0,

    /// <summary>A currency sign or code, before or after: $5, 5 EUR.</summary>
    Currency = 1,

    /// <summary>95% is 0.95.</summary>
    Percent = 2,
}

/// <summary>
/// A text read as a number both ways; null where it is none. With a point between the decimals <c>1.000</c> is one,
/// with a comma it is a thousand: only the whole file can say which, so no single text is ever guessed at.
/// </summary>
/// <param name="Point">With a decimal point.</param>
/// <param name="Comma">With a decimal comma.</param>
public readonly record struct NumberReading(decimal? Point, decimal? Comma)
{
    /// <summary>A number one way or the other.</summary>
    public bool IsNumber => Point is not null || Comma is not null;

    /// <summary>Two different numbers.</summary>
    public bool IsAmbiguous => Point is not null && Comma is not null && Point != Comma;

    /// <summary>The mark that alone makes it a number; null when both do, or neither.</summary>
    public DecimalMark? Only =>
        (Point is null, Comma is null) switch
        {
            (false, true) => DecimalMark.Point,
            (true, false) => DecimalMark.Comma,
            _ => null,
        };

    /// <summary>The number with this mark; null when it is none.</summary>
    public decimal? With(DecimalMark mark) => mark == DecimalMark.Point ? Point : Comma;
}

/// <summary>
/// Reads numbers as people and programs write them: <c>1299</c>, <c>1,299.00</c>, <c>1.299,00</c>, <c>1'299.00</c>,
/// <c>1 299,00</c> (with any of Unicode's blanks), <c>$1,299.00</c>, <c>(5)</c> for minus five, <c>1.2E+05</c>. Groups
/// have three digits and one separator, and do not begin with a zero. Whatever is not exactly of such a form, or has
/// more digits than a decimal keeps, is no number.
/// </summary>
public static class NumberText
{
    private const int MaxLength = 64;
    private const int MaxDigits = 28;

    // A blank, and the blanks that do not break or are thin.
    private const string Blanks = " \t\u00A0\u2007\u2009\u202F";

    private static readonly SearchValues<byte> Digits = SearchValues.Create("0123456789"u8);

    private static readonly SearchValues<string> Currencies = SearchValues.Create(
        (
            "USD EUR GBP CHF JPY CNY SEK NOK DKK PLN CZK HUF RON BGN TRY INR AUD CAD NZD BRL MXN ZAR SGD HKD KRW TWD "
            + "THB IDR MYR PHP VND AED SAR ILS UAH RUB ISK CLP COP ARS PEN EGP NGN KES PKR BDT LKR US C A R"
        ).Split(' '),
        StringComparison.Ordinal
    );

    /// <param name="text">UTF-8.</param>
    /// <param name="signs">What may stand beside the number.</param>
    public static NumberReading Read(ReadOnlySpan<byte> text, NumberSigns signs = NumberSigns.None)
    {
        // Nearly every number of every file leaves here.
        var digits = text is [(byte)'-', ..] ? text[1..] : text;
        var end = digits.IndexOfAnyExcept(Digits);
        if (end < 0 && digits.Length is > 0 and <= MaxDigits)
            return Plain(text) is var whole ? new NumberReading(whole, whole) : default;
        if (end > 0 && digits[end] == '.' && digits.Length <= MaxDigits)
        {
            var fraction = digits[(end + 1)..];
            var grouped = fraction.Length == 3 && end <= 3 && digits[0] != '0';
            if (!grouped && !fraction.IsEmpty && !fraction.ContainsAnyExcept(Digits))
                return new NumberReading(Plain(text), null);
        }

        return ReadSigned(text, signs);
    }

    private static NumberReading ReadSigned(ReadOnlySpan<byte> text, NumberSigns allowed)
    {
        if (text.Length > MaxLength)
            return default;
        Span<char> chars = stackalloc char[MaxLength];
        ReadOnlySpan<char> rest = chars[..Encoding.UTF8.GetChars(text, chars)];
        rest = rest.Trim(Blanks);
        var seen = NumberSigns.None;
        bool signed = false,
            negative = false;
        if (rest is ['(', .. var inner, ')'])
        {
            signed = negative = true;
            rest = inner.Trim(Blanks);
        }

        while (!rest.IsEmpty && !IsCore(rest[0]))
        {
            if (rest[0] is '-' or '+' or '\u2212')
            {
                if (signed)
                    return default;
                signed = true;
                negative = rest[0] != '+';
                rest = rest[1..];
            }
            else if (!TakeCurrency(ref rest, front: true, ref seen))
            {
                return default;
            }

            rest = rest.TrimStart(Blanks);
        }

        while (!rest.IsEmpty && !IsCore(rest[^1]))
        {
            if (rest[^1] == '%' && (seen & NumberSigns.Percent) == 0)
            {
                seen |= NumberSigns.Percent;
                rest = rest[..^1];
            }
            else if (!TakeCurrency(ref rest, front: false, ref seen))
            {
                return default;
            }

            rest = rest.TrimEnd(Blanks);
        }

        if (rest.IsEmpty || (seen & ~allowed) != 0)
            return default;
        var percent = (seen & NumberSigns.Percent) != 0;
        return new NumberReading(Value(rest, '.', ',', negative, percent), Value(rest, ',', '.', negative, percent));
    }

    // A trailing minus is none: 12.- is a Swiss price and not minus twelve.
    private static bool IsCore(char c) => char.IsAsciiDigit(c) || c is '.' or ',';

    private static bool TakeCurrency(ref ReadOnlySpan<char> text, bool front, ref NumberSigns seen)
    {
        if ((seen & NumberSigns.Currency) != 0)
            return false;
        var length = 0;
        while (length < text.Length && IsLetter(text[front ? length : text.Length - 1 - length]))
            length++;
        var symbol =
            length < text.Length
            && char.GetUnicodeCategory(text[front ? length : text.Length - 1 - length])
                == UnicodeCategory.CurrencySymbol;
        var letters = front ? text[..length] : text[^length..];
        // US$ and R$ are as usual as USD.
        if (length == 0 ? !symbol : !Currencies.Contains(letters.ToString()) || (length < 3 && !(symbol && front)))
            return false;
        length += symbol && (length < 3) ? 1 : 0;
        text = front ? text[length..] : text[..^length];
        seen |= NumberSigns.Currency;
        return true;

        static bool IsLetter(char c) => c is >= 'A' and <= 'Z';
    }

    private static decimal? Value(ReadOnlySpan<char> text, char mark, char other, bool negative, bool percent)
    {
        var power = text.IndexOfAny('E', 'e');
        var exponent = 0;
        if (power >= 0)
        {
            if (!TryExponent(text[(power + 1)..], out exponent))
                return null;
            text = text[..power];
        }

        var point = text.IndexOf(mark);
        var whole = point < 0 ? text : text[..point];
        var fraction = point < 0 ? default : text[(point + 1)..];
        Span<byte> plain = stackalloc byte[MaxLength + 2];
        var length = 0;
        if (negative)
            plain[length++] = (byte)'-';
        if (!TryWhole(whole, other, power < 0, plain, ref length))
            return null;
        var count = length - (negative ? 1 : 0) + fraction.Length;
        // A decimal would round what is longer, and a smaller power of ten.
        if (count is 0 or > MaxDigits || fraction.Length - exponent + (percent ? 2 : 0) > MaxDigits)
            return null;
        if (whole.IsEmpty)
            plain[length++] = (byte)'0';
        if (!fraction.IsEmpty)
            plain[length++] = (byte)'.';
        foreach (var digit in fraction)
        {
            if (!char.IsAsciiDigit(digit))
                return null;
            plain[length++] = (byte)digit;
        }

        return Plain(plain[..length]) is { } number ? Scale(number, exponent - (percent ? 2 : 0)) : null;
    }

    private static decimal? Scale(decimal number, int exponent)
    {
        try
        {
            for (; exponent > 0; exponent--)
                number *= 10;
            for (; exponent < 0; exponent++)
                number /= 10;
            return number;
        }
        catch (OverflowException)
        {
            return null;
        }
    }

    // The digits before the mark, in groups or not.
    private static bool TryWhole(
        ReadOnlySpan<char> whole,
        char other,
        bool mayGroup,
        scoped Span<byte> plain,
        ref int length
    )
    {
        var separator = '\0';
        var digits = 0;
        foreach (var c in whole)
        {
            if (char.IsAsciiDigit(c))
            {
                plain[length++] = (byte)c;
                digits++;
                continue;
            }

            var blank = Blanks.Contains(c, StringComparison.Ordinal);
            var found =
                blank ? ' '
                : c is '\u2019' ? '\''
                : c;
            if (!mayGroup || !(blank || found == other || found == '\''))
                return false;
            if (separator == '\0' ? digits is < 1 or > 3 || whole[0] == '0' : digits != 3 || separator != found)
                return false;
            separator = found;
            digits = 0;
        }

        return separator == '\0' || digits == 3;
    }

    private static bool TryExponent(ReadOnlySpan<char> text, out int exponent)
    {
        exponent = 0;
        var negative = text is ['-', ..];
        if (text is ['-' or '+', ..])
            text = text[1..];
        if (text.Length is 0 or > 2 || !char.IsAsciiDigit(text[0]) || !char.IsAsciiDigit(text[^1]))
            return false;
        foreach (var digit in text)
            exponent = exponent * 10 + (digit - '0');
        exponent = negative ? -exponent : exponent;
        return true;
    }

    private static decimal? Plain(ReadOnlySpan<byte> text) =>
        Utf8Parser.TryParse(text, out decimal number, out var used) && used == text.Length ? number : null;
}
