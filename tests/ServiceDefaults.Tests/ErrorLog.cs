using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace SmartInventory.ServiceDefaults.Tests;

/// <summary>Keeps what a service logs as an error.</summary>
/// <param name="least">Or as less than that.</param>
internal sealed class ErrorLog(LogLevel least = LogLevel.Error) : ILoggerProvider
{
    private readonly ConcurrentQueue<string> _lines = new();

    public IReadOnlyList<string> Lines => [.. _lines];

    public ILogger CreateLogger(string categoryName) => new Logger(categoryName, _lines, least);

    public void Dispose() { }

    private sealed class Logger(string category, ConcurrentQueue<string> lines, LogLevel least) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= least;

        public void Log<TState>(
            LogLevel logLevel,
            EventId eventId,
            TState state,
            Exception? exception,
            Func<TState, Exception?, string> formatter
        )
        {
            if (IsEnabled(logLevel))
                lines.Enqueue($"{category}: {formatter(state, exception)}");
        }
    }
}
