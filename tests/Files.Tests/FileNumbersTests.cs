using System.Globalization;
using System.Text;
using FsCheck.Xunit;
using SmartInventory.Contracts.Csv;

namespace SmartInventory.Files.Tests;

/// <summary>One rule for the numbers of a file, found from all of its rows.</summary>
public sealed class FileNumbersTests
{
    /// <summary>Written by one rule, a file is read by it or refused; no number becomes another one.</summary>
    [Property(MaxTest = 1_000)]
    public void A_file_written_by_one_rule_is_read_by_it_or_refused(
        int[] numbers,
        byte[] scales,
        bool comma,
        byte group
    )
    {
        var separator = ((string[])["", comma ? "." : ",", "'", "\u00A0", " "])[group % 5];
        var written = (numbers ?? [])
            .Zip(scales ?? [])
            .Select(pair => new decimal(pair.First, 0, 0, pair.First < 0, (byte)(pair.Second % 5)))
            .ToList();
        var text = string.Concat(written.Select(number => $"\"{Write(number)}\"\n"));

        var guess = new FileNumbers(DecimalMark.Point);
        Read(guess);
        DecimalMark mark;
        try
        {
            mark = guess.Decide(asked: null, pointIsGiven: false, Words.Plain);
        }
        catch (ImportException refused)
        {
            // Only where every number that has a mark is one of two.
            Assert.Contains("nothing in the file decides", refused.Message, StringComparison.Ordinal);
            Assert.Equal(written, Read(new FileNumbers(comma ? DecimalMark.Comma : DecimalMark.Point)));
            return;
        }

        Assert.Equal(written, Read(new FileNumbers(mark)));

        List<decimal> Read(FileNumbers rule)
        {
            var reader = new CsvReader(new MemoryStream(Encoding.UTF8.GetBytes("n\n" + text)), Words.Plain);
            Assert.True(reader.Read());
            var read = new List<decimal>();
            while (reader.Read())
                read.Add(rule.Read(reader, 0, "n") ?? decimal.MinValue);
            return read;
        }

        string Write(decimal number)
        {
            var parts = Math.Abs(number).ToString(CultureInfo.InvariantCulture).Split('.');
            for (var at = parts[0].Length - 3; at > 0 && separator.Length > 0; at -= 3)
                parts[0] = parts[0].Insert(at, separator);
            return (number < 0 ? "-" : "") + string.Join(comma ? "," : ".", parts);
        }
    }
}
