using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using SmartInventory.Contracts;

namespace SmartInventory.Dashboard.Web.Tests;

/// <summary>A gateway with canned answers, in this process, on a port of its own.</summary>
internal sealed class StubGateway : IAsyncDisposable
{
    private readonly WebApplication _app;

    private StubGateway(WebApplication app) => _app = app;

    public string Address => _app.Urls.Single();

    /// <summary>Answers by path; a path with "*" at its end answers everything below it.</summary>
    public Dictionary<string, Func<HttpRequest, object>> Answers { get; } = [];

    /// <summary>Paths that answer with a problem document instead.</summary>
    public Dictionary<string, int> Failing { get; } = [];

    public List<string> Seen { get; } = [];

    public static async Task<StubGateway> StartAsync(
        Dictionary<string, Func<HttpRequest, object>> answers,
        string url = "http://127.0.0.1:0"
    )
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls(url);
        var app = builder.Build();
        var stub = new StubGateway(app);
        foreach (var (path, answer) in answers)
            stub.Answers[path] = answer;
        app.Run(stub.AnswerAsync);
        await app.StartAsync();
        return stub;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        var path = context.Request.Path.Value!;
        lock (Seen)
            Seen.Add(path + context.Request.QueryString);
        if (Failing.FirstOrDefault(failing => Matches(failing.Key, path)) is { Key: not null } failing)
        {
            await TypedResults
                .Problem(
                    statusCode: failing.Value,
                    title: "The forecasting service does not answer.",
                    detail: "Try again in a moment."
                )
                .ExecuteAsync(context);
            return;
        }

        var answer = Answers
            .OrderByDescending(a => a.Key.Length)
            .FirstOrDefault(answer => Matches(answer.Key, path))
            .Value;
        if (answer is null)
            await TypedResults.Problem(statusCode: 404, title: "Not found.").ExecuteAsync(context);
        else
            await context.Response.WriteAsJsonAsync(answer(context.Request), ContractsJson.Options);
    }

    private static bool Matches(string pattern, string path) =>
        pattern.EndsWith('*') ? path.StartsWith(pattern[..^1], StringComparison.Ordinal) : path == pattern;
}
