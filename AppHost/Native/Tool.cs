using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;

namespace SmartInventory.AppHost.Native;

/// <summary>A program to run, as whom.</summary>
/// <param name="Program">Its path, or a name on the PATH.</param>
/// <param name="Arguments">Its arguments.</param>
/// <param name="Account">Whom to run it as; null stays who we are.</param>
internal sealed record Tool(string Program, IReadOnlyList<string> Arguments, SystemAccount? Account = null)
{
    private static readonly string? Setpriv = ServerPrograms.Find("setpriv");

    /// <summary>Added to our own environment.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    public string? WorkingDirectory { get; init; }

    /// <summary>The program and its arguments with the step to the other account before them.</summary>
    /// <exception cref="HostException">There is an account to step to and no setpriv to do it with.</exception>
    public IReadOnlyList<string> Line =>
        Account is null
            ? [Program, .. Arguments]
            :
            [
                Setpriv
                    ?? throw new HostException(
                        "Running as root needs setpriv (package util-linux) "
                            + "to start the servers as an unprivileged user."
                    ),
                "--reuid",
                Account.UserId.ToString(CultureInfo.InvariantCulture),
                "--regid",
                Account.GroupId.ToString(CultureInfo.InvariantCulture),
                "--init-groups",
                "--",
                Program,
                .. Arguments,
            ];

    /// <summary>Runs it to its end, and ends it with all that it started when cancelled.</summary>
    /// <returns>Its exit code and what it printed.</returns>
    public async Task<(int Code, string Output)> RunAsync(CancellationToken cancellationToken)
    {
        var line = Line;
        var output = new ConcurrentQueue<string>();
        using var process = new Process
        {
            StartInfo = new ProcessStartInfo(line[0], line.Skip(1))
            {
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                WorkingDirectory = WorkingDirectory ?? "",
            },
        };
        foreach (var (name, value) in Environment)
            process.StartInfo.Environment[name] = value;
        process.OutputDataReceived += (_, said) => Keep(said.Data);
        process.ErrorDataReceived += (_, said) => Keep(said.Data);
        process.Start();
        process.StandardInput.Close();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        try
        {
            await process.WaitForExitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
        return (process.ExitCode, string.Join('\n', output));

        void Keep(string? said)
        {
            if (!string.IsNullOrEmpty(said))
                output.Enqueue(said);
        }
    }

    /// <summary>As <see cref="RunAsync"/>, for a program that must succeed.</summary>
    /// <exception cref="HostException">It did not; the message has its output.</exception>
    public async Task<string> RunOrThrowAsync(CancellationToken cancellationToken)
    {
        var (code, output) = await RunAsync(cancellationToken);
        return code == 0 ? output : throw new HostException($"{Program} ended with code {code}:\n{output}");
    }
}
