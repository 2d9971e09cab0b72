using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Npgsql;
using SmartInventory.Testing;

namespace SmartInventory.ServiceDefaults.Tests;

public sealed class ProblemTests(SharedService shared)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private async Task<(HttpStatusCode Status, JsonElement Problem)> Post(byte[] body, string type = "application/json")
    {
        using var content = new ByteArrayContent(body);
        content.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/notes") { Content = content };
        // A body that is refused unread is then not sent into a connection that closes.
        request.Headers.ExpectContinue = true;
        using var answer = await shared.Tiny.Http.SendAsync(request, Cancellation);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        var problem = await answer.Content.ReadFromJsonAsync<JsonElement>(Cancellation);
        Assert.Equal((int)answer.StatusCode, problem.GetProperty("status").GetInt32());
        return (answer.StatusCode, problem);
    }

    [Theory]
    [InlineData("{", "$", "is malformed JSON at line 1, byte 2")]
    [InlineData("{\"text\":}", "text", "is malformed JSON at line 1, byte 9")]
    [InlineData("{\"text\":\"a\"} {}", "$", "is malformed JSON at line 1, byte 14")]
    [InlineData("{\"text\":7}", "text", "must be a text in quotes, and is a number")]
    [InlineData("{\"txt\":\"a\"}", "txt", "is no field of this request")]
    [InlineData("[]", "$", "must be an object, and is an array")]
    [InlineData("  \"text\"", "$", "must be an object, and is a text")]
    [InlineData("17", "$", "must be an object, and is a number")]
    public async Task JSON_that_cannot_be_read_is_a_400_that_says_where(string json, string field, string reason)
    {
        var (status, problem) = await Post(Encoding.UTF8.GetBytes(json));
        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Equal("One or more fields are not valid.", problem.GetProperty("title").GetString());
        Assert.Equal(reason, problem.GetProperty("errors").GetProperty(field)[0].GetString());
    }

    [Fact]
    public async Task JSON_that_is_too_deep_is_a_400()
    {
        var (status, problem) = await Post(
            Encoding.UTF8.GetBytes($"{{\"text\":{new string('[', 1_000)}{new string(']', 1_000)}}}")
        );
        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Contains("errors", problem.EnumerateObject().Select(p => p.Name));
    }

    [Fact]
    public async Task An_empty_body_null_or_another_type_are_refused_in_words()
    {
        Assert.Equal(HttpStatusCode.BadRequest, (await Post([])).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await Post("null"u8.ToArray())).Status);
        Assert.Equal(
            HttpStatusCode.UnsupportedMediaType,
            (await Post("text=a"u8.ToArray(), "application/x-www-form-urlencoded")).Status
        );
        Assert.Equal(HttpStatusCode.BadRequest, (await Post([0xff, 0xfe, 0x00])).Status);
    }

    [Theory]
    [InlineData("bogus")]
    [InlineData("utf-7")]
    [InlineData("\"bogus\"")]
    public async Task JSON_in_an_unknown_encoding_is_a_415_that_names_it(string charset)
    {
        var (status, problem) = await Post("{\"text\":\"a\"}"u8.ToArray(), $"application/json; charset={charset}");
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, status);
        Assert.Contains(charset, problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task JSON_in_an_encoding_that_is_known_is_read()
    {
        using var content = new ByteArrayContent(Encoding.Unicode.GetBytes("{\"text\":\"a\"}"));
        content.Headers.ContentType = MediaTypeHeaderValue.Parse("application/json; charset=utf-16");
        using var answer = await shared.Tiny.Http.PostAsync("/notes", content, Cancellation);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync(Cancellation));
    }

    [Fact]
    public async Task A_body_over_four_mebibytes_is_a_413()
    {
        var (status, problem) = await Post(
            Encoding.UTF8.GetBytes($"{{\"text\":\"{new string('x', 4 * 1024 * 1024)}\"}}")
        );
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, status);
        Assert.Equal("The request body is too large.", problem.GetProperty("title").GetString());
        Assert.StartsWith("At most 4194304 bytes", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("number=x", "number: 'x' has the wrong form.")]
    [InlineData("number=1&day=2020-02-30", "day: '2020-02-30' has the wrong form.")]
    public async Task A_query_value_of_the_wrong_form_is_named(string query, string detail)
    {
        using var answer = await shared.Tiny.Http.GetAsync($"/typed?{query}", Cancellation);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal(
            detail,
            (await answer.Content.ReadFromJsonAsync<JsonElement>(Cancellation)).GetProperty("detail").GetString()
        );
    }

    [Fact]
    public async Task A_missing_query_value_is_named()
    {
        using var answer = await shared.Tiny.Http.GetAsync("/typed", Cancellation);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains(
            "number",
            (await answer.Content.ReadFromJsonAsync<JsonElement>(Cancellation)).GetProperty("detail").GetString(),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task An_unknown_path_and_a_wrong_method_are_problem_documents_too()
    {
        using var missing = await shared.Tiny.Http.GetAsync("/nowhere", Cancellation);
        using var wrong = await shared.Tiny.Http.DeleteAsync("/notes", Cancellation);
        Assert.Equal(
            (HttpStatusCode.NotFound, HttpStatusCode.MethodNotAllowed),
            (missing.StatusCode, wrong.StatusCode)
        );
        Assert.All(
            [missing, wrong],
            answer => Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType)
        );
    }

    [Fact]
    public async Task A_fault_of_ours_is_a_500_that_tells_nothing_of_the_inside()
    {
        using var answer = await shared.Tiny.Http.GetAsync("/fault", Cancellation);
        Assert.Equal(HttpStatusCode.InternalServerError, answer.StatusCode);
        var text = await answer.Content.ReadAsStringAsync(Cancellation);
        Assert.DoesNotContain("secret", text, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", text, StringComparison.Ordinal);
        Assert.Equal("An error of ours.", JsonElement.Parse(text).GetProperty("title").GetString());
    }

    [Fact]
    public async Task A_connection_that_the_broker_closed_is_a_503_whatever_is_around_it()
    {
        using var answer = await shared.Tiny.Http.GetAsync("/outage", Cancellation);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.Equal(TimeSpan.FromSeconds(2), answer.Headers.RetryAfter?.Delta);
    }

    [Fact]
    public async Task A_database_that_is_away_is_a_503_and_it_is_found_again_when_it_is_back()
    {
        var settings = new NpgsqlConnectionStringBuilder(await TinyService.NewDatabase()) { Timeout = 3 };
        await using var door = await TcpDoor.To(settings.Host!, settings.Port);
        (settings.Host, settings.Port) = ("127.0.0.1", door.Port);
        await using var tiny = await TinyService.StartAsync(settings.ConnectionString);
        await door.Close();

        using (var read = await tiny.Http.GetAsync("/notes", Cancellation))
        using (var write = await tiny.Http.PostAsJsonAsync("/notes", new TakeNote("x"), Cancellation))
        using (var health = await tiny.Http.GetAsync("/health", Cancellation))
        {
            Assert.All(
                [read, write, health],
                answer => Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode)
            );
            Assert.Equal(TimeSpan.FromSeconds(2), read.Headers.RetryAfter?.Delta);
            var problem = await write.Content.ReadFromJsonAsync<JsonElement>(Cancellation);
            Assert.Equal("Something this service needs does not answer.", problem.GetProperty("title").GetString());
            Assert.Equal("Nothing was changed. Try again in a moment.", problem.GetProperty("detail").GetString());
        }

        door.Open();
        await Eventually.Holds(
            async () => (await tiny.Http.GetAsync("/notes", Cancellation)).StatusCode == HttpStatusCode.OK,
            "reads work again"
        );
        await tiny.Http.PostAsJsonAsync("/notes", new TakeNote("back"), Cancellation);
        await Eventually.Holds(
            async () => await tiny.Count("heard", "back") == 1,
            "the relay found the database again"
        );
    }
}
