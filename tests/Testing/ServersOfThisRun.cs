using Xunit.Sdk;
using Xunit.v3;

namespace SmartInventory.Testing;

/// <summary>
/// Stops the servers when the last test and the last fixture are done. The end of the process would come too late: the
/// servers' host has threads that the process waits for.
/// </summary>
public sealed class ServersOfThisRun : ITestPipelineStartup
{
    public ValueTask StartAsync(IMessageSink diagnosticMessageSink) => ValueTask.CompletedTask;

    public ValueTask StopAsync() => Infrastructure.StopAsync();
}
