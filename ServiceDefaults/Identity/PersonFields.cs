using SmartInventory.Contracts.Identity;
using SmartInventory.ServiceDefaults.Web;

namespace SmartInventory.ServiceDefaults.Identity;

/// <summary>Whose things.</summary>
/// <param name="Name">A user name; null for nobody's.</param>
public readonly record struct AssigneeChoice(string? Name);

/// <summary>People as requests name them.</summary>
public static class PersonFields
{
    /// <summary>A user name; <c>me</c> is whoever asks, if that is a person. Null where nothing is said.</summary>
    public static string? Person(this FieldErrors errors, string field, string? text)
    {
        ArgumentNullException.ThrowIfNull(errors);
        var name = text?.Trim().ToLowerInvariant();
        if (string.IsNullOrEmpty(name))
            return null;
        if (name == UserName.Me)
        {
            if (Actor.Current is { IsPerson: true } me)
                return me.Name;
            errors.Add(field, T("cannot be 'me' when a program asks: name a person"));
            return null;
        }

        if (UserName.IsValid(name))
            return name;
        errors.Add(field, T($"{UserName.Rule}, or 'me'"));
        return null;
    }

    /// <summary>The same of a filter, where <c>none</c> is nobody; null for no filter.</summary>
    public static AssigneeChoice? Assignee(this FieldErrors errors, string field, string? text) =>
        errors.Person(field, text) switch
        {
            null => null,
            UserName.None => new AssigneeChoice(null),
            var name => new AssigneeChoice(name),
        };
}
