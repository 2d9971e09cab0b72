using System.CommandLine;
using SmartInventory.Load;

// The limits' two servers are this program, started by itself.
if (args is [BareServers.Api, var apiUrl, var connection])
    return await BareServers.RunApiAsync(apiUrl, connection);
if (args is [BareServers.Proxy, var proxyUrl, var target])
    return await BareServers.RunProxyAsync(proxyUrl, target);

var gateway = new Option<string>("--gateway")
{
    Description = "The gateway of the system that is measured.",
    DefaultValueFactory = _ => "http://localhost:8080",
};
var dashboard = new Option<string?>("--dashboard") { Description = "Its dashboard; without it the page is left out." };
var data = new Option<string>("--data")
{
    Description = "The data folder that AppHost was started with: there the bench finds PostgreSQL.",
    DefaultValueFactory = _ => "/var/lib/smartinventory",
};
var file = new Option<string?>("--file")
{
    Description = "The UCI Online Retail file, plain or .gz; without it rows of the same shape are made up.",
};
var quick = new Option<bool>("--quick") { Description = "Everything small, in less than a minute." };
var grow = new Option<long?>("--grow")
{
    Description = "Bring the stored sales to this number, measure before and after.",
};
var idle = new Option<double>("--idle") { Description = "Minutes in which nothing is asked, to measure the rest." };

var only = new Option<string[]>("--only")
{
    Description = $"Measure these alone: {string.Join(", ", RunOptions.Kinds)}.",
    AllowMultipleArgumentsPerToken = true,
};
only.AcceptOnlyFromAmong([.. RunOptions.Kinds]);

var root = new RootCommand(
    "Measures the everyday path of a running system through its gateway, and in the same run the limits of the "
        + "machine: pgbench, a bare API behind a bare proxy, COPY. It leaves its products and sales behind."
)
{
    gateway,
    dashboard,
    data,
    file,
    quick,
    grow,
    idle,
    only,
};
root.SetAction(
    async (parsed, ct) =>
    {
        try
        {
            return await Bench.RunAsync(
                new(
                    new(parsed.GetValue(gateway)!),
                    parsed.GetValue(dashboard) is { } page ? new(page) : null,
                    parsed.GetValue(data)!,
                    parsed.GetValue(file),
                    parsed.GetValue(quick),
                    parsed.GetValue(grow),
                    parsed.GetValue(idle),
                    parsed.GetValue(only) ?? []
                ),
                ct
            );
        }
        catch (LoadException e)
        {
            await Console.Error.WriteLineAsync(e.Message);
            return 1;
        }
    }
);
return await root.Parse(args).InvokeAsync();
