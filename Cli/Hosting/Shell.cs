using System.Text;
using Microsoft.Win32.SafeHandles;
using Spectre.Console;

namespace SmartInventory.Cli.Hosting;

/// <summary>
/// What surrounds a command: where data and messages go, the clock, the environment. Tests make their own.
/// </summary>
internal sealed record Shell(
    TextWriter Out,
    TextWriter Error,
    bool OutIsTerminal,
    bool ErrorIsTerminal,
    TimeProvider Time,
    Func<string, string?> Variable
)
{
    /// <summary>Where answers come from; null when nobody is there to be asked.</summary>
    public TextReader? Answers { get; init; }

    /// <summary>Wide enough that a table in a pipe or file is never folded.</summary>
    private const int UnboundedWidth = 2_000;

    public static Shell OfThisProcess() =>
        new(
            new StreamWriter(new StandardOutput(), new UTF8Encoding(false), bufferSize: 1 << 16),
            Console.Error,
            !Console.IsOutputRedirected,
            !Console.IsErrorRedirected,
            TimeProvider.System,
            Environment.GetEnvironmentVariable
        )
        {
            Answers = Console.IsInputRedirected || Console.IsErrorRedirected ? null : Console.In,
        };

    public IAnsiConsole OutConsole() => Create(Out, OutIsTerminal);

    public IAnsiConsole ErrorConsole() => Create(Error, ErrorIsTerminal);

    private IAnsiConsole Create(TextWriter writer, bool terminal)
    {
        var colours = terminal && string.IsNullOrEmpty(Variable("NO_COLOR")) && Variable("TERM") != "dumb";
        var console = AnsiConsole.Create(
            new AnsiConsoleSettings
            {
                Out = new AnsiConsoleOutput(writer),
                Ansi = terminal && Variable("TERM") != "dumb" ? AnsiSupport.Yes : AnsiSupport.No,
                ColorSystem = colours ? ColorSystemSupport.Standard : ColorSystemSupport.NoColors,
                Interactive = terminal ? InteractionSupport.Yes : InteractionSupport.No,
            }
        );
        console.Profile.Capabilities.Unicode = true;
        // Some terminals do not say how wide they are.
        console.Profile.Width =
            !terminal ? UnboundedWidth
            : Console.WindowWidth > 0 ? Console.WindowWidth
            : 80;
        return console;
    }
}

/// <summary>The reader of our output has gone (<c>| head</c>): nothing is wrong, and nothing is left to do.</summary>
internal sealed class OutputClosedException(Exception inner) : Exception("Nobody reads the output any more.", inner);

/// <summary>
/// Standard output that notices when its reader has gone. The framework's own stream hides that, and a long export
/// would go on for nobody.
/// </summary>
internal sealed class StandardOutput : Stream
{
    private readonly Stream _inner = Open();

    public override bool CanRead => false;
    public override bool CanSeek => false;
    public override bool CanWrite => true;
    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        try
        {
            _inner.Write(buffer);
        }
        catch (IOException gone)
        {
            throw new OutputClosedException(gone);
        }
    }

    public override void Flush() => _inner.Flush();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    // A pipe is written directly; a file not, because a file stream would not move the offset that processes share.
    private static Stream Open()
    {
        if (OperatingSystem.IsWindows() || !Console.IsOutputRedirected)
            return Console.OpenStandardOutput();
        var direct = new FileStream(new SafeFileHandle(1, ownsHandle: false), FileAccess.Write, bufferSize: 0);
        return direct.CanSeek ? Console.OpenStandardOutput() : direct;
    }
}
