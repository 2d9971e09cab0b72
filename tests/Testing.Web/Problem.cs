using System.Net;
using System.Text.Json;
using Refit;
using Xunit;

namespace SmartInventory.Testing;

/// <summary>A problem document, read in full: what a test does not expect, it sees.</summary>
public static class Problem
{
    /// <summary>Status, title, and detail or errors, as one text that is easy to compare.</summary>
    public static async Task<string> Read(HttpResponseMessage response)
    {
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        var problem = JsonElement.Parse(
            await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)
        );
        Assert.Equal((int)response.StatusCode, problem.GetProperty("status").GetInt32());
        Assert.Equal(response.RequestMessage!.RequestUri!.AbsolutePath, problem.GetProperty("instance").GetString());
        var lines = new List<string> { $"{(int)response.StatusCode} {problem.GetProperty("title").GetString()}" };
        if (problem.TryGetProperty("detail", out var detail))
            lines.Add(detail.GetString()!);
        if (problem.TryGetProperty("errors", out var errors))
            lines.AddRange(
                errors
                    .EnumerateObject()
                    .SelectMany(e => e.Value.EnumerateArray().Select(reason => $"{e.Name}: {reason.GetString()}"))
                    .Order(StringComparer.Ordinal)
            );
        return string.Join('\n', lines);
    }

    public static async Task<string> Read(Task<HttpResponseMessage> response)
    {
        using var answer = await response;
        return await Read(answer);
    }

    /// <summary>What the Refit client throws.</summary>
    public static async Task<(HttpStatusCode Status, string Title)> Of(Func<Task> call)
    {
        var thrown = await Assert.ThrowsAnyAsync<ApiException>(call);
        return (thrown.StatusCode, JsonElement.Parse(thrown.Content!).GetProperty("title").GetString()!);
    }
}
