using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;

namespace SmartInventory.Gateway.Tests;

/// <summary>Bytes to a server, and those that come back until it hangs up: what no HTTP client would send.</summary>
internal static class RawHttp
{
    /// <summary>Writes all of it before reading any.</summary>
    public static async Task<Answer> SendAsync(Uri server, string head, long bodyBytes = 0)
    {
        var ct = TestContext.Current.CancellationToken;
        using var client = new TcpClient();
        await client.ConnectAsync("127.0.0.1", server.Port, ct);
        var stream = client.GetStream();
        await stream.WriteAsync(Encoding.Latin1.GetBytes(head), ct);
        var block = Encoding.ASCII.GetBytes(new string('x', 64 * 1024));
        for (var left = bodyBytes; left > 0; left -= block.Length)
            await stream.WriteAsync(block.AsMemory(0, (int)Math.Min(block.Length, left)), ct);
        using var text = new StreamReader(stream, Encoding.Latin1);
        return new Answer(await text.ReadToEndAsync(ct));
    }

    /// <param name="Text">All that came.</param>
    internal sealed record Answer(string Text)
    {
        public string Head => Text[..(Text.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 2)];

        public string Body => Text[(Head.Length + 2)..];

        /// <summary>The problem document of an answer with this status.</summary>
        public JsonNode Problem(int status)
        {
            Assert.StartsWith($"HTTP/1.1 {status} ", Head, StringComparison.Ordinal);
            Assert.Contains("\r\nContent-Type: application/problem+json", Head, StringComparison.Ordinal);
            // Some are sent in one chunk.
            var problem = JsonNode.Parse(Body[Body.IndexOf('{')..(Body.LastIndexOf('}') + 1)])!;
            Assert.Equal(status, (int?)problem["status"]);
            Assert.NotEmpty((string?)problem["title"] ?? "");
            return problem;
        }
    }
}
