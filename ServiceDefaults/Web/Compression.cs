using System.IO.Compression;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.ResponseCompression;
using Microsoft.Extensions.DependencyInjection;

namespace SmartInventory.ServiceDefaults.Web;

/// <summary>What is read is sent small. For what faces people, not for services among themselves.</summary>
public static class Compression
{
    public static void AddCompression(this WebApplicationBuilder builder)
    {
        builder.Services.AddResponseCompression(options =>
        {
            // A secret beside what a stranger chose could be guessed by sizes (BREACH): the tokens of forms are other
            // bytes in each answer, and what gives out tokens is not compressed at all.
            options.EnableForHttps = true;
            options.MimeTypes =
            [
                .. ResponseCompressionDefaults.MimeTypes,
                "application/problem+json",
                "application/x-ndjson",
                "text/csv",
                "image/svg+xml",
            ];
        });
        // Made anew for each answer: the fastest level takes most of what can be had.
        builder.Services.Configure<BrotliCompressionProviderOptions>(o => o.Level = CompressionLevel.Fastest);
        builder.Services.Configure<GzipCompressionProviderOptions>(o => o.Level = CompressionLevel.Fastest);
    }

    /// <summary>
    /// Whether a body is not what its Content-Encoding says. The decoder of Brotli says so in an exception without a
    /// type of its own.
    /// </summary>
    public static bool IsDamagedBody(this Exception exception) =>
        exception is InvalidDataException or InvalidOperationException { Source: "System.IO.Compression.Brotli" };

    /// <param name="app">The application.</param>
    /// <param name="where">Which answers to GET and HEAD.</param>
    public static void UseCompression(this WebApplication app, Func<PathString, bool> where) =>
        app.UseWhen(
            context =>
                (HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method))
                && where(context.Request.Path),
            part => part.UseResponseCompression()
        );
}
