using SmartInventory.Contracts;
using SmartInventory.Contracts.Catalog;

namespace SmartInventory.Dashboard.Web.Shared;

/// <summary>The time zones of locations, by code.</summary>
public sealed class LocationClocks(Page<LocationResponse> locations)
{
    private readonly Dictionary<string, TimeZoneInfo> _zones = locations
        .Items.Select(location => (location.Code, Zone: CalendarDay.Clock(location.TimeZone)))
        .Where(clock => clock.Zone is not null)
        .ToDictionary(clock => clock.Code, clock => clock.Zone!, StringComparer.Ordinal);

    /// <returns>Null for a location, or a time zone, that is not known here.</returns>
    public TimeZoneInfo? Of(string location) => _zones.GetValueOrDefault(location);
}
