using System.Globalization;
using System.Text;
using Microsoft.Win32.SafeHandles;
using SmartInventory.Cli.Completion;
using SmartInventory.Cli.Output;
using SmartInventory.Contracts.Localization;
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

    /// <summary>Columns of the terminal.</summary>
    public int Width { get; init; } = 80;

    /// <summary>Lines of the terminal.</summary>
    public int Height { get; init; } = 24;

    /// <summary>Lets the person choose one of several things; null where nobody is there to be asked.</summary>
    public Func<string, IReadOnlyList<Named>, CancellationToken, Task<string>>? Pick { get; init; }

    /// <summary>
    /// NO_COLOR wins (no-color.org), then CLICOLOR_FORCE, then TERM=dumb and CLICOLOR=0; else colours are for
    /// terminals.
    /// </summary>
    public bool Colours =>
        string.IsNullOrEmpty(Variable("NO_COLOR"))
        && (
            Variable("CLICOLOR_FORCE") is { Length: > 0 } and not "0"
            || (OutIsTerminal && Variable("TERM") != "dumb" && Variable("CLICOLOR") != "0")
        );

    /// <summary>
    /// Whose words are shown: LANGUAGE, which names several, the best first, else LC_ALL, LC_MESSAGES or LANG, as GNU's
    /// gettext has it. The locale C is nobody's, and English.
    /// </summary>
    public CultureInfo Language
    {
        get
        {
            var locale = Said("LC_ALL", "LC_MESSAGES", "LANG");
            if (locale is null or "C" or "POSIX" || locale.StartsWith("C.", StringComparison.Ordinal))
                return Languages.Choose();
            return Languages.Choose(Said("LANGUAGE")?.Split(':') ?? [locale]);
        }
    }

    public static Shell OfThisProcess()
    {
        var terminal = !Console.IsOutputRedirected;
        Func<string, string?> variable = Environment.GetEnvironmentVariable;
        var size = terminal ? SizeOf() : (Width: 80, Height: 24);
        var output = new StreamWriter(
            new StandardOutput(),
            terminal && !IsUtf8(variable) ? AsciiEncoding.Instance : new UTF8Encoding(false),
            bufferSize: 1 << 16
        );
        var talks = !Console.IsInputRedirected && !Console.IsErrorRedirected;
        var shell = new Shell(
            terminal && PagerOf(variable) is { } pager ? new PagedOutput(output, size, pager) : output,
            Console.Error,
            terminal,
            !Console.IsErrorRedirected,
            TimeProvider.System,
            variable
        )
        {
            Answers = talks ? Console.In : null,
            Width = size.Width,
            Height = size.Height,
        };
        // Where the data go to a program, nothing is asked either.
        return talks && terminal
            ? shell with
            {
                Pick = (title, names, ct) => Picker.AskAsync(shell, title, names, ct),
            }
            : shell;
    }

    /// <summary>A message for the person: on stderr, after what was printed before it.</summary>
    public void Say(string message)
    {
        Settle();
        Error.WriteLine(message);
    }

    /// <summary>What was printed is seen.</summary>
    public void Settle()
    {
        if (Out is PagedOutput paged)
            paged.Finish();
        else
            Out.Flush();
    }

    /// <summary>For what moves: a bar, a prompt.</summary>
    public IAnsiConsole ErrorConsole()
    {
        var console = AnsiConsole.Create(
            new AnsiConsoleSettings
            {
                Out = new AnsiConsoleOutput(Error),
                Ansi = ErrorIsTerminal && Variable("TERM") != "dumb" ? AnsiSupport.Yes : AnsiSupport.No,
                ColorSystem = ErrorIsTerminal && Colours ? ColorSystemSupport.Standard : ColorSystemSupport.NoColors,
                Interactive = ErrorIsTerminal ? InteractionSupport.Yes : InteractionSupport.No,
            }
        );
        console.Profile.Capabilities.Unicode = IsUtf8(Variable);
        console.Profile.Width = Width;
        return console;
    }

    // Some terminals do not say how large they are.
    private static (int Width, int Height) SizeOf() =>
        (
            Console.WindowWidth is > 0 and var width ? width : 80,
            Console.WindowHeight is > 0 and var height ? height : 24
        );

    /// <summary>By the first of three variables that is set, as POSIX has it. Windows has no such.</summary>
    internal static bool IsUtf8(Func<string, string?> variable) =>
        OperatingSystem.IsWindows()
        || Said(variable, "LC_ALL", "LC_CTYPE", "LANG") is { } said
            && said.Replace("-", "", StringComparison.Ordinal).Contains("utf8", StringComparison.OrdinalIgnoreCase);

    private string? Said(params IEnumerable<string> names) => Said(Variable, names);

    private static string? Said(Func<string, string?> variable, params IEnumerable<string> names) =>
        names.Select(variable).FirstOrDefault(value => !string.IsNullOrEmpty(value));

    /// <summary>INV_PAGER, else PAGER, else less where it is there. Empty or cat: none.</summary>
    internal static string? PagerOf(Func<string, string?> variable) =>
        (variable("INV_PAGER") ?? variable("PAGER")) switch
        {
            "" or "cat" => null,
            { } said => said,
            null => (variable("PATH") ?? "")
                .Split(Path.PathSeparator)
                .Any(folder => File.Exists(Path.Combine(folder, "less")))
                ? "less -FRX"
                : null,
        };
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
