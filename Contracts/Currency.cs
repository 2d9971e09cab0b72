using System.Collections.Frozen;
using SmartInventory.Contracts.Localization;

namespace SmartInventory.Contracts;

/// <summary>A currency of ISO 4217 that people pay in.</summary>
/// <param name="Code">Three capital letters.</param>
/// <param name="Decimals">Digits of its smallest unit: 2 of the euro, none of the yen.</param>
public sealed record Currency(string Code, int Decimals)
{
    // Funds, metals and codes for testing are no money that a shop counts in.
    private const string None = "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF";
    private const string Three = "BHD IQD JOD KWD LYD OMR TND";
    private const string Two = """
        AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BGN BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CNY COP CRC
        CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS INR IRR JMD
        KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO
        NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL
        THB TJS TMT TOP TRY TTD TWD TZS UAH USD UYU UZS VED VES WST XCD XCG YER ZAR ZMW ZWG
        """;

    private static readonly FrozenDictionary<string, Currency> Known = Read(None, 0)
        .Concat(Read(Two, 2))
        .Concat(Read(Three, 3))
        .ToFrozenDictionary(c => c.Code, StringComparer.OrdinalIgnoreCase);

    /// <summary>By code.</summary>
    public static IReadOnlyList<Currency> All { get; } = [.. Known.Values.OrderBy(c => c.Code, StringComparer.Ordinal)];

    /// <returns>Null for what is none; case and blanks around it do not matter.</returns>
    public static Currency? Find(string? code) => Known.GetValueOrDefault(code?.Trim() ?? "");

    /// <summary>An amount as its reader writes it, with the code behind it where the currency is known.</summary>
    /// <param name="amount">The amount.</param>
    /// <param name="currency">Its currency.</param>
    /// <param name="digits">At most so many behind the point, and at least the currency's own.</param>
    public static string Text(decimal amount, Currency? currency, int digits = 4)
    {
        var shown = new string('0', currency?.Decimals ?? 2).PadRight(digits, '#');
        var text = amount.ToString($"#,0.{shown}", Languages.Reader);
        return currency is null ? text : $"{text} {currency.Code}";
    }

    private static IEnumerable<Currency> Read(string codes, int decimals) =>
        codes.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Select(code => new Currency(code, decimals));
}
