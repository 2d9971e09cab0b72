using System.Globalization;
using System.Text;

namespace SmartInventory.AppHost.Running;

internal static class Addresses
{
    /// <summary>The table printed when all is healthy: what people open first, then the rest.</summary>
    public static string Table(IReadOnlyList<ProjectResource> services, string aspire, TimeSpan took)
    {
        var endpoints = services.Select(s => (s.Name, s.Annotations.OfType<EndpointAnnotation>().First())).ToList();
        List<(string Name, string Address)> rows =
        [
            .. endpoints.Where(e => e.Item2.IsExternal).Reverse().Select(e => (e.Name, AddressOf(e.Item2))),
        ];
        if (endpoints.Find(e => e.Name == "gateway") is { Item2: { } gateway })
            rows.Add(("API docs", $"{AddressOf(gateway)}/docs"));
        rows.Add(("Aspire", aspire));
        rows.Add(("", ""));
        rows.AddRange(endpoints.Where(e => !e.Item2.IsExternal).Select(e => (e.Name, AddressOf(e.Item2))));

        var width = rows.Max(r => r.Name.Length);
        var text = new StringBuilder()
            .AppendLine()
            .AppendLine(
                CultureInfo.InvariantCulture,
                $"SmartInventory is running: all healthy after {took.TotalSeconds:0.0} s."
            )
            .AppendLine();
        foreach (var (name, address) in rows)
            text.AppendLine($"  {name.PadRight(width)}  {address}".TrimEnd());
        return text.AppendLine(
                "Each part's log, traces and metrics are in Aspire's dashboard. Ctrl+C stops everything."
            )
            .ToString();
    }

    private static string AddressOf(EndpointAnnotation endpoint) =>
        string.Create(CultureInfo.InvariantCulture, $"http://localhost:{endpoint.Port}");
}
