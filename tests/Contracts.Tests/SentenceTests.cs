using System.Text.Json;
using SmartInventory.Contracts.Localization;

namespace SmartInventory.Contracts.Tests;

/// <summary>What is kept of a sentence comes back as it was, and what was a text stays that text.</summary>
public sealed class SentenceTests
{
    private static readonly JsonSerializerOptions Kept = new(ContractsJson.Options)
    {
        Converters = { new SentenceParts() },
    };

    private static readonly DateOnly Day = new(2026, 3, 4);

    public static TheoryData<Sentence, string, string> Sentences =>
        new()
        {
            { $"It never changed.", "It never changed.", "\"It never changed.\"" },
            { $"{{}} of {12.50m}", "{} of 12.50", """["{{}} of {0}",12.50]""" },
            { $"by {Day:d MMM yyyy}", "by 4 Mar 2026", """["by {0:d MMM yyyy}",{"day":"2026-03-04"}]""" },
            { $"on {DayOfWeek.Friday}", "on Friday", """["on {0}",{"weekday":"Friday"}]""" },
            { $"from {"ACME"} {null}", "from ACME ", """["from {0} {1}","ACME",null]""" },
            {
                $"{Part($"the same day")}, {Part($"{3} sooner")}",
                "the same day, 3 sooner",
                """["{0}, {1}",{"say":"the same day"},{"say":["{0} sooner",3]}]"""
            },
        };

    private static Sentence Part(Sentence part) => part;

    [Theory]
    [MemberData(nameof(Sentences))]
    public void A_sentence_is_kept_with_its_values(Sentence sentence, string said, string kept)
    {
        Assert.Equal(said, sentence.ToString());
        Assert.Equal(kept, JsonSerializer.Serialize(sentence, Kept));
        var again = JsonSerializer.Deserialize<Sentence>(kept, Kept)!;
        Assert.Equal((sentence.Format, sentence), (again.Format, again));
        Assert.Equal(kept, JsonSerializer.Serialize(again, Kept));
    }

    [Fact]
    public void Where_it_is_not_kept_it_is_its_text()
    {
        Sentence sentence = $"{2} of {{}}";
        var text = JsonSerializer.Serialize(sentence, ContractsJson.Options);
        Assert.Equal("\"2 of {}\"", text);
        Assert.Equal(sentence, JsonSerializer.Deserialize<Sentence>(text, ContractsJson.Options));
        Assert.Equal(sentence, JsonSerializer.Deserialize<Sentence>(text, Kept));
    }

    [Theory]
    [InlineData("""["{0}",true]""")]
    [InlineData("""["{0}",{"moon":"full"}]""")]
    [InlineData("12")]
    public void What_is_no_sentence_is_refused(string json) =>
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<Sentence>(json, Kept));

    [Fact]
    public void What_cannot_be_kept_is_not()
    {
        Sentence sentence = $"at {DateTimeOffset.UnixEpoch}";
        Assert.Throws<NotSupportedException>(() => JsonSerializer.Serialize(sentence, Kept));
    }
}
