namespace SmartInventory.Contracts.Tests;

public sealed class CurrencyTests
{
    [Theory]
    [InlineData("EUR", 2)]
    [InlineData(" usd ", 2)]
    [InlineData("jpy", 0)]
    [InlineData("KWD", 3)]
    public void A_currency_is_found_by_its_code_and_has_the_digits_of_its_smallest_unit(string code, int decimals) =>
        Assert.Equal(new Currency(code.Trim().ToUpperInvariant(), decimals), Currency.Find(code));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("EURO")]
    [InlineData("XXX")]
    [InlineData("XAU")]
    [InlineData("€")]
    public void What_is_no_money_of_a_shop_is_none(string? code) => Assert.Null(Currency.Find(code));

    [Fact]
    public void Each_code_is_there_once() =>
        Assert.Equal(Currency.All.Count, Currency.All.Select(c => c.Code).Distinct(StringComparer.Ordinal).Count());

    [Theory]
    [InlineData("EUR", 4, "1,234.5678 EUR")]
    [InlineData("EUR", 0, "1,234.57 EUR")]
    [InlineData("JPY", 0, "1,235 JPY")]
    [InlineData("KWD", 0, "1,234.568 KWD")]
    [InlineData(null, 4, "1,234.5678")]
    [InlineData(null, 0, "1,234.57")]
    public void An_amount_has_at_least_the_digits_of_its_currency(string? code, int digits, string text) =>
        Assert.Equal(text, Currency.Text(1234.5678m, Currency.Find(code), digits));
}
