using System.IO.Compression;
using System.Net;
using System.Text;
using SmartInventory.Contracts.Identity;
using SmartInventory.Testing;

namespace SmartInventory.Sales.Api.Tests;

/// <summary>What is sent to cost much: little that becomes very much, rows of any length, many at a time.</summary>
public sealed class HostileImportTests(SalesApp app)
{
    private const string Path = "/api/v1/sales/import";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    public async Task A_small_body_that_becomes_very_large_is_given_up_and_what_was_stored_stands_in_the_report(
        string encoding
    )
    {
        var sku = app.NewProduct();
        const int Good = 10_000;
        const int Bad = 5_000_000;
        using var body = new MemoryStream();
        await using (
            Stream packed =
                encoding == "gzip"
                    ? new GZipStream(body, CompressionLevel.Optimal, leaveOpen: true)
                    : new BrotliStream(body, CompressionLevel.Optimal, leaveOpen: true)
        )
        {
            await packed.WriteAsync(
                Encoding.UTF8.GetBytes(
                    "sku,location,quantity,externalId\n"
                        + string.Concat(Enumerable.Range(0, Good).Select(i => $"{sku},LONDON,1,{sku}-{i}\n"))
                ),
                Cancellation
            );
            var block = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("x,LONDON,0,\n", Bad / 1_000)));
            for (var i = 0; i < 1_000; i++)
                await packed.WriteAsync(block, Cancellation);
        }

        using var response = await app.Import(body.ToArray(), "text/csv", encoding);

        var (text, report) = await SalesApp.ProblemWithReport(response);
        Assert.StartsWith(
            "400 The body cannot be read to its end.\n"
                + "The body becomes more than 100 times as long when it is decompressed; ",
            text,
            StringComparison.Ordinal
        );
        Assert.Equal(Good, report.Accepted);
        Assert.Equal((Good, Good), await app.Units(sku));
        // What was read is at most what is free, and a hundred times what was sent.
        Assert.InRange(report.Read, Good, Math.Max(8 * 1024 * 1024, 100 * body.Length) / "x,LONDON,0,\n".Length + Good);
    }

    [Fact]
    public async Task A_compressed_batch_cannot_become_larger_than_one_that_is_not()
    {
        using var body = new MemoryStream();
        await using (var packed = new GZipStream(body, CompressionLevel.Optimal, leaveOpen: true))
            await packed.WriteAsync(
                Encoding.UTF8.GetBytes("{\"sales\":[" + new string(' ', 20_000_000) + "]}"),
                Cancellation
            );

        using var response = await app.Import(body.ToArray(), "application/json", "gzip", "/api/v1/sales/batch");

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, response.StatusCode);
    }

    [Fact]
    public async Task Rows_as_long_as_may_be_are_stored_a_part_at_a_time()
    {
        var sku = app.NewProduct();
        var filler = new string(' ', 60_000);
        var start = $$"""{"sku":"{{sku}}","location":"LONDON","quantity":1,{{filler}}""";

        var report = await app.Imported(
            string.Concat(Enumerable.Range(0, 300).Select(i => $$"""{{start}}"externalId":"{{sku}}-{{i}}"}""" + "\n"))
        );

        Assert.Equal(300, report.Accepted);
        Assert.Equal((300m, 300m), await app.Units(sku));
    }

    [Fact]
    public async Task What_is_said_of_a_row_is_bounded_however_much_is_wrong_with_it()
    {
        var fields = string.Join(',', Enumerable.Range(0, 5_000).Select(i => $"\"f{i}\":1"));

        var report = await app.Imported($"{{{fields}}}");

        var reject = Assert.Single(report.Rejects);
        Assert.Equal("unknown-field", reject.Reason);
        Assert.StartsWith("f0: is no field of a sale; f1: ", reject.Detail, StringComparison.Ordinal);
        Assert.InRange(reject.Detail.Length, 500, 1_003);
    }

    [Fact]
    public async Task Many_locations_that_there_are_not_are_asked_for_at_once()
    {
        var sku = app.NewProduct();
        var before = app.Catalogue.Questions;

        var report = await app.Imported(
            "sku,location,quantity,externalId\n"
                + $"{sku},{SalesApp.London},1,{sku}\n"
                + string.Concat(Enumerable.Range(0, 4_000).Select(i => $"{sku},MARS-{i},1,{sku}-{i}\n")),
            "text/csv"
        );

        Assert.Equal((1, 4_000), (report.Accepted, report.Rejected["unknown-location"]));
        // Other tests ask at the same time.
        Assert.InRange(app.Catalogue.Questions - before, 1, 1_000);
    }

    [Fact]
    public async Task Of_one_name_four_imports_run_at_a_time_and_the_next_is_told_when_to_come_back()
    {
        var sku = app.NewProduct();
        using var importer = app.As(Role.Clerk, SalesApp.NewName("importer"));
        using var other = app.As(Role.Clerk, SalesApp.NewName("importer"));
        // A body is asked for when its import has begun.
        using var patient = new HttpClient(
            new SocketsHttpHandler { Expect100ContinueTimeout = Timeout.InfiniteTimeSpan }
        );
        var go = new TaskCompletionSource();
        var running = Enumerable
            .Range(0, 4)
            .Select(i => new OpenImport($"{sku},LONDON,1,{sku}-{i}\n", go.Task))
            .Select(body => (body.Begun, Answer: Begin(body)))
            .ToList();
        await Task.WhenAll(running.Select(r => r.Begun)).WaitAsync(Cancellation);

        using var fifth = await importer.PostAsync(Path, Small(sku, "fifth"), Cancellation);
        Assert.Equal("2", fifth.Headers.RetryAfter?.ToString());
        Assert.StartsWith(
            "429 Too many imports in this name at the same time.\n4 run at a time.",
            await Problem.Read(fifth),
            StringComparison.Ordinal
        );
        using var elsewhere = await other.PostAsync(Path, Small(sku, "other"), Cancellation);
        Assert.Equal(HttpStatusCode.OK, elsewhere.StatusCode);

        go.SetResult();
        foreach (var (_, answer) in running)
            Assert.Equal(HttpStatusCode.OK, (await answer).StatusCode);
        using var again = await importer.PostAsync(Path, Small(sku, "fifth"), Cancellation);
        Assert.Equal(HttpStatusCode.OK, again.StatusCode);

        Task<HttpResponseMessage> Begin(OpenImport body)
        {
            var request = new HttpRequestMessage(HttpMethod.Post, new Uri(app.Address, Path)) { Content = body };
            request.Headers.ExpectContinue = true;
            request.Headers.Authorization = importer.DefaultRequestHeaders.Authorization;
            return patient.SendAsync(request, Cancellation);
        }
    }

    private static StringContent Small(string sku, string id) =>
        new($"sku,location,quantity,externalId\n{sku},LONDON,1,{sku}-{id}\n", Encoding.UTF8, "text/csv");

    /// <summary>An import whose rows come when it is told to go on.</summary>
    private sealed class OpenImport : HttpContent
    {
        private readonly string _rows;
        private readonly Task _go;
        private readonly TaskCompletionSource _begun = new();

        public OpenImport(string rows, Task go)
        {
            (_rows, _go) = (rows, go);
            Headers.ContentType = new("text/csv");
        }

        public Task Begun => _begun.Task;

        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            await stream.WriteAsync("sku,location,quantity,externalId\n"u8.ToArray(), Cancellation);
            await stream.FlushAsync(Cancellation);
            _begun.SetResult();
            await _go;
            await stream.WriteAsync(Encoding.UTF8.GetBytes(_rows), Cancellation);
        }

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}
