namespace SmartInventory.Files;

/// <summary>The rows of a table in a file, one after the other.</summary>
public abstract class RecordReader
{
    /// <summary>What stands between the fields.</summary>
    public abstract byte Separator { get; }

    /// <summary>One-based line on which the current record starts.</summary>
    public long Line { get; protected set; }

    /// <summary>Records read, the header included.</summary>
    public long Records { get; protected set; }

    /// <summary>Fields of the current record.</summary>
    public abstract int Count { get; }

    /// <summary>The UTF-8 of field <paramref name="index"/> of the current record.</summary>
    public abstract ReadOnlySpan<byte> this[int index] { get; }

    /// <summary>The current record as a row of CSV, without its line end.</summary>
    public abstract ReadOnlySpan<byte> Raw { get; }

    /// <summary>The field is a number or a time by itself, and no text that has to be understood.</summary>
    public virtual bool IsExact(int index) => false;

    /// <summary>Goes to the next record; false at the end.</summary>
    public abstract bool Read();
}
