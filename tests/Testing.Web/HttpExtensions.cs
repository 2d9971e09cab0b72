using System.Net;
using System.Net.Http.Json;
using System.Text;
using SmartInventory.Contracts;
using Xunit;

namespace SmartInventory.Testing;

/// <summary>Requests as tests write them: a body is an object in the API's dialect, or a text as it is.</summary>
public static class HttpExtensions
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static Task<HttpResponseMessage> Send(
        this HttpClient http,
        HttpMethod method,
        string path,
        object? body = null,
        string? ifMatch = null,
        string? key = null,
        string? accept = null
    )
    {
        var request = new HttpRequestMessage(method, path);
        if (body is string text)
            request.Content = new StringContent(text, Encoding.UTF8, "application/json");
        else if (body is not null)
            request.Content = JsonContent.Create(body, body.GetType(), options: ContractsJson.Options);
        foreach (var (header, value) in new[] { ("If-Match", ifMatch), ("Idempotency-Key", key), ("Accept", accept) })
        {
            if (value is not null)
                request.Headers.TryAddWithoutValidation(header, value);
        }

        return http.SendAsync(request, Cancellation);
    }

    public static Task<HttpResponseMessage> Get(this HttpClient http, string path, string? accept = null) =>
        http.Send(HttpMethod.Get, path, accept: accept);

    public static Task<HttpResponseMessage> Post(this HttpClient http, string path, object body, string? key = null) =>
        http.Send(HttpMethod.Post, path, body, key: key);

    public static Task<HttpResponseMessage> Put(
        this HttpClient http,
        string path,
        object body,
        string? ifMatch = null
    ) => http.Send(HttpMethod.Put, path, body, ifMatch);

    public static Task<HttpResponseMessage> Delete(this HttpClient http, string path, string? ifMatch = null) =>
        http.Send(HttpMethod.Delete, path, ifMatch: ifMatch);

    /// <summary>The answer's body, once the status is the expected one.</summary>
    public static async Task<T> Read<T>(this Task<HttpResponseMessage> response, HttpStatusCode expected)
    {
        using var answer = await response;
        Assert.Equal(expected, answer.StatusCode);
        return (await answer.Content.ReadFromJsonAsync<T>(ContractsJson.Options, Cancellation))!;
    }
}
