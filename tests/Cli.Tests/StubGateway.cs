using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using SmartInventory.Contracts;

namespace SmartInventory.Cli.Tests;

/// <summary>What the command sent.</summary>
public sealed record Seen(string Method, string Path, IQueryCollection Query, IHeaderDictionary Headers, byte[] Body)
{
    /// <summary>A parameter of the query; empty when it was not sent.</summary>
    public string this[string parameter] => Query[parameter].ToString();

    public string Text => Encoding.UTF8.GetString(Body);

    public T Read<T>() => JsonSerializer.Deserialize<T>(Body, ContractsJson.Options)!;
}

/// <summary>
/// What the gateway says to it: a text as it is, anything else as JSON. <see cref="Broken"/> cuts the connection
/// instead.
/// </summary>
public sealed record Answer(int Status, object? Body = null, string? RetryAfter = null)
{
    public static Answer Broken { get; } = new(-1);

    public static Answer Ok(object body) => new(200, body);

    public static Answer Problem(
        int status,
        string title,
        string? detail = null,
        Dictionary<string, string[]>? errors = null
    ) =>
        new(
            status,
            new
            {
                status,
                title,
                detail,
                errors,
            }
        );
}

/// <summary>A gateway in this process, on loopback, that answers what a test tells it to.</summary>
public sealed class StubGateway : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentDictionary<string, Func<Seen, Answer>> _routes = new(StringComparer.Ordinal);

    private StubGateway()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.Configure<KestrelServerOptions>(options => options.Limits.MaxRequestBodySize = null);
        _app = builder.Build();
        _app.Run(HandleAsync);
    }

    public string Address => _app.Urls.Single();

    public ConcurrentQueue<Seen> Requests { get; } = [];

    public static async Task<StubGateway> StartAsync()
    {
        var stub = new StubGateway();
        await stub._app.StartAsync(TestContext.Current.CancellationToken);
        return stub;
    }

    public StubGateway On(string route, Func<Seen, Answer> answer)
    {
        _routes[route] = answer;
        return this;
    }

    public StubGateway On(string route, object body) => On(route, _ => Answer.Ok(body));

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task HandleAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        var seen = new Seen(
            context.Request.Method,
            context.Request.Path,
            context.Request.Query,
            new HeaderDictionary(context.Request.Headers.ToDictionary()),
            body.ToArray()
        );
        Requests.Enqueue(seen);
        var answer = _routes.TryGetValue($"{seen.Method} {seen.Path}", out var known)
            ? known(seen)
            : Answer.Problem(404, "There is no such thing.", $"Nothing at {seen.Path}.");
        if (answer == Answer.Broken)
        {
            context.Abort();
            return;
        }

        context.Response.StatusCode = answer.Status;
        if (answer.RetryAfter is not null)
            context.Response.Headers.RetryAfter = answer.RetryAfter;
        if (answer.Body is null)
            return;
        if (answer.Body is string text)
        {
            await context.Response.WriteAsync(text, context.RequestAborted);
            return;
        }

        context.Response.ContentType = answer.Status < 400 ? "application/json" : "application/problem+json";
        await JsonSerializer.SerializeAsync(
            context.Response.Body,
            answer.Body,
            answer.Body.GetType(),
            ContractsJson.Options,
            context.RequestAborted
        );
    }
}
