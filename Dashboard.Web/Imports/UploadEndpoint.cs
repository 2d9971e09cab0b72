using System.Text;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace SmartInventory.Dashboard.Web.Imports;

/// <summary>
/// Takes a file as it comes and puts it on the disk. A page handler would first keep the whole form.
/// </summary>
internal static class UploadEndpoint
{
    private const string TokenField = "__RequestVerificationToken";
    private const string TokenHeader = "RequestVerificationToken";
    private const int MaxToken = 4_096;
    private const int MaxName = 120;

    // Beside the file: the other fields and what separates them.
    private const int Envelope = 64 * 1024;

    public static async Task<Results<RedirectHttpResult, BadRequest>> TakeAsync(
        HttpContext context,
        Uploads uploads,
        IAntiforgery antiforgery,
        CancellationToken ct
    )
    {
        if (
            !MediaTypeHeaderValue.TryParse(context.Request.ContentType, out var type)
            || !type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase)
            || HeaderUtilities.RemoveQuotes(type.Boundary).Value is not { Length: > 0 and <= 100 } boundary
        )
            return TypedResults.BadRequest();
        if (uploads.IsFull)
            return Back("full");
        var room = uploads.Room;
        if (context.Request.ContentLength - Envelope > room)
            return Back("too-large");
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
            limit.MaxRequestBodySize = Math.Max(0, room) + Envelope;

        var proven = false;
        var reader = new MultipartReader(boundary, context.Request.Body);
        try
        {
            while (await reader.ReadNextSectionAsync(ct) is { } section)
            {
                if (section.GetContentDispositionHeader() is not { } part)
                    continue;
                if (!part.IsFileDisposition())
                {
                    // Without one in the header, the form would be looked through for it.
                    if (HeaderUtilities.RemoveQuotes(part.Name).Equals(TokenField, StringComparison.Ordinal))
                    {
                        context.Request.Headers[TokenHeader] = await TextAsync(section.Body, ct);
                        proven = true;
                    }

                    continue;
                }

                // Checked before a byte of the file is kept: the form has the token before it.
                if (!proven || !await antiforgery.IsRequestValidAsync(context))
                    return TypedResults.BadRequest();
                return await KeepAsync(uploads, NameOf(part), section.Body, room, ct);
            }
        }
        catch (BadHttpRequestException e) when (e.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            return Back("too-large");
        }
        catch (InvalidDataException)
        {
            // No proper multipart: nothing that a browser sends.
            return TypedResults.BadRequest();
        }

        return Back("no-file");
    }

    private static async Task<Results<RedirectHttpResult, BadRequest>> KeepAsync(
        Uploads uploads,
        string name,
        Stream body,
        long room,
        CancellationToken ct
    )
    {
        var (upload, file) = uploads.Create(name);
        var kept = false;
        try
        {
            await using (file)
            {
                var buffer = new byte[1 << 16];
                long length = 0;
                int read;
                while ((read = await body.ReadAsync(buffer, ct)) > 0)
                {
                    length += read;
                    if (length > room)
                        return Back("too-large");
                    await file.WriteAsync(buffer.AsMemory(0, read), ct);
                }

                if (length == 0)
                    return Back(name.Length == 0 ? "no-file" : "empty");
            }

            uploads.Add(upload);
            kept = true;
            return TypedResults.Redirect($"/imports/{upload.Id}");
        }
        finally
        {
            if (!kept)
                await upload.DisposeAsync();
        }
    }

    private static string NameOf(ContentDispositionHeaderValue part)
    {
        var name = part.FileNameStar.Length > 0 ? part.FileNameStar : HeaderUtilities.RemoveQuotes(part.FileName);
        // Some browsers send a path, and any of them whatever the file is called.
        var bare = string.Concat((name.Value ?? "").Split('/', '\\')[^1].Where(c => !char.IsControl(c)));
        return bare.Length <= MaxName ? bare : bare[^MaxName..];
    }

    private static async Task<string> TextAsync(Stream body, CancellationToken ct)
    {
        var bytes = new byte[MaxToken];
        var length = await body.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, ct);
        return Encoding.UTF8.GetString(bytes, 0, length);
    }

    private static RedirectHttpResult Back(string problem) => TypedResults.Redirect($"/imports?problem={problem}");
}
