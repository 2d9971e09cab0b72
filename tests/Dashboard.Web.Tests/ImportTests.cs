using System.Collections.Concurrent;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using SmartInventory.Dashboard.Web.Imports;
using SmartInventory.Files;
using SmartInventory.Testing;

namespace SmartInventory.Dashboard.Web.Tests;

/// <summary>A file of sales from its upload to its undoing, in front of a stub gateway.</summary>
public sealed partial class ImportTests : IAsyncLifetime
{
    private const string Till =
        "Article;Pieces;Day;Sum\nA-1;2;31.10.2026;5,50\nB-2;1;01.11.2026;3,25\nC-3;x;01.11.2026;1\n";

    private const int MaxBytes = 3_000_000;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("dashboard-imports-");
    private readonly ImportShop _shop = new();
    private readonly MovedClock _clock = new();
    private StubGateway _gateway = null!;
    private DashboardHost _dashboard = null!;
    private HttpClient _browser = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _gateway = _shop.Attach(await StubGateway.StartAsync());
        _dashboard = new DashboardHost(
            _gateway.Address,
            settings: new()
            {
                ["INV_CONFIG"] = Path.Combine(_folder.FullName, "config"),
                ["Dashboard:Imports:Folder"] = Path.Combine(_folder.FullName, "uploads"),
                ["Dashboard:Imports:MaxBytes"] = $"{MaxBytes}",
                ["Dashboard:Imports:Patience"] = "00:00:01",
            },
            replace: _clock.Use
        );
        _browser = _dashboard.Browser();
    }

    public async ValueTask DisposeAsync()
    {
        _browser.Dispose();
        await _dashboard.DisposeAsync();
        await _gateway.DisposeAsync();
        // Nothing of anybody's sales stays behind.
        Assert.Empty(Directory.EnumerateDirectories(_folder.CreateSubdirectory("uploads").FullName));
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task Before_the_first_import_the_page_says_what_to_do()
    {
        var html = await _browser.GetStringAsync("/imports", Ct);

        Assert.Contains(
            "Nothing was imported yet. Export the orders of your shop",
            Html.Text(html),
            StringComparison.Ordinal
        );
        Assert.Contains("enctype=\"multipart/form-data\"", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_known_kind_is_understood_checked_imported_and_undone()
    {
        var (page, html) = await ReviewedAsync("orders.csv", Shopify("Mug", 3));
        var text = Html.Text(html);

        Assert.Contains("The file is a Shopify orders export. 3 rows: 3 units sold", text, StringComparison.Ordinal);
        Assert.Contains("2026-11-10 22:15:00-05:00 sale M-0 1 12.50 SHOPIFY", text, StringComparison.Ordinal);
        Assert.Contains("Would be created: 3 products, 1 location ", text, StringComparison.Ordinal);
        Assert.Contains("New sales 3 New returns 0 Duplicates 0 Rejected 0", text, StringComparison.Ordinal);
        Assert.Equal(0, _shop.Stored);
        // Whoever can look at the machine's disk cannot look at the file.
        var file = Assert.Single(Directory.EnumerateFiles(_folder.FullName, "file", SearchOption.AllDirectories));
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));

        html = await PostAsync(page, html, "Apply", "imported");

        Assert.Contains("3 sales and 0 returns were stored.", Html.Text(html), StringComparison.Ordinal);
        Assert.Contains("Created 3 products.", Html.Text(html), StringComparison.Ordinal);
        Assert.Equal(3, _shop.Stored);
        Assert.False(File.Exists(file));
        Assert.Contains(
            _gateway.Requests,
            seen => seen.Path == "/api/v1/sales/import" && seen["import"] == ImportShop.Id.ToString()
        );
        Assert.DoesNotContain("handler=Map", html, StringComparison.Ordinal);

        html = await _browser.GetStringAsync($"/imports/undo/{ImportShop.Id}", Ct);
        Assert.Contains("Take back 3 sales and 0 returns of orders <b>.csv", Html.Text(html), StringComparison.Ordinal);
        using var undone = await _browser.PostAsync($"/imports/undo/{ImportShop.Id}", Form(html), Ct);
        Assert.Contains("undone", Html.Text(await undone.Content.ReadAsStringAsync(Ct)), StringComparison.Ordinal);
        Assert.Contains(_gateway.Requests, seen => seen.Path.EndsWith("/undo", StringComparison.Ordinal));

        // The same file again is nothing new.
        (_, html) = await ReviewedAsync("orders.csv", Shopify("Mug", 3));
        Assert.Contains(
            "Nothing new: all that can be read was imported before, 3 lines.",
            Html.Text(html),
            StringComparison.Ordinal
        );
        Assert.DoesNotContain("handler=Apply", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Columns_of_an_unknown_file_are_chosen_and_every_error_is_shown()
    {
        var (page, html) = await ReviewedAsync("till.csv", Till);

        // What may fit is chosen already.
        Assert.Matches("<option value=\"Article\" selected=\"selected\">", html);
        Assert.Contains("3 rows: 3 units sold", Html.Text(html), StringComparison.Ordinal);

        html = await PostAsync(
            page,
            html,
            "Map",
            "ready to import",
            Mapping(("LineTotal", "Sum"), ("Location", "BERLIN"))
        );

        var text = Html.Text(html);
        Assert.Contains(
            "8.75 in money, 2 products, 2026-10-31 to 2026-11-01; 1 rows are no sales.",
            text,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "Numbers have a decimal comma, as '5,50' in column Sum of row 1 (line 2) shows.",
            text,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "Dates have the day first, as '31.10.2026' in row 1 (line 2) shows.",
            text,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "4 Pieces Quantity Pieces 'x' is no number with a decimal comma",
            text,
            StringComparison.Ordinal
        );
        Assert.Contains("Location BERLIN (BERLIN), with the clock of UTC", text, StringComparison.Ordinal);

        using var rejects = await _browser.GetAsync($"{page}?handler=Rejects", Ct);
        Assert.Equal("rejected-till.csv", rejects.Content.Headers.ContentDisposition!.FileName);
        Assert.Equal(
            "line;reason;detail;Article;Pieces;Day;Sum\r\n"
                + "4;quantity;Pieces 'x' is no number with a decimal comma;C-3;x;01.11.2026;1\r\n",
            await rejects.Content.ReadAsStringAsync(Ct)
        );

        html = await PostAsync(page, html, "Map", "needs a look", Mapping(("Sku", "")));
        Assert.Contains(
            "Which column is “SKU”? Choose it, and read the file again.",
            Html.Text(html),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task A_mapping_is_saved_and_chosen_again()
    {
        var (page, html) = await ReviewedAsync("till.csv", Till);

        html = await PostAsync(page, html, "Save", "ready to import", Mapping(("SaveAs", "No Name!")));
        Assert.Contains("The name 'No Name!' must be 1 to 32 characters", Html.Text(html), StringComparison.Ordinal);
        html = await PostAsync(
            page,
            html,
            "Save",
            "ready to import",
            Mapping(("SaveAs", "till"), ("LineTotal", "Sum"))
        );
        Assert.Contains("The file is read by the mapping till.", Html.Text(html), StringComparison.Ordinal);

        (page, html) = await ReviewedAsync("till2.csv", Till);
        Assert.DoesNotContain("read by the mapping till", Html.Text(html), StringComparison.Ordinal);
        html = await PostAsync(page, html, "Kind", "ready to import", ("kind", "saved:till"));
        Assert.Contains("8.75 in money", Html.Text(html), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_the_server_refuses_is_shown_beside_what_cannot_be_read()
    {
        _shop.Refuses = "B-2";
        var (page, html) = await ReviewedAsync("till.csv", Till);

        Assert.Contains("Quantity: 1", Html.Text(html), StringComparison.Ordinal);
        // Nothing is known to the catalogue, so nothing was asked of the server but after its creation.
        html = await PostAsync(page, html, "Apply", "imported");
        Assert.Contains("SKU that is not known: 1", Html.Text(html), StringComparison.Ordinal);
        Assert.Contains("3 – SKU that is not known sku B-2 is unknown", Html.Text(html), StringComparison.Ordinal);
        Assert.Equal(1, _shop.Stored);
    }

    [Fact]
    public async Task Rejected_rows_come_in_pages()
    {
        var bad = string.Concat(Enumerable.Range(0, 120).Select(i => $"A-{i};x;2026-11-01\n"));
        var (page, html) = await ReviewedAsync("bad.csv", "Article;Pieces;Day\nA;1;2026-11-01\n" + bad);

        Assert.Contains("Quantity: 120", Html.Text(html), StringComparison.Ordinal);
        Assert.Equal(50, RejectedRow().Count(html));
        Assert.Contains("rejected=2#rejected", html, StringComparison.Ordinal);
        var last = await _browser.GetStringAsync($"{page}?rejected=3", Ct);
        Assert.Equal(20, RejectedRow().Count(last));
        Assert.DoesNotContain("rejected=4", last, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Hostile_headers_cells_and_names_are_only_text()
    {
        const string Hostile = "<script>alert(1)</script><img src=x onerror=alert(2)>";
        var (page, html) = await ReviewedAsync(
            "<img src=x onerror=alert(3)>.csv",
            $"Article,Pieces,Day,{Hostile}\n\"{Hostile}\",1,2026-11-01,x\n"
                + $"A,\"{Hostile}\",2026-11-01,x\nB,1,2026-11-01,x\n"
        );
        html += await PostAsync(page, html, "Map", "", Mapping(("ProductName", Hostile), ("Location", Hostile)));
        html += await _browser.GetStringAsync("/imports", Ct);

        Assert.Contains("&lt;script&gt;alert(1)", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<script>alert", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<img src=x", html, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "The file is empty.")]
    [InlineData(null, "The file is too large: at most 2.9 MB fit at the moment.")]
    public async Task A_file_that_does_not_fit_is_told_so(string? text, string problem)
    {
        using var answer = await UploadAsync(
            "a.csv",
            Encoding.UTF8.GetBytes(text ?? new string('x', MaxBytes + 100_000))
        );

        Assert.Contains(problem, Html.Text(await answer.Content.ReadAsStringAsync(Ct)), StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFiles(_folder.FullName, "*", SearchOption.AllDirectories));
    }

    [Theory]
    [InlineData("book.xls", new byte[] { 0xD0, 0xCF, 0x11, 0xE0, 1 }, "'book.xls' is a workbook of an old Excel.")]
    [InlineData("x.csv.gz", new byte[] { (byte)'a' }, "'x.csv.gz' is named .gz but is not gzip.")]
    [InlineData("b.csv", new byte[] { (byte)'s', 0xE9, 10 }, "say “Encoding: latin1”.")]
    public async Task A_file_that_is_no_table_says_why(string name, byte[] bytes, string problem)
    {
        using var answer = await UploadAsync(name, bytes);
        var html = await UntilAsync(answer.RequestMessage!.RequestUri!.PathAndQuery, "needs a look");

        Assert.Contains(problem, Html.Text(html), StringComparison.Ordinal);
        Assert.Contains("name=\"Encoding\"", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_older_encoding_is_chosen_on_the_page()
    {
        using var answer = await UploadAsync(
            "a.csv",
            Encoding.Latin1.GetBytes("Artikel é SKU;Menge Qty;Date\nA;2;2026-11-01\n")
        );
        var page = answer.RequestMessage!.RequestUri!.PathAndQuery;
        var html = await UntilAsync(page, "needs a look");

        html = await PostAsync(page, html, "Map", "ready to import", ("Encoding", "Latin1"), ("Create", "true"));

        Assert.Contains("1 rows: 2 units sold", Html.Text(html), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_is_away_is_asked_again_and_what_was_understood_stays()
    {
        await ReviewedAsync("first.csv", Shopify("Mug", 1));
        _gateway.On("GET /api/v1/locations", _ => Answer.Problem(503, "The catalog service does not answer."));
        var (page, html) = await ReviewedAsync("orders.csv", Shopify("Mug", 2), "needs a look");

        Assert.Contains("The catalog service does not answer.", Html.Text(html), StringComparison.Ordinal);
        _shop.Attach(_gateway);
        html = await PostAsync(page, html, "Check", "ready to import");

        Assert.Contains("Import 2 lines", Html.Text(html), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_import_that_stopped_is_gone_on_with()
    {
        var (page, html) = await ReviewedAsync("orders.csv", Shopify("Mug", 2));
        _shop.IsAway = true;
        html = await PostAsync(page, html, "Apply", "import stopped");
        Assert.Contains("The sales service takes nothing.", Html.Text(html), StringComparison.Ordinal);

        _shop.IsAway = false;
        html = await PostAsync(page, html, "Apply", "imported");

        Assert.Contains("2 sales and 0 returns were stored.", Html.Text(html), StringComparison.Ordinal);
        // It is one import, however often it was begun.
        Assert.Single(
            _gateway
                .Requests.Where(seen => seen.Method == "POST" && seen.Path == "/api/v1/sales/imports")
                .Select(seen => seen.Headers["Idempotency-Key"].ToString())
                .Distinct()
        );
    }

    [Fact]
    public async Task An_import_that_lasts_longer_than_any_token_is_stored_as_a_whole()
    {
        const int Rows = 45_000;
        var life = _gateway.SignIn.Life = TimeSpan.FromMinutes(1);
        ConcurrentDictionary<string, DateTimeOffset> first = [];
        // Slices are long, and some are under way together: those that set out with the same token.
        _shop.Guard = seen =>
        {
            var now = _clock.GetUtcNow();
            if (now - first.GetOrAdd(seen.Headers.Authorization.ToString(), now) > life)
                return Answer.Problem(401, "Nobody is signed in.");
            _clock.Move(life * 0.55);
            return null;
        };

        var (page, html) = await ReviewedAsync("orders.csv", Shopify("Mug", Rows));
        html = await PostAsync(page, html, "Apply", "imported");

        Assert.Contains("45,000 sales and 0 returns were stored.", Html.Text(html), StringComparison.Ordinal);
        Assert.Equal(Rows, _shop.Stored);
        Assert.InRange(first.Count, 2, 100);
        Assert.Empty(_gateway.SignIn.Reused);
    }

    [Theory]
    [InlineData("/imports/upload")]
    [InlineData("/imports/{id}?handler=Apply")]
    [InlineData("/imports/{id}?handler=Map")]
    [InlineData("/imports/{id}?handler=Discard")]
    [InlineData("/imports/undo/{id}")]
    public async Task No_form_is_taken_from_another_site(string path)
    {
        var (page, _) = await ReviewedAsync("orders.csv", Shopify("Mug", 1));
        using var content = path.EndsWith("upload", StringComparison.Ordinal)
            ? (HttpContent)Multipart("a.csv", "sku,quantity\n"u8.ToArray(), token: null)
            : new FormUrlEncodedContent([]);

        using var answer = await _browser.PostAsync(
            path.Replace("/imports/{id}", page, StringComparison.Ordinal)
                .Replace("{id}", $"{ImportShop.Id}", StringComparison.Ordinal),
            content,
            Ct
        );

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.DoesNotContain(_gateway.Requests, seen => seen.Path.EndsWith("/undo", StringComparison.Ordinal));
        Assert.Equal(0, _shop.Stored);
    }

    [Fact]
    public async Task A_discarded_file_is_gone()
    {
        var (page, html) = await ReviewedAsync("orders.csv", Shopify("Mug", 1));
        using var answer = await _browser.PostAsync($"{page}?handler=Discard", Form(html), Ct);
        Assert.Empty(Directory.EnumerateFiles(_folder.FullName, "*", SearchOption.AllDirectories));

        var list = await _browser.GetStringAsync(page, Ct);

        Assert.Contains("That file is no longer here", Html.Text(list), StringComparison.Ordinal);
    }

    private static string Shopify(string product, int rows) =>
        "Name,Created at,Lineitem quantity,Lineitem name,Lineitem price,Lineitem sku,Cancelled at\n"
        + string.Concat(
            Enumerable
                .Range(0, rows)
                .Select(i => $"#{i},2026-11-10 22:15:00 -0500,1,{product} {i},12.50,{product[0]}-{i},\n")
        );

    /// <summary>The form for the till's file, but for these fields.</summary>
    [Fact]
    public void Every_field_of_the_form_comes_into_the_mapping()
    {
        var form = new MappingForm();
        var columns = typeof(MappingForm).GetProperties().Where(p => p.PropertyType == typeof(string[])).ToList();
        foreach (var column in columns)
            column.SetValue(form, new[] { column.Name });

        var mapping = form.Over(
            new ImportSettings(ImportSettings.Own, new SalesMapping(), null, default, true)
        ).Mapping;

        Assert.Equal(
            columns.Select(column => column.Name).Order(),
            mapping.Sources.Select(source => source.Source).Order()
        );
    }

    private static (string, string)[] Mapping(params (string Field, string Value)[] other) =>
        [
            .. new[] { ("Sku", "Article"), ("Quantity", "Pieces"), ("SoldAt", "Day"), ("Create", "true") }.Where(
                field => !other.Any(o => o.Field == field.Item1)
            ),
            .. other,
        ];

    private async Task<(string Page, string Html)> ReviewedAsync(
        string name,
        string text,
        string until = "ready to import"
    )
    {
        using var answer = await UploadAsync(name, Encoding.UTF8.GetBytes(text));
        var page = answer.RequestMessage!.RequestUri!.PathAndQuery;
        return (page, await UntilAsync(page, until));
    }

    private async Task<HttpResponseMessage> UploadAsync(string name, byte[] bytes)
    {
        var token = Token().Match(await _browser.GetStringAsync("/imports", Ct)).Groups[1].Value;
        using var content = Multipart(name, bytes, token);
        return await _browser.PostAsync("/imports/upload", content, Ct);
    }

    // In the order in which a browser sends the form.
    private static MultipartFormDataContent Multipart(string name, byte[] bytes, string? token)
    {
        var content = new MultipartFormDataContent();
        if (token is not null)
            content.Add(new StringContent(token), "__RequestVerificationToken");
        content.Add(new ByteArrayContent(bytes), "file", name);
        return content;
    }

    private async Task<string> PostAsync(
        string page,
        string html,
        string handler,
        string until,
        params (string, string)[] fields
    )
    {
        using var answer = await _browser.PostAsync($"{page}?handler={handler}", Form(html, fields), Ct);
        var first = await answer.Content.ReadAsStringAsync(Ct);
        return first + await UntilAsync(page, until);
    }

    private static FormUrlEncodedContent Form(string html, params (string Key, string Value)[] fields) =>
        new(
            fields
                .Append(("__RequestVerificationToken", Token().Match(html).Groups[1].Value))
                .Select(field => KeyValuePair.Create(field.Item1, field.Item2))
        );

    private async Task<string> UntilAsync(string page, string words)
    {
        while (true)
        {
            var html = await _browser.GetStringAsync(page, Ct);
            var state = Html.Text(State().Match(html).Value);
            if (state is not ("waiting" or "being read" or "being checked" or "being imported"))
            {
                Assert.True(state.Contains(words, StringComparison.Ordinal), Html.Text(html));
                return html;
            }

            await Task.Delay(50, Ct);
        }
    }

    [GeneratedRegex("name=\"__RequestVerificationToken\" type=\"hidden\" value=\"([^\"]+)\"")]
    private static partial Regex Token();

    [GeneratedRegex("<p class=\"state\".*?</p>", RegexOptions.Singleline)]
    private static partial Regex State();

    [GeneratedRegex("<th scope=\"row\" class=\"num\">")]
    private static partial Regex RejectedRow();
}
