using System.Diagnostics;
using OpenTelemetry.Trace;

namespace SmartInventory.ServiceDefaults.Telemetry;

/// <summary>
/// Decides who may begin a trace: a request that came in, a message that was consumed, and a job of ours that has work
/// to do, and of these the given share. What a client asks on its own (a poll, a ping, a look at a queue's depth)
/// begins none, else an idle system would fill the store of traces.
/// </summary>
/// <param name="ratio">From 0 to 1: the share of traces that are recorded.</param>
internal sealed class RootsSampler(double ratio) : Sampler
{
    private readonly TraceIdRatioBasedSampler _share = new(ratio);

    public override SamplingResult ShouldSample(in SamplingParameters samplingParameters) =>
        samplingParameters.Kind is ActivityKind.Server or ActivityKind.Consumer or ActivityKind.Internal
            ? _share.ShouldSample(samplingParameters)
            : new(false);
}
