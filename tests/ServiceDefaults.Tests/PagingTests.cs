using System.Buffers.Text;
using System.Text;
using Microsoft.AspNetCore.Http;
using SmartInventory.ServiceDefaults.Web;

namespace SmartInventory.ServiceDefaults.Tests;

public sealed class PagingTests
{
    private static string Encoded(string text) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(text));

    private static string? ErrorOf(PageRequest page)
    {
        var errors = new FieldErrors();
        page.Check(errors, "things", 2);
        return errors.ToDictionary().Select(e => $"{e.Key}: {e.Value[0]}").SingleOrDefault();
    }

    [Fact]
    public void A_cursor_gives_back_the_key_that_made_it()
    {
        string[] key = ["things", "ähre/ \"quoted\" 'x' \u2603", "-12.50"];
        Assert.Equal(key, Cursor.Decode(Cursor.Encode(key))!);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(500)]
    [InlineData(null)]
    public void A_limit_within_bounds_is_taken_and_none_is_fifty(int? limit)
    {
        var errors = new FieldErrors();
        Assert.Equal(
            new ListPage("things", limit ?? 50, null),
            new PageRequest { Limit = limit }.Check(errors, "things", 1)
        );
        Assert.False(errors.Any);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(501)]
    [InlineData(1_000_000)]
    public void A_limit_out_of_bounds_is_an_error_and_never_a_silent_cut(int limit) =>
        Assert.Equal("limit: must be between 1 and 500", ErrorOf(new PageRequest { Limit = limit }));

    [Fact]
    public void A_cursor_that_this_list_did_not_make_is_an_error()
    {
        string[] madeUp =
        [
            "x",
            "!!",
            "äöü",
            "%00",
            Encoded(" "),
            Encoded("null"),
            Encoded("{}"),
            Encoded("[1,2,3]"),
            Encoded("[\"things\",null,\"b\"]"),
            Encoded("[\"things\",\"a\"]"),
            Encoded("[\"things\",\"a\",\"b\",\"c\"]"),
            Encoded("[\"other\",\"a\",\"b\"]"),
            Encoded("[\"things\",\"a\",\"\\u0000\"]"),
            Encoded("[\"things\",\"a\",\"\\ud800\"]"),
            Encoded(new string('[', 1_000)),
            Base64Url.EncodeToString([0xff, 0xfe, 0x5b]),
            new string('A', 100_000),
        ];
        Assert.All(
            madeUp,
            after => Assert.Equal($"after: {PageRequest.NoCursor}", ErrorOf(new PageRequest { After = after }))
        );
    }

    [Fact]
    public void Random_cursors_never_break_anything()
    {
        var random = new Random(11);
        for (var i = 0; i < 5_000; i++)
        {
            var bytes = new byte[random.Next(60)];
            random.NextBytes(bytes);
            ErrorOf(
                new PageRequest
                {
                    After = i % 2 == 0 ? Encoding.Latin1.GetString(bytes) : Base64Url.EncodeToString(bytes),
                }
            );
        }
    }

    [Fact]
    public void A_page_has_a_cursor_and_a_link_only_when_there_is_more()
    {
        var context = new DefaultHttpContext();
        context.Request.Path = "/api/v1/things";
        context.Request.QueryString = new QueryString("?limit=2&search=a%26b&after=old");
        var list = new ListPage("things", 2, null);
        var (items, next) = list.Of([1, 2, 3], i => [$"{i}"], context);
        Assert.Equal([1, 2], items);
        Assert.Equal(["things", "2"], Cursor.Decode(next!)!);
        Assert.Equal(
            $"</api/v1/things?limit=2&search=a%26b&after={next}>; rel=\"next\"",
            context.Response.Headers.Link.ToString()
        );

        var last = new DefaultHttpContext();
        (items, next) = list.Of([1, 2], i => [$"{i}"], last);
        Assert.Equal([1, 2], items);
        Assert.Null(next);
        Assert.Empty(last.Response.Headers);
    }
}
