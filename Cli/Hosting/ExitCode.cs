namespace SmartInventory.Cli.Hosting;

/// <summary>What a script learns from a command.</summary>
internal static class ExitCode
{
    public const int Ok = 0;
    public const int Error = 1;
    public const int Usage = 2;
    public const int NotFound = 3;
    public const int NotSignedIn = 4;
    public const int Conflict = 5;
    public const int Interrupted = 130;
}

/// <summary>Ends a command with one message on stderr and an exit code.</summary>
internal sealed class Failure(string message, int exitCode = ExitCode.Error) : Exception(message)
{
    public int ExitCode { get; } = exitCode;
}
