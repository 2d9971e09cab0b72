using Microsoft.Extensions.DependencyInjection;

namespace SmartInventory.Dashboard.Web.Tests;

/// <summary>The clock of a dashboard, which goes on by itself and is moved by tests.</summary>
internal sealed class MovedClock : TimeProvider
{
    private TimeSpan _ahead;

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + _ahead;

    public void Move(TimeSpan by) => _ahead += by;

    public void Use(IServiceCollection services) => services.AddSingleton<TimeProvider>(this);
}
