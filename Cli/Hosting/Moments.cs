using System.CommandLine;
using SmartInventory.Contracts;

namespace SmartInventory.Cli.Hosting;

internal static class Moments
{
    /// <summary>
    /// The moment of an option, null when it is not given. Whose clock a time without an offset is on is the
    /// catalogue's to say.
    /// </summary>
    public static async Task<DateTimeOffset?> MomentAsync(
        this Invocation run,
        Option<LocationTime?> option,
        string location,
        CancellationToken ct
    )
    {
        if (run.Get(option) is not { } time)
            return null;
        if (time.Offset is not null)
            return time.In(TimeZoneInfo.Utc);
        var place = await run.Catalog.GetLocation(location, ct);
        return time.In(
            CalendarDay.Clock(place.TimeZone)
                ?? throw new Failure(
                    T(
                        $"This machine does not know the time zone {place.TimeZone} of {place.Code}: "
                            + $"give {option.Name} an offset."
                    )
                )
        );
    }
}
