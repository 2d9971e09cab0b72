using MassTransit;
using Microsoft.Extensions.Options;

namespace SmartInventory.Dashboard.Web.Live;

/// <summary>Who has which thing open at one process of the dashboard; takes the place of what it said before.</summary>
/// <param name="Process">Which; another one after each start.</param>
/// <param name="Version">Grows; what comes late is not taken for news.</param>
/// <param name="People">Everybody who is there.</param>
public sealed record PresenceSeen(Guid Process, long Version, IReadOnlyList<PersonSeen> People);

/// <param name="Subject">The thing.</param>
/// <param name="PersonId">Who; stays for ever.</param>
/// <param name="Name">What others read.</param>
/// <param name="Editing">Has it open to change it.</param>
public sealed record PersonSeen(string Subject, string PersonId, string Name, bool Editing);

/// <summary>Tells the other processes of the dashboard who is here, so that every page names everybody.</summary>
internal sealed partial class PresenceExchange(
    Presence presence,
    IBus bus,
    IOptions<LiveOptions> options,
    TimeProvider time,
    ILogger<PresenceExchange> log
) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(options.Value.Tick, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            if (presence.ToTell() is { } news)
                await TellAsync(news, stoppingToken);
        }
    }

    // What is not heard is said again in a moment; a broker that is away must not keep it waiting for ever.
    private async Task TellAsync(PresenceSeen news, CancellationToken stoppingToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
        limit.CancelAfter(options.Value.Exchange);
        try
        {
            await bus.Publish(news, limit.Token);
        }
        catch (Exception away) when (!stoppingToken.IsCancellationRequested)
        {
            LogNotTold(log, away);
        }
    }

    [LoggerMessage(LogLevel.Warning, "Other processes of the dashboard were not told who has which page open")]
    private static partial void LogNotTold(ILogger logger, Exception exception);
}
