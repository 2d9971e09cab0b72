using SmartInventory.Contracts.Catalog;
using SmartInventory.Dashboard.Web.Editing;
using SmartInventory.Dashboard.Web.Shared;
using SmartInventory.ServiceDefaults.Web;

namespace SmartInventory.Dashboard.Web.Locations;

/// <summary>What people say of a location.</summary>
public static class LocationForm
{
    public static EditForm<LocationResponse, UpdateLocation> Form =>
        new(
            new("name", T("Name"), l => l.Name, (u, t) => u with { Name = t }) { Required = true },
            new("timeZone", T("Time zone"), l => l.TimeZone, (u, t) => u with { TimeZone = Query.Text(t) })
            {
                Suggestions = [.. Zones],
                Hint = T("An area and city, as Europe/Madrid: it decides on which day a sale counts. Empty: UTC"),
            },
            new(
                "negativeStock",
                T("Below zero"),
                l => Words.Of(l.NegativeStock),
                (u, t) => u with { NegativeStock = FormText.Word<NegativeStock>(t) }
            )
            {
                Choices = [.. Enum.GetValues<NegativeStock>().Select(Words.Of)],
                Call = choice =>
                    Query.Word<NegativeStock>(choice) is NegativeStock.Allow
                        ? T("levels may be moved below zero")
                        : T("refused; sales are recorded in any case"),
            },
            new("address", T("Address"), l => l.Address ?? "", (u, t) => u with { Address = Query.Text(t) })
            {
                Type = "area",
                Hint = T("Where goods are delivered to; printed on purchase orders"),
            }
        );

    // Areas and cities, without the old names and the fixed offsets.
    private static IEnumerable<string> Zones =>
        TimeZoneInfo
            .GetSystemTimeZones()
            .Select(zone => zone.Id)
            .Where(id => id.Contains('/', StringComparison.Ordinal) && !id.StartsWith("Etc/", StringComparison.Ordinal))
            .Prepend("UTC")
            .Order(StringComparer.Ordinal);
}
