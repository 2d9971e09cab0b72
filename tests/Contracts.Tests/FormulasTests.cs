using System.Text;

namespace SmartInventory.Contracts.Tests;

public sealed class FormulasTests
{
    [Theory]
    [InlineData("=1", "'=1")]
    [InlineData("'=1", "''=1")]
    [InlineData("@a", "'@a")]
    [InlineData("'a", "'a")]
    [InlineData("a=1", "a=1")]
    [InlineData("\tA", "'\tA")]
    [InlineData("", "")]
    public void A_guarded_text_comes_back_as_it_was(string text, string guarded)
    {
        Assert.Equal(guarded, Formulas.Guard(text));
        Assert.Equal(text, Formulas.Unguard(guarded));
        Assert.Equal(Encoding.UTF8.GetBytes(text), Formulas.Unguard(Encoding.UTF8.GetBytes(guarded)).ToArray());
    }
}
