using System.Globalization;

namespace SmartInventory.Forecasting.Replenishment;

/// <summary>How the arithmetic of a suggestion writes its numbers.</summary>
internal static class Figures
{
    public static string N(decimal value) => value.ToString("0.####", CultureInfo.InvariantCulture);

    public static string Percent(double value) => value.ToString("0.##%", CultureInfo.InvariantCulture);

    public static string Iso(DateOnly day) => day.ToString("O", CultureInfo.InvariantCulture);

    public static string Days(int days) => days == 1 ? "1 day" : $"{days} days";
}
