using Microsoft.Extensions.Hosting;
using SmartInventory.Files;

namespace SmartInventory.AppHost.Running;

/// <summary>Leaves a sign-in for <c>inv</c> while the system runs.</summary>
internal sealed class LeftSignIn(DevelopmentAccounts accounts, ResourceNotificationService notifications)
    : BackgroundService
{
    private readonly DevelopmentSignIn _file = new(UserFolder.Of(Environment.GetEnvironmentVariable("INV_CONFIG")));
    private readonly TaskCompletionSource _there = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Uri? _address;

    /// <summary>Done when it is there.</summary>
    public Task There => _there.Task;

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        if (_address is not null)
            _file.Remove(_address);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await notifications.WaitForResourceHealthyAsync(
            accounts.Gateway.Resource.Name,
            WaitBehavior.WaitOnResourceUnavailable,
            stoppingToken
        );
        var secret = await accounts.Token.GetValueAsync(stoppingToken);
        _address = new Uri(accounts.Gateway.GetEndpoint("http").Url);
        _file.Leave(_address, $"{DevelopmentAccounts.TokenId}.{secret}");
        _there.SetResult();
    }
}
