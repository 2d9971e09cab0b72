using SmartInventory.Contracts.Localization;

namespace SmartInventory.Dashboard.Web.Imports;

/// <summary>Sizes of files as people read them.</summary>
public static class FileSize
{
    private const long Mega = 1024 * 1024;

    public static string Show(long bytes) =>
        bytes >= Mega
            ? string.Create(Languages.Reader, $"{bytes / (double)Mega:#,0.#} MB")
            : string.Create(Languages.Reader, $"{bytes / 1024.0:#,0.#} KB");
}
