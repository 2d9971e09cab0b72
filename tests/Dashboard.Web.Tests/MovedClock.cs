using Microsoft.Extensions.DependencyInjection;

namespace SmartInventory.Dashboard.Web.Tests;

/// <summary>The clock of a dashboard, which goes on by itself and is moved by tests.</summary>
internal sealed class MovedClock : TimeProvider
{
    private long _ahead;

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow().AddTicks(Interlocked.Read(ref _ahead));

    public void Move(TimeSpan by) => Interlocked.Add(ref _ahead, by.Ticks);

    public void Use(IServiceCollection services) => services.AddSingleton<TimeProvider>(this);
}
