using System.Text;
using SmartInventory.Contracts.Csv;

namespace SmartInventory.Files;

/// <summary>The names of a file's columns, compared without case and blanks.</summary>
public sealed class FileHeader
{
    private readonly List<string> _plain;

    /// <param name="record">A reader that stands on the header.</param>
    public FileHeader(RecordReader record)
    {
        var names = new List<string>(record.Count);
        for (var i = 0; i < record.Count; i++)
            names.Add(Encoding.UTF8.GetString(record[i]));
        Names = names;
        _plain = names.ConvertAll(HeaderName.Plain);
    }

    public IReadOnlyList<string> Names { get; }

    /// <summary>The names as <see cref="HeaderName"/> compares them.</summary>
    public IReadOnlyList<string> Plain => _plain;

    public bool Has(string name) => _plain.Contains(HeaderName.Plain(name));

    /// <summary>A column's place; a failure when it is there twice, null when it is not there.</summary>
    public int? Find(string name)
    {
        var plain = HeaderName.Plain(name);
        var place = _plain.IndexOf(plain);
        var second = place < 0 ? -1 : _plain.IndexOf(plain, place + 1);
        if (second >= 0)
            throw new ImportException(
                T(
                    $"The columns {place + 1} '{Names[place]}' and {second + 1} '{Names[second]}' have the same name. "
                        + $"Give one another name."
                )
            );
        return place < 0 ? null : place;
    }

    /// <summary>The places of a source: one column, or several joined by +.</summary>
    /// <param name="source">As a mapping names it.</param>
    /// <param name="use">What for, for the message; null where the source may be missing.</param>
    public int[]? Places(string? source, string? use)
    {
        if (source is null)
            return null;
        if (Find(source) is { } whole)
            return [whole];
        var places = new List<int>();
        foreach (var part in source.Split('+', StringSplitOptions.TrimEntries))
        {
            var name = part.Trim('"');
            if (Find(name) is { } place)
                places.Add(place);
            else if (use is not null)
                throw new ImportException(T($"There is no column '{name}' for {use}. The columns are {this}."));
            else
                return null;
        }

        return [.. places];
    }

    public override string ToString() => string.Join(", ", Names.Select(name => $"'{name.Trim()}'"));
}
