using System.Diagnostics;
using OpenTelemetry.Trace;

namespace SmartInventory.ServiceDefaults.Telemetry;

/// <summary>
/// Decides who may begin a trace: a request that came in, a message that was consumed, and a job of ours that has work
/// to
/// do. What a client asks on its own (a poll, a ping, a look at a queue's depth) begins none, else an idle system would
/// fill the store of traces.
/// </summary>
internal sealed class RootsSampler : Sampler
{
    public override SamplingResult ShouldSample(in SamplingParameters samplingParameters) =>
        new(samplingParameters.Kind is ActivityKind.Server or ActivityKind.Consumer or ActivityKind.Internal);
}
