using System.Text;

namespace SmartInventory.Files.Tests;

public sealed class CsvReaderTests
{
    [Theory]
    [InlineData("a,b\n1,2\n", "1|a,b", "2|1,2")]
    [InlineData("a,b\r\n1,2\r\n", "1|a,b", "2|1,2")]
    [InlineData("a,b\n1,2", "1|a,b", "2|1,2")]
    [InlineData("a,b\n\n\r\n1,2\n\n", "1|a,b", "4|1,2")]
    [InlineData("\uFEFFa,b\n,\n", "1|a,b", "2|,")]
    [InlineData("a\n\"x, y\"\n", "1|a", "2|x, y")]
    [InlineData("a,b\n\"say \"\"hi\"\"\",2\n3,4", "1|a,b", "2|say \"hi\",2", "3|3,4")]
    [InlineData("a,b\n\"two\nlines\",2\r\n3,4\n", "1|a,b", "2|two\nlines,2", "4|3,4")]
    [InlineData("a,b\n\"\",\"\"\n", "1|a,b", "2|,")]
    [InlineData("a,b\n5\" ruler,2\n", "1|a,b", "2|5\" ruler,2")]
    [InlineData("a;b\n1,5;\"2\"\n", "1|a;b", "2|1,5;2")]
    [InlineData("a,b\n1,\"2\"\r\n\"3\",4\r\n", "1|a,b", "2|1,2", "3|3,4")]
    [InlineData("a\n\"\"\"\"\n", "1|a", "2|\"")]
    [InlineData("a,b\r1,\"x\ry\"\r3,4", "1|a,b", "2|1,x\ry", "4|3,4")]
    [InlineData("a,b\n \t\n1,2\n", "1|a,b", "3|1,2")]
    public void Records_and_their_lines(string text, params string[] expected)
    {
        // Whatever the pieces in which the bytes arrive.
        foreach (var piece in (int[])[1, 2, 3, 7, 1_000])
            Assert.Equal(expected, ReadAll(text, piece));
    }

    [Fact]
    public void Long_records_are_read_whatever_the_buffer()
    {
        var name = new string('x', 60_000);
        Assert.Equal(
            ["1|a", .. Enumerable.Range(2, 9).Select(line => $"{line}|{name}"), "11|b"],
            ReadAll("a\n" + string.Concat(Enumerable.Repeat($"\"{name}\"\n", 9)) + "b\n", 4_096)
        );
    }

    [Fact]
    public void A_quote_that_never_closes_is_named_by_the_line_on_which_it_opened()
    {
        var failure = Assert.Throws<ImportException>(() => ReadAll("a,b\n1,2\n\"open,3\n4,5\n6,7\n", 1_000));
        Assert.Equal("Line 3: a quote opens here and never closes.", failure.Message);
    }

    [Fact]
    public void A_quote_that_runs_into_the_next_one_is_named_by_the_line_on_which_it_opened()
    {
        var failure = Assert.Throws<ImportException>(() => ReadAll("a,b\n1,2\n\"open,3\n4,\"RED\"\n", 1_000));
        Assert.Equal(
            "Line 3: a quote opens here and is not closed properly: on line 4 the next quote is followed by text.",
            failure.Message
        );
    }

    [Fact]
    public void A_quote_that_swallows_the_file_does_not_swallow_the_memory()
    {
        var reader = new CsvReader(
            new MemoryStream(Encoding.UTF8.GetBytes("a,b\n\"open" + new string('x', 5_000_000))),
            Words.Plain
        );
        Assert.True(reader.Read());
        var failure = Assert.Throws<ImportException>(() => reader.Read());
        Assert.Equal(
            "Line 2: a record starts here that is longer than 65,536 bytes. Is it a quote that never closes?",
            failure.Message
        );
    }

    [Fact]
    public void Bytes_that_are_no_utf8_are_named_by_their_line()
    {
        byte[] bytes = [.. "a\n\"one\ntwo\nthr"u8, 0xE9, .. "e\"\n"u8];
        var reader = new CsvReader(new MemoryStream(bytes), Words.Plain);
        Assert.True(reader.Read());
        var failure = Assert.Throws<ImportException>(() => reader.Read());
        Assert.StartsWith("Line 4: there are bytes that are not UTF-8.", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Random_tables_come_back_as_they_were_written()
    {
        var random = new Random(7);
        string[] pieces = ["a", "\"", ",", "\n", "\r\n", "é", "", "x y", ";"];
        for (var round = 0; round < 300; round++)
        {
            var table = Enumerable
                .Range(0, 1 + random.Next(5))
                .Select(_ =>
                    Enumerable
                        .Range(0, 3)
                        .Select(_ =>
                            string.Concat(
                                Enumerable.Range(0, random.Next(4)).Select(_ => pieces[random.Next(pieces.Length)])
                            )
                        )
                        .ToArray()
                )
                .ToList();
            var text = string.Concat(
                table.Select(row =>
                    string.Join(',', row.Select(f => $"\"{f.Replace("\"", "\"\"", StringComparison.Ordinal)}\"")) + "\n"
                )
            );
            // The delimiter is found in the first line; here it is known.
            var reader = new CsvReader(
                new Pieces(Encoding.UTF8.GetBytes("h,h,h\n" + text), 1 + random.Next(9)),
                Words.Plain
            );
            Assert.True(reader.Read());
            foreach (var row in table)
            {
                Assert.True(reader.Read());
                Assert.Equal(row, Fields(reader));
            }

            Assert.False(reader.Read());
        }
    }

    private static List<string> ReadAll(string text, int piece)
    {
        var reader = new CsvReader(new Pieces(Encoding.UTF8.GetBytes(text), piece), Words.Plain);
        var records = new List<string>();
        while (reader.Read())
            records.Add($"{reader.Line}|{string.Join((char)reader.Separator, Fields(reader))}");
        return records;
    }

    private static List<string> Fields(CsvReader reader)
    {
        var fields = new List<string>();
        for (var i = 0; i < reader.Count; i++)
            fields.Add(Encoding.UTF8.GetString(reader[i]));
        return fields;
    }

    /// <summary>Gives at most so many bytes at a time.</summary>
    private sealed class Pieces(byte[] bytes, int size) : MemoryStream(bytes)
    {
        public override int Read(byte[] buffer, int offset, int count) =>
            base.Read(buffer, offset, Math.Min(count, size));
    }
}
