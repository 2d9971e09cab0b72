using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Net;
using System.Net.Http.Json;
using Microsoft.AspNetCore.Builder;
using OpenTelemetry;
using OpenTelemetry.Trace;
using SmartInventory.ServiceDefaults.Telemetry;
using SmartInventory.Testing;

namespace SmartInventory.ServiceDefaults.Tests;

/// <summary>Spans are the whole process': a test that looks at all of them runs alone.</summary>
[CollectionDefinition(nameof(TraceTests), DisableParallelization = true)]
public sealed class AloneCollection;

/// <summary>What a service of ours would send to the store of traces.</summary>
[Collection(nameof(TraceTests))]
public sealed class TraceTests : IAsyncLifetime
{
    private readonly Kept _spans = new();
    private TinyService _tiny = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() =>
        _tiny = await TinyService.StartAsync(configure: builder =>
            builder.Services.ConfigureOpenTelemetryTracerProvider(tracing => tracing.AddProcessor(_spans))
        );

    public ValueTask DisposeAsync() => _tiny.DisposeAsync();

    [Theory]
    [InlineData("Development", null, 1)]
    [InlineData("Production", null, .1)]
    [InlineData("Production", "0.25", .25)]
    [InlineData("Development", "0", 0)]
    public void A_tenth_of_the_traces_is_kept_outside_development_or_what_the_setting_says(
        string environment,
        string? setting,
        double expected
    ) => Assert.Equal(expected, TelemetryExtensions.SampleRatio(Builder(environment, setting)));

    [Theory]
    [InlineData("1.5")]
    [InlineData("-1")]
    [InlineData("much")]
    public void A_share_that_is_none_is_named(string setting) =>
        Assert.Equal(
            $"Telemetry:SampleRatio must be a number from 0 to 1, and is '{setting}'.",
            Assert
                .Throws<InvalidOperationException>(() =>
                    TelemetryExtensions.SampleRatio(Builder("Production", setting))
                )
                .Message
        );

    private static WebApplicationBuilder Builder(string environment, string? setting)
    {
        var builder = WebApplication.CreateBuilder(["--environment", environment]);
        builder.Configuration["Telemetry:SampleRatio"] = setting;
        return builder;
    }

    [Fact]
    public async Task An_idle_service_begins_no_trace()
    {
        await Eventually.Holds(
            async () => (await _tiny.Http.GetAsync("/health", Cancellation)).StatusCode == HttpStatusCode.OK,
            "it is healthy"
        );
        Assert.All(_spans.All.Where(span => span.Parent is null), root => Assert.Equal("migrate database", root.Name));
        Assert.DoesNotContain(_spans.All, span => span.Status == ActivityStatusCode.Error);
        var before = _spans.All.Count;
        using var statements = new Statements(_tiny.Database.ConnectionString);

        // Each notification is a turn of the relay: it looks for unsent messages and finds none.
        for (var turn = 1; turn <= 5; turn++)
        {
            var seen = statements.Count;
            await _tiny.Scalar<int>(
                "WITH woken AS (SELECT pg_notify('tiny_outbox', '')) SELECT count(*)::int FROM woken"
            );
            await Eventually.Holds(() => statements.Count >= seen + 2, $"the relay's turn {turn}");
            using var health = await _tiny.Http.GetAsync("/health", Cancellation);
            using var alive = await _tiny.Http.GetAsync("/alive", Cancellation);
        }

        Assert.Equal([], _spans.All.Skip(before).Select(span => span.Name));
    }

    [Fact]
    public async Task The_trace_of_one_request_is_whole_and_says_what_its_statements_do()
    {
        // A caller from outside, who brings no trace of his own.
        using var outside = new HttpClient(new SocketsHttpHandler { ActivityHeadersPropagator = null })
        {
            BaseAddress = _tiny.Http.BaseAddress,
        };
        await outside.PostAsJsonAsync("/notes", new TakeNote("whole"), Cancellation);
        // The consumer may be done before the producer has heard that the broker took the message.
        await Eventually.Holds(
            () =>
            {
                var ended = _spans.All;
                var consumers = ended.Where(s => s.Kind == ActivityKind.Consumer && s.Parent is not null).ToList();
                return consumers.Count > 0 && consumers.TrueForAll(s => ended.Any(e => e.Id == s.Parent));
            },
            "the consumer's spans have ended, and their parents"
        );

        var request = Assert.Single(_spans.All, span => span.Name == "POST /notes");
        Assert.Null(request.Parent);
        var trace = _spans.All.Where(span => span.Trace == request.Trace).ToList();
        var ids = trace.Select(span => span.Id).ToHashSet();
        Assert.All(
            trace,
            span => Assert.True(span == request || ids.Contains(span.Parent!.Value), $"{span.Name} hangs on nothing")
        );
        var names = trace.Select(span => span.Name).ToList();
        Assert.Contains("INSERT tiny.notes, INSERT tiny.outbox", names);
        Assert.Contains("outbox NoteTaken", names);
        Assert.Contains("INSERT tiny.inbox", names);
        Assert.Contains("INSERT tiny.heard", names);
        Assert.Contains(trace, span => span.Kind == ActivityKind.Producer);
        Assert.Contains(trace, span => span.Kind == ActivityKind.Consumer);
    }

    private sealed record Span(
        string Name,
        ActivityKind Kind,
        ActivityTraceId Trace,
        ActivitySpanId Id,
        ActivitySpanId? Parent,
        ActivityStatusCode Status
    );

    private sealed class Kept : BaseProcessor<Activity>
    {
        private readonly ConcurrentQueue<Span> _spans = new();

        public IReadOnlyList<Span> All => [.. _spans];

        public override void OnEnd(Activity data) =>
            _spans.Enqueue(
                new Span(
                    data.DisplayName,
                    data.Kind,
                    data.TraceId,
                    data.SpanId,
                    data.ParentSpanId == default ? null : data.ParentSpanId,
                    data.Status
                )
            );
    }

    /// <summary>How many statements Npgsql has run, by its own metric.</summary>
    private sealed class Statements : IDisposable
    {
        private readonly MeterListener _listener = new();
        private int _count;

        public Statements(string database)
        {
            _listener.InstrumentPublished = (instrument, listener) =>
            {
                if (instrument is { Meter.Name: "Npgsql", Name: "db.client.operation.duration" })
                    listener.EnableMeasurementEvents(instrument);
            };
            _listener.SetMeasurementEventCallback<double>(
                (_, _, tags, _) =>
                {
                    foreach (var tag in tags)
                    {
                        if (tag.Key == "db.client.connection.pool.name" && Equals(tag.Value, database))
                            Interlocked.Increment(ref _count);
                    }
                }
            );
            _listener.Start();
        }

        public int Count => Volatile.Read(ref _count);

        public void Dispose() => _listener.Dispose();
    }
}
