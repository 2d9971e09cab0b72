using System.Globalization;

namespace SmartInventory.Dashboard.Web.Imports;

/// <summary>Sizes of files as people read them.</summary>
public static class FileSize
{
    private const long Mega = 1024 * 1024;

    public static string Show(long bytes) =>
        bytes >= Mega
            ? string.Create(CultureInfo.InvariantCulture, $"{bytes / (double)Mega:#,0.#} MB")
            : string.Create(CultureInfo.InvariantCulture, $"{bytes / 1024.0:#,0.#} KB");
}
