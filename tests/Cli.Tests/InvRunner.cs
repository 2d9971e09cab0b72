using SmartInventory.Cli.Hosting;
using SmartInventory.Testing;

namespace SmartInventory.Cli.Tests;

/// <summary>What a run of <c>inv</c> left behind.</summary>
internal sealed record Ran(int Code, string Out, string Error);

internal static class InvRunner
{
    /// <summary>Runs the command as a script would: no terminal anywhere.</summary>
    public static Task<Ran> RunAsync(StubGateway gateway, params string[] args) => RunAsync(gateway.Address, args);

    public static Task<Ran> RunAsync(string address, params string[] args) =>
        RunAsync(args, name => name == "INV_GATEWAY" ? address : null, CancellationToken.None);

    public static async Task<Ran> RunAsync(string[] args, Func<string, string?> variable, CancellationToken ct)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        // Messages may come from several threads.
        var shell = new Shell(output, TextWriter.Synchronized(error), false, false, TimeProvider.System, variable);
        var code = await new Inv(shell).RunAsync(args, ct);
        return new Ran(code, output.ToString(), error.ToString());
    }
}
