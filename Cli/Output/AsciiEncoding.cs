using System.Text;

namespace SmartInventory.Cli.Output;

/// <summary>For a terminal that knows no UTF-8: our own drawings and words in plain characters, else a "?".</summary>
internal static class AsciiEncoding
{
    public static Encoding Instance { get; } =
        Encoding.GetEncoding("us-ascii", new DrawingFallback(), DecoderFallback.ReplacementFallback);

    private static char Plain(char drawn) =>
        drawn switch
        {
            '▁' => '_',
            '▂' => '.',
            '▃' => ':',
            '▄' => '-',
            '▅' => '=',
            '▆' => '+',
            '▇' => '*',
            '█' => '#',
            '─' => '-',
            '●' => 'o',
            '·' => '|',
            '…' => '~',
            '\u00a0' => ' ',
            'á' => 'a',
            'é' => 'e',
            'í' => 'i',
            'ó' => 'o',
            'ú' or 'ü' => 'u',
            'ñ' => 'n',
            'Á' => 'A',
            'É' => 'E',
            'Ú' => 'U',
            '«' or '»' => '"',
            _ => '?',
        };

    private sealed class DrawingFallback : EncoderFallback
    {
        public override int MaxCharCount => 1;

        public override EncoderFallbackBuffer CreateFallbackBuffer() => new Buffer();
    }

    private sealed class Buffer : EncoderFallbackBuffer
    {
        private char _next;
        private bool _pending;
        private bool _taken;

        public override int Remaining => _pending ? 1 : 0;

        public override bool Fallback(char charUnknown, int index) => Replace(Plain(charUnknown));

        public override bool Fallback(char charUnknownHigh, char charUnknownLow, int index) => Replace('?');

        public override char GetNextChar()
        {
            _taken = _pending;
            _pending = false;
            return _taken ? _next : '\0';
        }

        public override bool MovePrevious()
        {
            _pending = _taken;
            _taken = false;
            return _pending;
        }

        public override void Reset() => (_pending, _taken) = (false, false);

        private bool Replace(char with)
        {
            (_next, _pending, _taken) = (with, true, false);
            return true;
        }
    }
}
