namespace SmartInventory.Contracts.Tests;

public sealed class NameTests
{
    [Theory]
    [InlineData("85123A", "85123A")]
    [InlineData(" 85123a ", "85123A")]
    [InlineData("a.b-c_d/e", "A.B-C_D/E")]
    [InlineData("1", "1")]
    [InlineData("A\n", "A")]
    public void A_sku_is_trimmed_and_upper_case(string text, string expected)
    {
        Assert.True(Sku.TryParse(text, out var sku));
        Assert.Equal(expected, sku.Value);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("BANK CHARGES")]
    [InlineData("-1")]
    [InlineData("/A")]
    [InlineData("A\nB")]
    [InlineData("É1")]
    [InlineData("A;DROP")]
    public void What_is_no_sku_is_refused(string? text)
    {
        Assert.False(Sku.TryParse(text, out var sku));
        Assert.Equal("", sku.Value);
    }

    [Fact]
    public void A_sku_has_64_characters_at_most()
    {
        Assert.True(Sku.TryParse(new string('A', 64), out _));
        Assert.False(Sku.TryParse(new string('A', 65), out _));
    }

    [Fact]
    public void A_code_has_32_characters_at_most_and_no_slash()
    {
        Assert.True(Code.TryParse("new-york", out var code));
        Assert.Equal("NEW-YORK", code.Value);
        Assert.True(Code.TryParse(new string('A', 32), out _));
        Assert.False(Code.TryParse(new string('A', 33), out _));
        Assert.False(Code.TryParse("A/B", out _));
        Assert.False(Code.TryParse("NEW YORK", out _));
    }

    [Theory]
    [InlineData("ı")]
    [InlineData("ſ")]
    public void Letters_that_only_look_like_ours_make_no_sku(string text) => Assert.False(Sku.TryParse(text, out _));
}
