using System.Buffers.Text;
using System.ComponentModel;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.AspNetCore.Mvc;

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
    public const int MaxLimit = 500;

    /// <summary>
    /// The error of a cursor that somebody made up, also for the part of it that only the list can judge.
    /// </summary>
    public const string NoCursor =
        "is no cursor of this list; take it from 'next' of the page before, with the same sort";

    /// <summary>
    /// Checks both. The cursor holds the sort key of the last item, as texts; <paramref name="kind"/> names the order
    /// that
    /// made it, because a cursor of one order means nothing in another.
    /// </summary>
    /// <param name="errors">Where faults go.</param>
    /// <param name="kind">The order's name, such as "products/revenue".</param>
    /// <param name="parts">How many texts the key has.</param>
    public (int Limit, string[]? After) Check(FieldErrors errors, string kind, int parts)
    {
        var limit = errors.Whole("limit", Limit, 1, MaxLimit, DefaultLimit);
        if (string.IsNullOrEmpty(After))
            return (limit, null);
        var key = Cursor.Decode(After);
        if (key is not null && key.Length == parts + 1 && key[0] == kind)
            return (limit, key[1..]);
        errors.Add("after", NoCursor);
        return (limit, null);
    }
}

/// <summary>Opaque cursors and the page that carries them.</summary>
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

    /// <summary>
    /// Makes a page of rows that were read with <c>LIMIT limit + 1</c>, and sets the <c>Link</c> header.
    /// </summary>
    /// <param name="rows">Up to <paramref name="limit"/> + 1 rows.</param>
    /// <param name="limit">The page's size.</param>
    /// <param name="kind">The order's name, as in <see cref="PageRequest.Check"/>.</param>
    /// <param name="key">The sort key of an item.</param>
    /// <param name="context">The request, for the header.</param>
    /// <returns>The items of the page, and the cursor of the next one; null on the last page.</returns>
    public static (IReadOnlyList<T> Items, string? Next) Page<T>(
        List<T> rows,
        int limit,
        string kind,
        Func<T, string[]> key,
        HttpContext context
    )
    {
        if (rows.Count <= limit)
            return (rows, null);
        rows.RemoveRange(limit, rows.Count - limit);
        var next = Encode([kind, .. key(rows[^1])]);
        var query = QueryString.Create(
            context
                .Request.Query.Where(q => q.Key != "after")
                .SelectMany(q => q.Value, (q, value) => KeyValuePair.Create(q.Key, value))
                .Append(KeyValuePair.Create<string, string?>("after", next))
        );
        context.Response.Headers.Link =
            $"<{UriHelper.BuildRelative(path: context.Request.Path, query: query)}>; rel=\"next\"";
        return (rows, next);
    }
}
