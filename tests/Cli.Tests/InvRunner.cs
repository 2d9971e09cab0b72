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

    /// <summary>Runs it where somebody answers what it asks.</summary>
    public static Task<Ran> AnsweredAsync(StubGateway gateway, string answers, params string[] args) =>
        RunAsync(args, name => name == "INV_GATEWAY" ? gateway.Address : null, CancellationToken.None, answers);

    /// <summary>Runs it in a shell of another language.</summary>
    /// <param name="address">The gateway's.</param>
    /// <param name="locale">What LANG says.</param>
    /// <param name="args">What is typed.</param>
    public static Task<Ran> SpokenAsync(string address, string locale, params string[] args) =>
        SpokenAsync(address, locale, args, answers: null);

    public static Task<Ran> SpokenAsync(string address, string locale, string[] args, string? answers) =>
        RunAsync(
            args,
            name =>
                name switch
                {
                    "INV_GATEWAY" => address,
                    "LANG" => locale,
                    _ => null,
                },
            CancellationToken.None,
            answers
        );

    /// <summary>Runs it on a terminal of so many columns.</summary>
    /// <param name="gateway">Who answers.</param>
    /// <param name="width">Columns.</param>
    /// <param name="variables">The environment beside the gateway's address.</param>
    /// <param name="args">What is typed.</param>
    public static async Task<Ran> OnTerminalAsync(
        StubGateway gateway,
        int width,
        IReadOnlyDictionary<string, string> variables,
        params string[] args
    )
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        using var home = new Home(name => name == "INV_GATEWAY" ? gateway.Address : variables.GetValueOrDefault(name));
        var shell = new Shell(output, error, true, true, TimeProvider.System, home.Variable) { Width = width };
        var code = await Inv.RunAsync(shell, args, CancellationToken.None);
        return new Ran(code, output.ToString(), error.ToString());
    }

    public static async Task<Ran> RunAsync(
        string[] args,
        Func<string, string?> variable,
        CancellationToken ct,
        string? answers = null
    )
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        // Messages may come from several threads.
        using var input = answers is null ? null : new StringReader(answers);
        using var home = new Home(variable);
        var shell = new Shell(output, TextWriter.Synchronized(error), false, false, TimeProvider.System, home.Variable)
        {
            Answers = input,
        };
        var code = await Inv.RunAsync(shell, args, ct);
        return new Ran(code, output.ToString(), error.ToString());
    }

    /// <summary>A folder of its own for each run that names none: no run finds what another kept.</summary>
    private sealed class Home(Func<string, string?> variable) : IDisposable
    {
        private readonly string _folder = Path.Combine(Path.GetTempPath(), $"inv-{Guid.NewGuid():N}");

        public string? Variable(string name) => variable(name) ?? (name == "INV_CONFIG" ? _folder : null);

        public void Dispose()
        {
            if (Directory.Exists(_folder))
                Directory.Delete(_folder, recursive: true);
        }
    }
}
