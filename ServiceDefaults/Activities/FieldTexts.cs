using System.Globalization;
using SmartInventory.Contracts.Catalog;

namespace SmartInventory.ServiceDefaults.Activities;

/// <summary>
/// The fields of a thing by the API's names, each as text that people read, to tell two states apart.
/// </summary>
/// <param name="fields">In the order in which they are shown.</param>
public sealed class FieldTexts<T>(params (string Field, Func<T, string?> Read)[] fields)
{
    /// <summary>What is different; of a new thing (null before) all that is said of it.</summary>
    public List<FieldChange> Between(T? before, T after)
    {
        var changes = new List<FieldChange>();
        foreach (var (field, read) in fields)
        {
            var (from, to) = (before is null ? null : read(before), read(after));
            if (from != to)
                changes.Add(new FieldChange(field, from, to));
        }
        return changes;
    }

    /// <summary>A thing as it is now, for when the same object is another one later.</summary>
    public IReadOnlyDictionary<string, string?> Read(T thing) =>
        fields.ToDictionary(f => f.Field, f => f.Read(thing), StringComparer.Ordinal);
}

/// <summary>Values as people read them.</summary>
public static class FieldText
{
    public static string Of(decimal number) => number.ToString("0.####", CultureInfo.InvariantCulture);

    public static string? Of(decimal? number) => number is { } value ? Of(value) : null;

    public static string Of(int number) => number.ToString(CultureInfo.InvariantCulture);

    public static string Of(bool flag) => flag ? "true" : "false";

    public static string Of(DateOnly day) => day.ToString("O", CultureInfo.InvariantCulture);

    public static string? Of(DateTimeOffset? moment) =>
        moment?.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    /// <summary>Null for an empty list.</summary>
    public static string? List(IEnumerable<string> texts) =>
        string.Join("; ", texts) is { Length: > 0 } text ? text : null;

    /// <summary>What is different between what was read before and after.</summary>
    public static List<FieldChange> Between(
        IReadOnlyDictionary<string, string?> before,
        IReadOnlyDictionary<string, string?> after
    ) =>
        [
            .. before
                .Keys.Union(after.Keys, StringComparer.Ordinal)
                .Select(field => new FieldChange(
                    field,
                    before.GetValueOrDefault(field),
                    after.GetValueOrDefault(field)
                ))
                .Where(change => change.From != change.To),
        ];
}
