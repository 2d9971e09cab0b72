using SmartInventory.Contracts;

namespace SmartInventory.Files;

/// <summary>Time zones as files name them.</summary>
internal static class Zones
{
    // Point-of-sale systems in American hands name zones so; IANA's and Windows' names the system knows itself.
    private static readonly Dictionary<string, string> Friendly = new(StringComparer.OrdinalIgnoreCase)
    {
        ["Eastern Time (US & Canada)"] = "America/New_York",
        ["Central Time (US & Canada)"] = "America/Chicago",
        ["Mountain Time (US & Canada)"] = "America/Denver",
        ["Pacific Time (US & Canada)"] = "America/Los_Angeles",
        ["Atlantic Time (Canada)"] = "America/Halifax",
        ["Indiana (East)"] = "America/Indiana/Indianapolis",
        ["Arizona"] = "America/Phoenix",
        ["Alaska"] = "America/Juneau",
        ["Hawaii"] = "Pacific/Honolulu",
        ["Newfoundland"] = "America/St_Johns",
        ["Saskatchewan"] = "America/Regina",
        ["Dublin"] = "Europe/Dublin",
        ["London"] = "Europe/London",
        ["Paris"] = "Europe/Paris",
        ["Madrid"] = "Europe/Madrid",
        ["Tokyo"] = "Asia/Tokyo",
        ["Sydney"] = "Australia/Sydney",
        ["Melbourne"] = "Australia/Melbourne",
        ["Brisbane"] = "Australia/Brisbane",
        ["Adelaide"] = "Australia/Adelaide",
        ["Perth"] = "Australia/Perth",
    };

    // Where many shops are; the first that fits is as good as any other with the same clock.
    private static readonly string[] Common =
    [
        "America/New_York",
        "America/Chicago",
        "America/Denver",
        "America/Los_Angeles",
        "America/Phoenix",
        "America/Halifax",
        "America/Sao_Paulo",
        "Europe/London",
        "Europe/Berlin",
        "Europe/Athens",
        "Asia/Dubai",
        "Asia/Kolkata",
        "Asia/Singapore",
        "Asia/Tokyo",
        "Australia/Sydney",
        "Pacific/Auckland",
    ];

    /// <summary>A zone by any of its names; null when nobody knows it.</summary>
    public static TimeZoneInfo? Find(string name)
    {
        name = name.Trim();
        var id = Friendly.GetValueOrDefault(name, name);
        return id.Length > 0 && TimeZoneInfo.TryFindSystemTimeZoneById(id, out var zone) ? zone : null;
    }

    /// <summary>The IANA name, which is what a location takes.</summary>
    public static string Iana(TimeZoneInfo zone) =>
        TimeZoneInfo.TryConvertWindowsIdToIanaId(zone.Id, out var id) ? id : zone.Id;

    /// <summary>A clock that showed these times with their offsets: days come out as they are written.</summary>
    public static string Fitting(IReadOnlyCollection<LocationTime> written)
    {
        if (written.All(time => time.Offset == TimeSpan.Zero))
            return "UTC";
        var fitting = Common.FirstOrDefault(id =>
            Find(id) is { } zone && written.All(time => zone.GetUtcOffset(time.In(zone)) == time.Offset)
        );
        var hours = written.First().Offset!.Value.TotalHours;
        return fitting
            ?? (
                written.All(time => time.Offset!.Value.TotalHours == hours) && hours == Math.Truncate(hours)
                    ? $"Etc/GMT{(hours < 0 ? "+" : "-")}{Math.Abs(hours)}"
                    : "UTC"
            );
    }
}
