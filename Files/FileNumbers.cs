using System.Text;
using SmartInventory.Contracts.Csv;

namespace SmartInventory.Files;

/// <summary>
/// The one rule by which the numbers of a file are read, and what the file itself says of it. A first reading takes a
/// guess and collects witnesses; <see cref="Decide"/> then says what holds for all rows, or refuses.
/// </summary>
public sealed class FileNumbers(DecimalMark mark)
{
    private Witness? _point,
        _comma,
        _both;

    /// <summary>A number in the file.</summary>
    /// <param name="Row">One-based, not counting the header.</param>
    /// <param name="Line">One-based line on which its row starts.</param>
    private sealed record Witness(long Row, long Line, string Column, string Text, NumberReading Reading)
    {
        public override string ToString() => T($"'{Text}' in column {Column} of row {Row:N0} (line {Line:N0})");
    }

    /// <summary>What stands before the decimals.</summary>
    public DecimalMark Mark => mark;

    /// <summary>Some number of the file has a mark or a group, so the rule makes a difference.</summary>
    public bool Matters => (_point ?? _comma ?? _both) is not null;

    /// <summary>The rule in words for the report; null where no number could be read otherwise.</summary>
    public string? Explain() =>
        (
            mark == DecimalMark.Comma ? _comma
            : _both is null ? null
            : _point
        )
            is { } witness
            ? mark == DecimalMark.Comma
                ? T($"Numbers have a decimal comma, as {witness} shows.")
                : T($"Numbers have a decimal point, as {witness} shows.")
            : null;

    /// <summary>Reads a field of the current record; null when it is no number by the rule.</summary>
    public decimal? Read(RecordReader record, int index, string column, NumberSigns signs = NumberSigns.None) =>
        record.IsExact(index)
            ? NumberText.Read(FieldText.Trim(record[index]), signs).Point
            : Read(record[index], record, column, signs);

    /// <summary>Reads a number that is a part of a field of the current record.</summary>
    public decimal? Read(ReadOnlySpan<byte> text, RecordReader record, string column, NumberSigns signs)
    {
        var reading = NumberText.Read(FieldText.Trim(text), signs);
        // Whole numbers bear no witness, and of the others the first of a kind is enough.
        if (reading.Only == DecimalMark.Point)
            _point ??= See(text, record, column, reading);
        else if (reading.Only == DecimalMark.Comma)
            _comma ??= See(text, record, column, reading);
        else if (reading.IsAmbiguous)
            _both ??= See(text, record, column, reading);
        return reading.With(mark);
    }

    /// <summary>What holds for the whole file.</summary>
    /// <param name="asked">What the user says; null when nothing.</param>
    /// <param name="pointIsGiven">The format itself says that <c>1.000</c> is one.</param>
    /// <param name="say">What the setting is called that decides where the file does not.</param>
    public DecimalMark Decide(DecimalMark? asked, bool pointIsGiven, Wording say)
    {
        if (asked is { } said)
            return said;
        if (_point is not null && _comma is not null)
            throw new ImportException(
                T(
                    $"The file writes numbers in two ways: {_point} has a decimal point, {_comma} a decimal comma. "
                        + $"Say {say("decimal", "point")} or {say("decimal", "comma")}; "
                        + $"rows that do not fit are then rejected."
                )
            );
        if ((_point ?? _comma) is not null)
            return _comma is null ? DecimalMark.Point : DecimalMark.Comma;
        if (_both is null || (pointIsGiven && !_both.Text.Contains(',', StringComparison.Ordinal)))
            return DecimalMark.Point;
        throw new ImportException(
            T(
                $"{_both} is {_both.Reading.Comma:0.####} with a decimal comma and {_both.Reading.Point:0.####} "
                    + $"with a decimal point, and nothing in the file decides. "
                    + $"Say {say("decimal", "comma")} or {say("decimal", "point")}."
            )
        );
    }

    private static Witness See(ReadOnlySpan<byte> text, RecordReader record, string column, NumberReading reading) =>
        new(record.Records - 1, record.Line, column, Encoding.UTF8.GetString(text), reading);
}
