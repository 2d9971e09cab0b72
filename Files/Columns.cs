using SmartInventory.Contracts.Csv;

namespace SmartInventory.Files;

/// <summary>Finds the columns of a format in a file's header, and names every one that is wrong.</summary>
public static class Columns
{
    /// <param name="header">A reader that stands on the header.</param>
    /// <param name="format">Its name, for the message.</param>
    /// <param name="required">Columns that must be there.</param>
    /// <param name="optional">Columns that may be there.</param>
    /// <returns>For each required, then each optional column its place in the file; -1 when it is not there.</returns>
    public static int[] Bind(
        RecordReader header,
        string format,
        IReadOnlyList<string> required,
        IReadOnlyList<string> optional
    )
    {
        var file = new FileHeader(header);
        var (names, plain) = (file.Names, file.Plain);
        string[] known = [.. required, .. optional];
        var wanted = known.Select(HeaderName.Plain).ToList();
        var missing = required.Where((_, i) => !plain.Contains(wanted[i])).ToList();
        var extra = names.Where((_, i) => !wanted.Contains(plain[i])).Select(name => name.Trim()).ToList();
        var twice = names
            .Zip(plain)
            .GroupBy(name => name.Second, name => name.First)
            .Where(group => group.Count() > 1)
            .Select(group => group.Select(name => $"'{name}'").Aggregate((a, b) => T($"{a} and {b}")))
            .ToList();
        if (missing.Count + extra.Count + twice.Count == 0)
            return [.. required.Concat(optional).Select(column => file.Find(column) ?? -1)];

        var message = new List<string> { T($"The columns are not those of {format}.") };
        if (missing.Count > 0)
            message.Add(T($"Missing: {Listed(missing)}."));
        if (extra.Count > 0)
            message.Add(T($"Not expected: {Listed(extra)}."));
        if (twice.Count > 0)
            message.Add(T($"More than once: {Listed(twice)}."));
        message.Add(
            optional.Count > 0
                ? T($"Expected: {Listed(required)}; optional: {Listed(optional)}.")
                : T($"Expected: {Listed(required)}.")
        );
        throw new ImportException(string.Join(' ', message));
    }

    private static string Listed(IEnumerable<string> names) =>
        string.Join(", ", names.Select(name => name.Length == 0 ? T("(a column without a name)") : name));
}
