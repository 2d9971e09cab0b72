namespace SmartInventory.Forecasting.Engine.Paths;

/// <summary>
/// Working memory of one thread, handed out like a stack: what a kernel takes is given back when its frame ends. It
/// grows on first use and is then reused, so that fitting a series allocates nothing.
/// </summary>
internal sealed class Scratch
{
    private const int Smallest = 1 << 14;

    private readonly List<double[]> _chunks = [];
    private int _chunk;
    private int _used;

    /// <summary>Everything taken until the frame is disposed is given back then.</summary>
    public Frame Enter() => new(this, _chunk, _used);

    /// <summary>Takes <paramref name="length"/> numbers, all zero.</summary>
    public Span<double> Take(int length)
    {
        while (true)
        {
            if (_chunk == _chunks.Count)
                _chunks.Add(new double[Math.Max(Smallest << Math.Min(_chunk, 8), length)]);
            if (_chunks[_chunk].Length - _used >= length)
                break;
            if (_used == 0)
                _chunks[_chunk] = new double[length];
            else
                (_chunk, _used) = (_chunk + 1, 0);
        }
        var taken = _chunks[_chunk].AsSpan(_used, length);
        _used += length;
        taken.Clear();
        return taken;
    }

    public readonly ref struct Frame(Scratch owner, int chunk, int used)
    {
        public void Dispose() => (owner._chunk, owner._used) = (chunk, used);
    }
}
