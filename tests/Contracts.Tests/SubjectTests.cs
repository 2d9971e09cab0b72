using SmartInventory.Contracts.Collaboration;

namespace SmartInventory.Contracts.Tests;

public sealed class SubjectTests
{
    [Theory]
    [InlineData("product:lamp/1", "product:LAMP/1")]
    [InlineData("suggestion:lamp-1@ldn", "suggestion:LAMP-1@LDN")]
    [InlineData("order: po-00012 ", "order:PO-00012")]
    [InlineData("category:Drinks/Hot: Tea", "category:Drinks/Hot: Tea")]
    [InlineData("person:ada", "person:ada")]
    public void A_subject_is_written_as_it_is_read(string text, string expected)
    {
        Assert.True(Subject.TryParse(text, out var subject));
        Assert.Equal(expected, subject.ToString());
        Assert.True(Subject.TryParse(expected, out var again));
        Assert.Equal(subject, again);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("LAMP-1")]
    [InlineData("product:")]
    [InlineData("product:no sku")]
    [InlineData("products:LAMP-1")]
    [InlineData("0:LAMP-1")]
    [InlineData("suggestion:LAMP-1")]
    [InlineData("suggestion:LAMP-1@a b")]
    [InlineData("suggestion:LAMP-1@LDN@LDN")]
    public void What_is_no_subject_is_refused(string? text) => Assert.False(Subject.TryParse(text, out _));
}
