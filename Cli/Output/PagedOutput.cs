using System.ComponentModel;
using System.Diagnostics;
using System.Text;
using SmartInventory.Cli.Hosting;

namespace SmartInventory.Cli.Output;

/// <summary>
/// Output for a terminal: what is longer than the screen goes through a pager. It is held back until it is known to be
/// longer, or to be all.
/// </summary>
/// <param name="screen">The terminal.</param>
/// <param name="size">Its columns and lines.</param>
/// <param name="command">The pager and what it is told.</param>
internal sealed class PagedOutput(TextWriter screen, (int Columns, int Lines) size, string command) : TextWriter
{
    private readonly StringBuilder _held = new();
    private Process? _pager;
    private bool _without;
    private bool _escape;
    private int _column;
    private int _lines;

    public override Encoding Encoding => screen.Encoding;

    /// <summary>For what draws over itself, and is no text to be read.</summary>
    public TextWriter Screen => screen;

    public override void Write(char value)
    {
        if (_without || _pager is not null)
        {
            Send(value);
            return;
        }

        _held.Append(value);
        // A colour takes no room: what begins with an escape ends with a letter.
        if (value == '\e' || (_escape && !char.IsAsciiLetter(value)))
        {
            _escape = true;
            return;
        }

        if (_escape)
            _escape = false;
        else if (value == '\n' || ++_column == size.Columns)
        {
            _column = 0;
            // The last line is the prompt's.
            if (++_lines >= size.Lines)
                Begin();
        }
    }

    /// <summary>Nothing: what is half a page stays held back. <see cref="Finish"/> shows what there is.</summary>
    public override void Flush() { }

    /// <summary>Shows what is held back, or waits until the reader is through with the pager.</summary>
    public void Finish()
    {
        try
        {
            if (_pager is { } pager)
            {
                pager.StandardInput.Close();
                pager.WaitForExit();
                pager.Dispose();
            }
        }
        catch (IOException gone)
        {
            // Who has read enough leaves: the pipe is closed, and nothing is left to do.
            throw new OutputClosedException(gone);
        }

        screen.Write(_held);
        screen.Flush();
        _held.Clear();
        (_pager, _without, _column, _lines) = (null, false, 0, 0);
    }

    private void Begin()
    {
        try
        {
            var start = OperatingSystem.IsWindows()
                ? new ProcessStartInfo("cmd", ["/c", command])
                : new ProcessStartInfo("/bin/sh", ["-c", command]);
            start.RedirectStandardInput = true;
            start.StandardInputEncoding = screen.Encoding;
            start.UseShellExecute = false;
            _pager = Process.Start(start);
            _pager?.StandardInput.AutoFlush = false;
        }
        catch (Win32Exception)
        {
            // No shell to start it with: the screen does.
        }
        catch (IOException gone)
        {
            // It is over before it began to read.
            throw new OutputClosedException(gone);
        }

        _without = _pager is null;
        var held = _held.ToString();
        _held.Clear();
        foreach (var value in held)
            Send(value);
    }

    private void Send(char value)
    {
        try
        {
            (_pager?.StandardInput ?? screen).Write(value);
        }
        catch (IOException gone)
        {
            throw new OutputClosedException(gone);
        }
    }
}
