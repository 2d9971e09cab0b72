using MassTransit;
using Microsoft.Extensions.Options;
using SmartInventory.Dashboard.Web.Identity;
using SmartInventory.ServiceDefaults.Background;

namespace SmartInventory.Dashboard.Web.Live;

/// <summary>
/// Looks after what no page can see: whether this process hears the services, and whether it can ask them.
/// </summary>
internal sealed class LiveWatch(
    LiveHub hub,
    IBusControl bus,
    IHttpClientFactory clients,
    IOptions<LiveOptions> options,
    TimeProvider time,
    ILogger<LiveWatch> log
) : Loop(time, log)
{
    public const string Client = "live-watch";

    /// <summary>A gateway that is busy is not one that is away.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    protected override async Task<TimeSpan> TurnAsync(CancellationToken ct)
    {
        // Nobody looks: nothing is asked.
        if (hub.Browsers > 0)
        {
            var heard = bus.CheckHealth().Status == BusHealthStatus.Healthy;
            hub.Report(
                (heard, await AnswersAsync(ct)) switch
                {
                    (true, true) => LiveTrouble.None,
                    (false, true) => LiveTrouble.Broker,
                    (true, false) => LiveTrouble.Gateway,
                    _ => LiveTrouble.Both,
                }
            );
        }

        return options.Value.Watch;
    }

    private async Task<bool> AnswersAsync(CancellationToken ct)
    {
        using var client = clients.CreateClient(Client);
        try
        {
            // Whatever it answers: it is there.
            using var answer = await client.GetAsync(new Uri(SignInOptions.GatewayAddress, "/alive"), ct);
            return true;
        }
        catch (Exception e)
            when (e is HttpRequestException || (e is OperationCanceledException && !ct.IsCancellationRequested))
        {
            return false;
        }
    }
}
