using System.Net;
using System.Text.RegularExpressions;
using Xunit;

namespace SmartInventory.Testing;

/// <summary>Pages as people read them, and their forms as browsers send them.</summary>
public static partial class Html
{
    /// <summary>What is to be read, with single spaces.</summary>
    public static string Text(string html) =>
        WebUtility.HtmlDecode(Spaces().Replace(Tags().Replace(Scripts().Replace(html, " "), " "), " ")).Trim();

    /// <summary>What the forms of a page prove with that they are ours.</summary>
    public static string Token(string html) =>
        Hidden().Matches(html).First(f => f.Groups["name"].Value == "__RequestVerificationToken").Groups["value"].Value;

    /// <summary>Reads a page, fills one of its forms and sends it.</summary>
    /// <param name="browser">Keeps the cookies.</param>
    /// <param name="page">Its address.</param>
    /// <param name="handler">Which form, as <c>?handler=Approve</c>; nothing for the one without.</param>
    /// <param name="typed">What is typed into it.</param>
    public static async Task<HttpResponseMessage> SubmitAsync(
        HttpClient browser,
        string page,
        string handler,
        params IEnumerable<(string Name, string Value)> typed
    )
    {
        var html = await browser.GetStringAsync(page, TestContext.Current.CancellationToken);
        return await SendAsync(browser, html, page, handler, typed);
    }

    /// <summary>Fills a form of the page that an earlier one led to, and sends it.</summary>
    public static async Task<HttpResponseMessage> SubmitAsync(
        HttpClient browser,
        HttpResponseMessage shown,
        string handler,
        params IEnumerable<(string Name, string Value)> typed
    )
    {
        var html = await shown.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        return await SendAsync(browser, html, shown.RequestMessage!.RequestUri!.AbsoluteUri, handler, typed);
    }

    private static async Task<HttpResponseMessage> SendAsync(
        HttpClient browser,
        string html,
        string page,
        string handler,
        IEnumerable<(string Name, string Value)> typed
    )
    {
        // What is in every page's head is not meant.
        var main = html[Math.Max(0, html.IndexOf("<main", StringComparison.Ordinal))..];
        var form = Forms()
            .Matches(main)
            .Single(f =>
                handler.Length > 0
                    ? f.Value.Contains(handler, StringComparison.Ordinal)
                    : !f.Value[..f.Value.IndexOf('>', StringComparison.Ordinal)]
                        .Contains("?handler=", StringComparison.Ordinal)
            )
            .Value;
        var fields = Hidden()
            .Matches(form)
            .Select(f => (f.Groups["name"].Value, WebUtility.HtmlDecode(f.Groups["value"].Value)))
            .Concat(typed)
            .Select(field => KeyValuePair.Create(field.Item1, field.Item2));
        // Where the form says, else to its own page; a button of it may have a place of its own.
        var action = WebUtility.HtmlDecode(Action().Match(form).Groups["action"].Value);
        return await browser.PostAsync(
            action.Length > 0 && action.EndsWith(handler, StringComparison.Ordinal) ? action : page + handler,
            new FormUrlEncodedContent(fields),
            TestContext.Current.CancellationToken
        );
    }

    [GeneratedRegex("<script.*?</script>", RegexOptions.Singleline)]
    private static partial Regex Scripts();

    [GeneratedRegex("<[^>]*>")]
    private static partial Regex Tags();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();

    [GeneratedRegex("<form [^>]*method=\"post\".*?</form>", RegexOptions.Singleline)]
    private static partial Regex Forms();

    [GeneratedRegex("^<form [^>]*action=\"(?<action>[^\"]*)\"")]
    private static partial Regex Action();

    [GeneratedRegex("<input (?=[^>]*type=\"hidden\")[^>]*name=\"(?<name>[^\"]*)\"[^>]*value=\"(?<value>[^\"]*)\"")]
    private static partial Regex Hidden();
}
