using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using SmartInventory.Testing;

namespace SmartInventory.ServiceDefaults.Tests;

public sealed class IdempotencyTests(SharedService shared)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private Task<HttpResponseMessage> Post(string? key, string json, string path = "/notes")
    {
        var request = new HttpRequestMessage(HttpMethod.Post, path)
        {
            Content = new StringContent(json, System.Text.Encoding.UTF8, "application/json"),
        };
        if (key is not null)
            request.Headers.TryAddWithoutValidation("Idempotency-Key", key);
        return shared.Tiny.Http.SendAsync(request, Cancellation);
    }

    [Fact]
    public async Task The_same_request_again_gets_the_first_answer_whatever_its_white_space()
    {
        var (key, text) = ($"key {Guid.NewGuid()}", $"note {Guid.NewGuid()}");
        using var first = await Post(key, $$"""{"text":"{{text}}"}""");
        using var second = await Post(key, $$"""  { "text" :  "{{text}}" }  """);

        Assert.Equal(HttpStatusCode.Created, first.StatusCode);
        Assert.Equal(HttpStatusCode.Created, second.StatusCode);
        Assert.False(first.Headers.Contains("Idempotency-Replayed"));
        Assert.Equal("true", Assert.Single(second.Headers.GetValues("Idempotency-Replayed")));
        Assert.Equal((first.Headers.Location, first.Headers.ETag), (second.Headers.Location, second.Headers.ETag));
        Assert.Equal(first.Content.Headers.ContentType, second.Content.Headers.ContentType);
        Assert.Equal(
            await first.Content.ReadAsStringAsync(Cancellation),
            await second.Content.ReadAsStringAsync(Cancellation)
        );
        Assert.Equal(1, await shared.Tiny.Count("notes", text));
    }

    [Fact]
    public async Task Another_request_with_the_same_key_is_refused_and_does_nothing()
    {
        var (key, text) = ($"key-{Guid.NewGuid()}", $"note {Guid.NewGuid()}");
        await Post(key, """{"text":"first"}""");
        using var other = await Post(key, $$"""{"text":"{{text}}"}""");

        Assert.Equal(HttpStatusCode.UnprocessableEntity, other.StatusCode);
        var problem = await other.Content.ReadFromJsonAsync<JsonElement>(Cancellation);
        Assert.Equal("This Idempotency-Key was used for another request.", problem.GetProperty("title").GetString());
        Assert.Equal(
            $"'{key}' belongs to a request with other content. Use a new key for a new action.",
            problem.GetProperty("detail").GetString()
        );
        Assert.Equal(0, await shared.Tiny.Count("notes", text));
    }

    [Fact]
    public async Task Many_at_once_with_one_key_take_effect_once_and_all_get_the_same_answer()
    {
        var (key, text) = ($"key-{Guid.NewGuid()}", $"note {Guid.NewGuid()}");
        var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => Post(key, $$"""{"text":"{{text}}"}""")));

        Assert.All(answers, a => Assert.Equal(HttpStatusCode.Created, a.StatusCode));
        Assert.Single((await Task.WhenAll(answers.Select(a => a.Content.ReadAsStringAsync(Cancellation)))).Distinct());
        Assert.Equal(1, await shared.Tiny.Count("notes", text));
        await Eventually.Holds(async () => await shared.Tiny.Count("heard", text) == 1, "it was announced once");
    }

    [Fact]
    public async Task A_refused_request_keeps_nothing_so_that_its_key_can_be_used_when_it_is_put_right()
    {
        var key = $"key-{Guid.NewGuid()}";
        using var bad = await Post(key, """{"text":"?"}""");
        using var good = await Post(key, """{"text":"put right"}""");
        Assert.Equal(HttpStatusCode.BadRequest, bad.StatusCode);
        Assert.Equal(HttpStatusCode.Created, good.StatusCode);
    }

    [Fact]
    public async Task A_key_means_something_only_on_its_own_route_and_none_means_nothing()
    {
        var (key, text) = ($"key-{Guid.NewGuid()}", $"note {Guid.NewGuid()}");
        var body = $$"""{"text":"{{text}}"}""";
        foreach (
            var (path, used) in (List<(string, string?)>)
                [("/notes", key), ("/other", key), ("/notes", null), ("/notes", null)]
        )
        {
            using var answer = await Post(used, body, path);
            Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
            Assert.False(answer.Headers.Contains("Idempotency-Replayed"));
        }

        Assert.Equal(4, await shared.Tiny.Count("notes", text));
    }

    [Fact]
    public async Task A_key_that_is_too_long_is_refused()
    {
        using var answer = await Post(new string('k', 201), """{"text":"x"}""");
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        var problem = await answer.Content.ReadFromJsonAsync<JsonElement>(Cancellation);
        Assert.Equal(
            "must be 1 to 200 printable characters",
            problem.GetProperty("errors").GetProperty("Idempotency-Key")[0].GetString()
        );
    }
}
