using System.Globalization;
using System.Text;
using FsCheck.Xunit;
using SmartInventory.Contracts.Csv;

namespace SmartInventory.Contracts.Tests;

public sealed class NumberTextTests
{
    private static readonly (string Before, string After)[] Signs =
    [
        ("", ""),
        ("$", ""),
        ("US$", ""),
        ("\u20AC ", ""),
        ("", "\u00A0\u20AC"),
        ("\u00A3", ""),
        ("CHF ", ""),
        ("", " EUR"),
    ];

    private static readonly string[] Groups = ["", "'", "\u2019", " ", "\u00A0", "\u2009", "\u202F", "other"];

    private static NumberReading Read(string text, NumberSigns signs = NumberSigns.Currency) =>
        NumberText.Read(Encoding.UTF8.GetBytes(text), signs);

    [Theory]
    [InlineData("12", 12.0, 12.0)]
    [InlineData("-12", -12.0, -12.0)]
    [InlineData("1.000", 1.0, 1000.0)]
    [InlineData("2.500", 2.5, 2500.0)]
    [InlineData("1,000", 1000.0, 1.0)]
    [InlineData("1.299,00", null, 1299.0)]
    [InlineData("1,299.00", 1299.0, null)]
    [InlineData("1'299.00", 1299.0, null)]
    [InlineData("1\u2019299,5", null, 1299.5)]
    [InlineData("1 299", 1299.0, 1299.0)]
    [InlineData("1\u202F299,50", null, 1299.5)]
    [InlineData("1.234.567", null, 1234567.0)]
    [InlineData("1,234,567", 1234567.0, null)]
    [InlineData("1234.567", 1234.567, null)]
    [InlineData("0.495", 0.495, null)]
    [InlineData("0,495", null, 0.495)]
    [InlineData(".5", 0.5, null)]
    [InlineData("5.", 5.0, null)]
    [InlineData("(5)", -5.0, -5.0)]
    [InlineData("($1,299.00)", -1299.0, null)]
    [InlineData("-$4.00", -4.0, null)]
    [InlineData("$-4.00", -4.0, null)]
    [InlineData("\u221212,5", null, -12.5)]
    [InlineData("+7", 7.0, 7.0)]
    [InlineData("1.2E+05", 120000.0, null)]
    [InlineData("1,5e3", null, 1500.0)]
    [InlineData("12,99 \u20AC", null, 12.99)]
    [InlineData("EUR12.99", 12.99, null)]
    public void A_text_is_read_both_ways(string text, double? point, double? comma) =>
        Assert.Equal(((decimal?)point, (decimal?)comma), (Read(text).Point, Read(text).Comma));

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData(".")]
    [InlineData("-")]
    [InlineData("()")]
    [InlineData("$")]
    [InlineData("(-5)")]
    [InlineData("--5")]
    [InlineData("5-")]
    [InlineData("12.-")]
    [InlineData("1 2")]
    [InlineData("12 34")]
    [InlineData("1,00,000")]
    [InlineData("1 299'000")]
    [InlineData("1.299,00.5")]
    [InlineData("1,2,3")]
    [InlineData("12%")]
    [InlineData("5 pcs")]
    [InlineData("$5 EUR")]
    [InlineData("ABC 5")]
    [InlineData("1.5.2026")]
    [InlineData("0x10")]
    [InlineData("NaN")]
    [InlineData("\u0661\u0662")]
    [InlineData("1E-40")]
    [InlineData("1E99")]
    [InlineData("0.12345678901234567890123456789012")]
    [InlineData("123456789012345678901234567890123")]
    public void What_is_no_number_is_none_either_way(string text) => Assert.False(Read(text).IsNumber);

    [Fact]
    public void A_sign_of_another_kind_of_column_makes_it_no_number()
    {
        Assert.False(Read("$5", NumberSigns.None).IsNumber);
        Assert.Equal(0.95m, Read("95%", NumberSigns.Percent).Point);
        Assert.Equal(0.975m, Read("97,5 %", NumberSigns.Percent).Comma);
        Assert.False(Read("95%%", NumberSigns.Percent).IsNumber);
    }

    /// <summary>By the rule by which it was written it is that number, and by no other rule another one.</summary>
    [Property(MaxTest = 3_000)]
    public void A_number_written_by_any_rule_is_read_back_exactly(long digits, byte scale, int style, bool comma)
    {
        var number = new decimal(
            (int)(digits & int.MaxValue),
            (int)(digits >> 32) & 0xFFFF,
            0,
            digits < 0,
            (byte)(scale % 8)
        );
        style &= int.MaxValue;
        var mark = comma ? DecimalMark.Comma : DecimalMark.Point;
        var group = Groups[style % Groups.Length];
        var (before, after) = Signs[style / 8 % Signs.Length];
        var text = Write(number, mark, group == "other" ? (comma ? "." : ",") : group);
        text = (number < 0, style / 64 % 2) switch
        {
            (true, 0) => $"({before}{text}{after})",
            (true, _) => $"-{before}{text}{after}",
            _ => $"{before}{text}{after}",
        };

        var reading = Read(text);

        Assert.Equal(number, reading.With(mark));
        var other = reading.With(comma ? DecimalMark.Point : DecimalMark.Comma);
        Assert.True(other is null || other == number || reading.IsAmbiguous, text);
    }

    /// <summary>Two readings differ only where one mark stands before exactly three digits.</summary>
    [Property(MaxTest = 3_000)]
    public void Only_one_mark_before_three_digits_can_be_read_in_two_ways(byte[] picks)
    {
        const string Alphabet = "0123456789.,";
        var text = string.Concat((picks ?? []).Take(12).Select(pick => Alphabet[pick % Alphabet.Length]));
        var reading = Read(text);
        Assert.Equal(
            System.Text.RegularExpressions.Regex.IsMatch(text, @"\A[1-9][0-9]{0,2}[.,][0-9]{3}\z"),
            reading.IsAmbiguous
        );
    }

    private static string Write(decimal number, DecimalMark mark, string group)
    {
        var text = Math.Abs(number).ToString(CultureInfo.InvariantCulture).Split('.');
        var whole = text[0];
        for (var at = whole.Length - 3; at > 0 && group.Length > 0; at -= 3)
            whole = whole.Insert(at, group);
        return text.Length == 1 ? whole : $"{whole}{(mark == DecimalMark.Comma ? ',' : '.')}{text[1]}";
    }
}
