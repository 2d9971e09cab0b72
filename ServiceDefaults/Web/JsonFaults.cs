using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;
using SmartInventory.Contracts;

namespace SmartInventory.ServiceDefaults.Web;

/// <summary>Says of a JSON body that could not be read which field is wrong, and what was expected there.</summary>
internal static partial class JsonFaults
{
    private const string Root = "$";
    private static readonly object Kind = new();

    /// <summary>
    /// Remembers what a body of JSON begins with, for the message in case it is not what was expected: the reader that
    /// fails does not say. The body is looked at, not read, and only where an endpoint binds one: what is passed on is
    /// left alone.
    /// </summary>
    public static async Task RememberKind(HttpContext context, RequestDelegate next)
    {
        if (
            context.GetEndpoint()?.Metadata.GetMetadata<IAcceptsMetadata>() is not null
            && context.Request.HasJsonContentType()
            && context.Request.Headers.ContentEncoding.Count == 0
        )
        {
            var read = await context.Request.BodyReader.ReadAsync(context.RequestAborted);
            context.Items[Kind] = KindOf(read.Buffer);
            context.Request.BodyReader.AdvanceTo(read.Buffer.Start);
        }

        await next(context);
    }

    /// <summary>Refuses JSON in an encoding that nobody knows, which its reader takes for a fault of ours.</summary>
    public static Task RefuseUnknownCharset(HttpContext context, RequestDelegate next)
    {
        if (
            !context.Request.HasJsonContentType()
            || context.Request.GetTypedHeaders().ContentType?.Charset.Value is not { } charset
        )
            return next(context);
        if (IsKnown(charset.Trim('"')))
            return next(context);
        return TypedResults
            .Problem(
                statusCode: StatusCodes.Status415UnsupportedMediaType,
                title: T("Unsupported Media Type"),
                detail: T($"Content-Type: charset '{charset}' is not known. JSON is in UTF-8.")
            )
            .ExecuteAsync(context);
    }

    private static bool IsKnown(string charset)
    {
        try
        {
            return Encoding.GetEncoding(charset) is not null;
        }
        // UTF-7 is known, and not supported.
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            return false;
        }
    }

    /// <summary>The field by its path; <c>$</c> is the body itself.</summary>
    public static string Field(JsonException fault) =>
        fault.Path is null or Root or "" ? Root : fault.Path.Replace("$.", "", StringComparison.Ordinal);

    /// <summary>What is wrong with it, to follow the field's name.</summary>
    /// <param name="fault">The reader's exception.</param>
    /// <param name="request">The request whose body it was.</param>
    public static string Reason(JsonException fault, HttpRequest request)
    {
        if (fault.Message.Contains("could not be mapped", StringComparison.Ordinal))
            return T("is no field of this request");
        if (fault.Message.Contains("maximum configured depth", StringComparison.Ordinal))
            return T("is nested too deep");
        // What the reader of a plain value says of the token that it found.
        if (fault.InnerException is { Message: var inner } && Token().Match(inner) is { Success: true } token)
            return T($"must be {Plain(token.Groups[2].Value)}, and is {Plain(token.Groups[1].Value)}");
        if (Wanted().Match(fault.Message) is { Success: true } wanted)
        {
            var expected = Expected(wanted.Groups[1].Value);
            return Field(fault) == Root && request.HttpContext.Items[Kind] is { } found
                ? T($"must be {expected}, and is {found}")
                : T($"must be {expected}");
        }

        return T($"is malformed JSON at line {fault.LineNumber + 1}, byte {fault.BytePositionInLine + 1}");
    }

    /// <summary>A type of .NET in the words of who writes JSON.</summary>
    private static string Expected(string type)
    {
        var name = Nullable().Match(type) is { Success: true } nullable ? nullable.Groups[1].Value : type;
        return name switch
        {
            "System.String" or "System.Guid" => T("a text in quotes"),
            "System.Boolean" => T("true or false"),
            "System.Int32" or "System.Int64" => T("a whole number"),
            "System.Decimal" or "System.Double" => T("a number"),
            "System.DateOnly" => T("a date like 2026-01-31"),
            "System.DateTimeOffset" => T("a time with its offset, like 2026-01-31T14:30:00+01:00"),
            _ when typeof(ContractsJson).Assembly.GetType(name) is { IsEnum: true } words => T(
                $"one of {Listed(Enum.GetNames(words))}"
            ),
            _ when name.StartsWith("System.Collections.", StringComparison.Ordinal) || name.EndsWith("[]") => T(
                "an array"
            ),
            _ => T("an object"),
        };
    }

    private static string Listed(IEnumerable<string> names) =>
        string.Join(", ", names.Select(JsonNamingPolicy.KebabCaseLower.ConvertName));

    private static string Plain(string word) =>
        word.ToUpperInvariant() switch
        {
            "STRING" => T("a text in quotes"),
            "NUMBER" => T("a number"),
            "TRUE" or "FALSE" or "BOOLEAN" => T("true or false"),
            "STARTARRAY" => T("an array"),
            "STARTOBJECT" => T("an object"),
            "NULL" => "null",
            _ => T("something else"),
        };

    private static string? KindOf(ReadOnlySequence<byte> body)
    {
        var reader = new SequenceReader<byte>(body);
        reader.AdvancePastAny(" \t\r\n"u8);
        return !reader.TryPeek(out var first)
            ? null
            : (char)first switch
            {
                '{' => T("an object"),
                '[' => T("an array"),
                '"' => T("a text"),
                't' or 'f' => T("true or false"),
                'n' => "null",
                '-' or (>= '0' and <= '9') => T("a number"),
                _ => null,
            };
    }

    [GeneratedRegex("token type '(\\w+)' as a (\\w+)")]
    private static partial Regex Token();

    [GeneratedRegex(@"could not be converted to (\S+?)\.? Path")]
    private static partial Regex Wanted();

    [GeneratedRegex(@"^System\.Nullable`1\[(.+)\]$")]
    private static partial Regex Nullable();
}
