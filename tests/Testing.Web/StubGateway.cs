using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using SmartInventory.Contracts;
using SmartInventory.Contracts.Catalog;

namespace SmartInventory.Testing;

/// <summary>What the gateway was asked.</summary>
public sealed record Seen(
    string Method,
    string Path,
    string PathAndQuery,
    IQueryCollection Query,
    IHeaderDictionary Headers,
    byte[] Body
)
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

/// <summary>A gateway in this process that answers what a test tells it to.</summary>
public sealed class StubGateway : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, Func<Seen, Answer>> _routes = new(StringComparer.Ordinal);
    private StubServer? _server;

    private StubGateway() { }

    public string Address => _server!.Address;

    /// <summary>What was asked of it, but for what belongs to a sign-in or to every page.</summary>
    public ConcurrentQueue<Seen> Requests { get; } = [];

    /// <summary>What it answered, in the same order for requests one after the other.</summary>
    public ConcurrentQueue<Answer> Answers { get; } = [];

    /// <summary>Where people sign in.</summary>
    public StubSignIn SignIn { get; } = new();

    public static async Task<StubGateway> StartAsync()
    {
        var stub = new StubGateway();
        stub._server = await StubServer.StartAsync(app =>
        {
            // What a test says comes before what a sign-in needs.
            app.Use(
                (context, next) =>
                    stub.Find($"{context.Request.Method} {context.Request.Path}") is null
                        ? next(context)
                        : stub.HandleAsync(context)
            );
            TestProvider.Map(app, stub.SignIn);
            // Whatever page is shown asks for these: a test that says nothing of them is not about them.
            app.MapGet(
                "/api/v1/installation",
                () => Results.Json(new InstallationResponse(null, null, "\"1\""), ContractsJson.Options)
            );
            app.MapGet(
                "/api/v1/locations",
                () => Results.Json(new Page<LocationResponse>([], null), ContractsJson.Options)
            );
            app.Map("/{**path}", (RequestDelegate)stub.HandleAsync);
        });
        return stub;
    }

    /// <param name="route">Such as <c>GET /api/v1/products</c>; with a star at its end it is everything below. The
    /// longest that fits answers, and of two that are alike the last.</param>
    /// <param name="answer">Is asked each time.</param>
    public StubGateway On(string route, Func<Seen, Answer> answer)
    {
        _routes[route] = answer;
        return this;
    }

    public StubGateway On(string route, object body) => On(route, _ => Answer.Ok(body));

    public ValueTask DisposeAsync() => _server!.DisposeAsync();

    private async Task HandleAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        var seen = new Seen(
            context.Request.Method,
            context.Request.Path,
            context.Request.Path + context.Request.QueryString,
            context.Request.Query,
            new HeaderDictionary(context.Request.Headers.ToDictionary()),
            body.ToArray()
        );
        Requests.Enqueue(seen);
        var answer =
            Find($"{seen.Method} {seen.Path}")?.Invoke(seen)
            ?? Answer.Problem(404, "There is no such thing.", $"Nothing at {seen.Path}.");
        Answers.Enqueue(answer);
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

        if (answer.Body is byte[] bytes)
        {
            await context.Response.Body.WriteAsync(bytes, context.RequestAborted);
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

    private Func<Seen, Answer>? Find(string request) =>
        _routes.TryGetValue(request, out var exact)
            ? exact
            : _routes
                .Where(route => route.Key[^1] == '*' && request.StartsWith(route.Key[..^1], StringComparison.Ordinal))
                .OrderByDescending(route => route.Key.Length)
                .Select(route => route.Value)
                .FirstOrDefault();
}
