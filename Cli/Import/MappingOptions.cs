using System.CommandLine;
using SmartInventory.Cli.Hosting;

namespace SmartInventory.Cli.Import;

/// <summary>The options that say what stands where in a file, for an import or to be kept under a name.</summary>
internal sealed class MappingOptions
{
    private readonly Option<string[]> _map = new("--map")
    {
        Description = T(
            "Field=Column, as often as needed: sku, quantity, soldAt, unitPrice or lineTotal, location, externalId, "
                + "order, receipt, customer, name, discount, promotion. Date+Time joins two columns."
        ),
        HelpName = "field=column",
    };

    private readonly Option<string?> _lineTotal = new("--line-total")
    {
        Description = T("The column with the money for all of the line."),
        HelpName = "column",
    };

    private readonly Option<string?> _locationFrom = new("--location-from")
    {
        Description = T("The column that names the location."),
        HelpName = "column",
    };

    private readonly Option<string?> _location = new("--location")
    {
        Description = T("The location where no column names it."),
        HelpName = "code",
    };

    private readonly Option<string?> _zone = new("--zone")
    {
        Description = T("Whose clock times are on: a column, or an area and city. Default: the location's."),
        HelpName = "zone",
    };

    private readonly Option<string?> _dateFormat = new("--date-format")
    {
        Description = T("How dates are written, where the file does not show it: dd/MM/yyyy."),
        HelpName = "format",
    };

    private readonly Option<string[]> _skip = new("--skip")
    {
        Description = T("Rows that are no sales: Column=Value, or Column=* for any value."),
        HelpName = "column=value",
    };

    private readonly Option<string[]> _returns = new("--returns")
    {
        Description = T("Rows that are returns: Column=Value. Rows below zero are so anyway."),
        HelpName = "column=value",
    };

    private readonly Option<string?> _channel = new("--channel")
    {
        Description = T("The channel of the sales. Default: the name of the format or mapping."),
        HelpName = "channel",
    };

    public Symbol[] All => [_map, _lineTotal, _location, _locationFrom, _zone, _dateFormat, _skip, _returns, _channel];

    /// <summary>Some <c>--map</c> was given.</summary>
    public bool Maps(Invocation run) => run.Get(_map) is { Length: > 0 };

    /// <summary>Any of the options was given.</summary>
    public bool Say(Invocation run) =>
        Maps(run)
        || new[] { _lineTotal, _location, _locationFrom, _zone, _dateFormat, _channel }.Any(o => run.Get(o) is not null)
        || new[] { _skip, _returns }.Any(option => run.Get(option) is { Length: > 0 });

    /// <summary>The mapping with what the options say.</summary>
    public SalesMapping Apply(Invocation run, SalesMapping mapping)
    {
        foreach (var text in run.Get(_map) ?? [])
        {
            var split = text.IndexOf('=', StringComparison.Ordinal);
            var field = split < 0 ? text : text[..split].Trim();
            var source = split < 0 ? "" : text[(split + 1)..].Trim();
            if (source.Length == 0 || !SalesMapping.Fields.TryGetValue(field, out var set))
                throw new Failure(
                    T(
                        $"--map '{text}' is not of the form field=column with one of the fields "
                            + $"{string.Join(", ", SalesMapping.Fields.Keys)}."
                    ),
                    ExitCode.Usage
                );
            mapping = set(mapping, source);
        }

        if (run.Get(_lineTotal) is { } total)
            mapping = mapping with { LineTotal = total, UnitPrice = null };
        return mapping with
        {
            LocationFrom = run.Get(_locationFrom) ?? (run.Get(_location) is null ? mapping.LocationFrom : null),
            Location = run.Get(_location) ?? mapping.Location,
            Zone = run.Get(_zone) ?? mapping.Zone,
            DateFormat = run.Get(_dateFormat) ?? mapping.DateFormat,
            Skip = [.. mapping.Skip, .. run.Get(_skip) ?? []],
            Returns = [.. mapping.Returns, .. run.Get(_returns) ?? []],
            Channel = run.Get(_channel) ?? mapping.Channel,
            ChannelFrom = run.Get(_channel) is null ? mapping.ChannelFrom : null,
        };
    }
}
