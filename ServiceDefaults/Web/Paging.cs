using System.Buffers.Text;
using System.ComponentModel;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.AspNetCore.Mvc;
using SmartInventory.Contracts;

namespace SmartInventory.ServiceDefaults.Web;

/// <summary>The <c>limit</c> and <c>after</c> of a keyset-paged list; bind it with <c>[AsParameters]</c>.</summary>
public readonly record struct PageRequest
{
    // Properties, not a primary constructor: the OpenAPI generator fails on attributes of constructor parameters.
    [FromQuery(Name = "limit")]
    [Description("1 to 500, default 50.")]
    public int? Limit { get; init; }

    [FromQuery(Name = "after")]
    [Description("'next' of the page before.")]
    public string? After { get; init; }

    public const int DefaultLimit = 50;

    /// <summary>
    /// The error of a cursor that somebody made up, also for the part of it that only the list can judge.
    /// </summary>
    public static string NoCursor =>
        T("is no cursor of this list; take it from 'next' of the page before, with the same sort");

    /// <summary>
    /// Checks both. The cursor holds the sort key of the last item, as texts; <paramref name="kind"/> names the order
    /// that made it, because a cursor of one order means nothing in another.
    /// </summary>
    /// <param name="errors">Where faults go.</param>
    /// <param name="kind">The order's name, such as "products/revenue".</param>
    /// <param name="parts">How many texts the key has.</param>
    public ListPage Check(FieldErrors errors, string kind, int parts)
    {
        var limit = errors.Whole("limit", Limit, 1, Limits.MaxPage, DefaultLimit);
        if (string.IsNullOrEmpty(After))
            return new ListPage(kind, limit, null);
        var key = Cursor.Decode(After);
        if (key is not null && key.Length == parts + 1 && key[0] == kind)
            return new ListPage(kind, limit, key[1..]);
        errors.Add("after", NoCursor);
        return new ListPage(kind, limit, null);
    }
}

/// <summary>Which page of a list is wanted.</summary>
/// <param name="Kind">The order's name, as in <see cref="PageRequest.Check"/>.</param>
/// <param name="Limit">The page's size.</param>
/// <param name="After">The sort key of the last item of the page before; null on the first.</param>
public sealed record ListPage(string Kind, int Limit, string[]? After)
{
    /// <summary>How many rows to read: one more than are shown tells whether there is a next page.</summary>
    public int Take => Limit + 1;

    /// <summary>Makes the page of up to <see cref="Take"/> rows, and sets the <c>Link</c> header.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="key">The sort key of a row.</param>
    /// <param name="http">The request, for the header.</param>
    /// <param name="more">There is more, even if no row is left over here.</param>
    /// <returns>The page, with the cursor of the next one; null on the last page.</returns>
    public Page<T> Of<T>(List<T> rows, Func<T, string[]> key, HttpContext http, bool more = false)
    {
        if (rows.Count <= Limit && !more)
            return new Page<T>(rows, null);
        rows.RemoveRange(Limit, Math.Max(0, rows.Count - Limit));
        var next = Cursor.Encode([Kind, .. key(rows[^1])]);
        var query = QueryString.Create(
            http.Request.Query.Where(q => q.Key != "after")
                .SelectMany(q => q.Value, (q, value) => KeyValuePair.Create(q.Key, value))
                .Append(KeyValuePair.Create<string, string?>("after", next))
        );
        http.Response.Headers.Link =
            $"<{UriHelper.BuildRelative(path: http.Request.Path, query: query)}>; rel=\"next\"";
        return new Page<T>(rows, next);
    }
}

/// <summary>Opaque cursors.</summary>
public static class Cursor
{
    public static string Encode(params string[] key) =>
        Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(key));

    /// <summary>The key, or null when the text was not made by <see cref="Encode"/>.</summary>
    public static string[]? Decode(string cursor)
    {
        if (cursor.Length > 2_000 || !Base64Url.IsValid(cursor))
            return null;
        try
        {
            var key = JsonSerializer.Deserialize<string[]>(Base64Url.DecodeFromChars(cursor));
            return key is null || key.Any(part => part is null || part.Contains('\0', StringComparison.Ordinal))
                ? null
                : key;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
