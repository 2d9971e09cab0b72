using System.Globalization;

namespace SmartInventory.Contracts.Localization;

/// <summary>
/// Numbers and dates of our languages for a program that runs without ICU: the command line, which has to start on any
/// machine at once. By CLDR 44.
/// </summary>
internal static class Forms
{
    // Elsewhere in Latin America, and in Spanish without a region of Europe, the point is the decimal sign.
    private static readonly HashSet<string> SpanishWithComma =
    [
        "es",
        "es-ES",
        "es-AR",
        "es-BO",
        "es-CL",
        "es-CO",
        "es-CR",
        "es-EC",
        "es-GQ",
        "es-PY",
        "es-UY",
        "es-VE",
    ];

    public static CultureInfo Of(string name)
    {
        var culture = new Spoken(name);
        if (culture.TwoLetterISOLanguageName != Languages.Spanish)
        {
            (culture.NumberFormat.PercentPositivePattern, culture.NumberFormat.PercentNegativePattern) = (1, 1);
            return culture;
        }
        if (SpanishWithComma.Contains(name))
        {
            var numbers = culture.NumberFormat;
            (numbers.NumberDecimalSeparator, numbers.NumberGroupSeparator) = (",", ".");
            (numbers.PercentDecimalSeparator, numbers.PercentGroupSeparator) = (",", ".");
            (numbers.CurrencyDecimalSeparator, numbers.CurrencyGroupSeparator) = (",", ".");
            (numbers.CurrencyPositivePattern, numbers.CurrencyNegativePattern) = (3, 8);
        }
        var dates = culture.DateTimeFormat;
        dates.MonthNames = dates.MonthGenitiveNames = [
            "enero",
            "febrero",
            "marzo",
            "abril",
            "mayo",
            "junio",
            "julio",
            "agosto",
            "septiembre",
            "octubre",
            "noviembre",
            "diciembre",
            "",
        ];
        dates.AbbreviatedMonthNames = dates.AbbreviatedMonthGenitiveNames = [
            "ene",
            "feb",
            "mar",
            "abr",
            "may",
            "jun",
            "jul",
            "ago",
            "sept",
            "oct",
            "nov",
            "dic",
            "",
        ];
        dates.DayNames = ["domingo", "lunes", "martes", "miércoles", "jueves", "viernes", "sábado"];
        dates.AbbreviatedDayNames = ["dom", "lun", "mar", "mié", "jue", "vie", "sáb"];
        dates.LongDatePattern = "dddd, d 'de' MMMM 'de' yyyy";
        return culture;
    }

    /// <summary>
    /// Without ICU a culture does not know its language, nor a region's that the resources of the language are for it.
    /// </summary>
    private sealed class Spoken(string name) : CultureInfo(name, false)
    {
        public override string TwoLetterISOLanguageName => Name.Split('-')[0];

        public override CultureInfo Parent =>
            Name.Contains('-', StringComparison.Ordinal) ? new Spoken(TwoLetterISOLanguageName) : InvariantCulture;
    }
}
