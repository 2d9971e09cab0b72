namespace SmartInventory.Dashboard.Web.Editing;

/// <summary>A field as a form shows it.</summary>
/// <param name="Name">As the API calls it.</param>
/// <param name="Label">As people read it.</param>
public abstract record FormField(string Name, string Label)
{
    /// <summary>The kind of the input; <c>area</c> for several lines.</summary>
    public string Type { get; init; } = "text";

    public bool Required { get; init; }

    /// <summary>The only answers there are; null where anything may be typed.</summary>
    public IReadOnlyList<string>? Choices { get; init; }

    /// <summary>Answers to choose from where anything may be typed.</summary>
    public IReadOnlyList<string> Suggestions { get; init; } = [];

    /// <summary>What a choice is called.</summary>
    public Func<string, string> Call { get; init; } = choice => choice;

    public string? Hint { get; init; }
}

/// <summary>A field of a thing as its form has it.</summary>
/// <param name="Name">As the API calls it.</param>
/// <param name="Label">As people read it.</param>
/// <param name="Read">What a thing says, as the form writes it.</param>
/// <param name="Write">
/// Puts what was typed into a change; a text that cannot be read is a <see cref="FormatException"/> that says what is
/// wrong with it.
/// </param>
public sealed record FormField<TThing, TChange>(
    string Name,
    string Label,
    Func<TThing, string> Read,
    Func<TChange, string, TChange> Write
) : FormField(Name, Label);

/// <summary>What people change of a thing on its page; the rest stays as it is.</summary>
public sealed class EditForm<TThing, TChange>(params FormField<TThing, TChange>[] fields)
{
    public IReadOnlyList<FormField<TThing, TChange>> Fields => fields;

    /// <summary>What a thing says, field by field.</summary>
    public Dictionary<string, string> Of(TThing thing) =>
        fields.ToDictionary(field => field.Name, field => FormText.Plain(field.Read(thing)), StringComparer.Ordinal);

    /// <summary>
    /// The change with what was typed; a field that is not in the form, or that says what it said, stays.
    /// </summary>
    /// <param name="change">To begin with.</param>
    /// <param name="said">What the fields said; nothing of a thing that is new.</param>
    /// <param name="typed">What they say now.</param>
    /// <param name="errors">Gets what cannot be read, by field.</param>
    public TChange Change(
        TChange change,
        IReadOnlyDictionary<string, string> said,
        IReadOnlyDictionary<string, string?> typed,
        Dictionary<string, string> errors
    )
    {
        foreach (var field in fields)
        {
            if (
                !typed.TryGetValue(field.Name, out var text)
                || said.TryGetValue(field.Name, out var before) && before == FormText.Plain(text)
            )
                continue;
            try
            {
                change = field.Write(change, FormText.Plain(text).Trim());
            }
            catch (FormatException wrong)
            {
                errors[field.Name] = wrong.Message;
            }
        }

        return change;
    }
}
