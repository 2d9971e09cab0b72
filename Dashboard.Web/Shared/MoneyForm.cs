using System.Collections.Concurrent;
using System.Globalization;
using SmartInventory.Contracts;
using SmartInventory.Contracts.Localization;

namespace SmartInventory.Dashboard.Web.Shared;

/// <summary>How the reader writes an amount of a currency: symbol, place and separators, by CLDR. Pure.</summary>
public static class MoneyForm
{
    private static readonly ConcurrentDictionary<(string Code, int Digits, string Reader), NumberFormatInfo> Made =
        new();

    /// <summary>Signs that everybody reads as this currency; the others are shown by their code.</summary>
    private static readonly Dictionary<string, string> Signs = new(StringComparer.Ordinal)
    {
        ["EUR"] = "€",
        ["GBP"] = "£",
        ["USD"] = "$",
        ["JPY"] = "¥",
        ["INR"] = "₹",
        ["KRW"] = "₩",
        ["ILS"] = "₪",
        ["VND"] = "₫",
        ["PHP"] = "₱",
        ["BRL"] = "R$",
        ["CAD"] = "CA$",
        ["AUD"] = "A$",
        ["NZD"] = "NZ$",
        ["HKD"] = "HK$",
        ["TWD"] = "NT$",
        ["MXN"] = "MX$",
        ["CNY"] = "CN¥",
    };

    /// <summary>Where a plain sign means the money of the country itself.</summary>
    private static readonly Dictionary<string, (string Code, string Sign)> AtHome = new(StringComparer.Ordinal)
    {
        ["US"] = ("USD", "$"),
        ["CA"] = ("CAD", "$"),
        ["AU"] = ("AUD", "$"),
        ["NZ"] = ("NZD", "$"),
        ["HK"] = ("HKD", "$"),
        ["SG"] = ("SGD", "$"),
        ["MX"] = ("MXN", "$"),
        ["AR"] = ("ARS", "$"),
        ["CL"] = ("CLP", "$"),
        ["CO"] = ("COP", "$"),
        ["UY"] = ("UYU", "$"),
        ["DO"] = ("DOP", "RD$"),
        ["PE"] = ("PEN", "S/"),
        ["CR"] = ("CRC", "₡"),
        ["GT"] = ("GTQ", "Q"),
    };

    /// <param name="amount">How much.</param>
    /// <param name="currency">Of what.</param>
    /// <param name="digits">After the point.</param>
    /// <param name="reader">Who reads it.</param>
    public static string Text(decimal amount, Currency currency, int digits, CultureInfo reader)
    {
        var form = Made.GetOrAdd((currency.Code, digits, reader.Name), key => Make(key.Code, key.Digits, reader));
        // A sign and its number never stand on two lines.
        return amount.ToString("C", form).Replace(' ', '\u00a0');
    }

    /// <summary>What stands before and behind an amount.</summary>
    public static string[] Around(Currency currency, CultureInfo reader) => Text(1, currency, 0, reader).Split('1');

    private static NumberFormatInfo Make(string code, int digits, CultureInfo reader)
    {
        var form = (NumberFormatInfo)reader.NumberFormat.Clone();
        var sign = Sign(code, reader);
        // A code stands apart from the number; where the form has a space already, it has one.
        form.CurrencySymbol = form.CurrencyPositivePattern == 0 && char.IsLetter(sign[^1]) ? sign + "\u00a0" : sign;
        form.CurrencyDecimalDigits = digits;
        form.NegativeSign = "−";
        form.CurrencyNegativePattern = form.CurrencyPositivePattern switch
        {
            0 => 1,
            1 => 5,
            2 => 9,
            _ => 8,
        };
        return form;
    }

    private static string Sign(string code, CultureInfo reader)
    {
        var region = reader.Name.Split('-')[^1];
        if (AtHome.TryGetValue(region, out var home))
        {
            if (home.Code == code)
                return home.Sign;
            // There a plain dollar is another one.
            if (code == "USD" && home.Sign == "$")
                return "US$";
        }

        return code == "USD" && reader.TwoLetterISOLanguageName == Languages.Spanish
            ? "US$"
            : Signs.GetValueOrDefault(code, code);
    }
}
