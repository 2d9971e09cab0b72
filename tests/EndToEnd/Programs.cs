using System.Diagnostics;
using System.Reflection;

namespace SmartInventory.EndToEnd;

/// <summary>The built programs, started the way that a user starts them.</summary>
internal static class Programs
{
    public static string AppHost => Path("AppHost");

    public static string Pictures => Path("Pictures");

    public static string Inv => Path("inv");

    public static ProcessStartInfo Start(string program, IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        start.ArgumentList.Add(program);
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        return start;
    }

    private static string Path(string name) =>
        typeof(Programs)
            .Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .Single(a => a.Key == name || a.Key == $"SmartInventory.{name}")
            .Value!;
}

/// <param name="ExitCode">The process' own.</param>
internal sealed record CommandResult(int ExitCode, string Output, string Error)
{
    public override string ToString() => $"exit {ExitCode}\n{Output}\n{Error}";
}

/// <summary>The <c>inv</c> command against one gateway.</summary>
internal sealed class Inv(Uri gateway)
{
    public Process Start(params string[] arguments)
    {
        var start = Programs.Start(Programs.Inv, arguments);
        start.Environment["INV_GATEWAY"] = gateway.ToString();
        return Process.Start(start)!;
    }

    public async Task<CommandResult> Run(params string[] arguments)
    {
        using var process = Start(arguments);
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(5));
        try
        {
            await process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"inv {string.Join(' ', arguments)} did not end in 5 minutes: {await error}");
        }

        return new CommandResult(process.ExitCode, await output, await error);
    }
}
