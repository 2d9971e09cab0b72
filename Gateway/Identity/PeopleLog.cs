using SmartInventory.Contracts.Catalog;
using SmartInventory.Contracts.Collaboration;
using SmartInventory.Contracts.Identity;
using SmartInventory.ServiceDefaults.Activities;
using SmartInventory.ServiceDefaults.Identity;
using SmartInventory.ServiceDefaults.Web;

namespace SmartInventory.Gateway.Identity;

/// <summary>
/// What was done with people and tokens, and who signed in, for the log of activities; never a secret. An entry is
/// saved with what it tells of.
/// </summary>
internal sealed class PeopleLog(IdentityDb db, TimeProvider time)
{
    private static readonly FieldTexts<User> Fields = new(
        ("displayName", u => u.DisplayName),
        ("role", u => Words.Of(u.Role)),
        ("language", u => u.Language),
        ("disabled", u => FieldText.Of(u.Disabled)),
        ("lockedUntil", u => FieldText.Of(u.LockoutEnd)),
        ("twoFactor", u => FieldText.Of(u.TwoFactorEnabled))
    );

    /// <summary>A person as they are now, to tell what is different later.</summary>
    public static IReadOnlyDictionary<string, string?> Read(User person) => Fields.Read(person);

    public void Created(User person) => Add("created", person, Fields.Between(null, person));

    /// <summary>An admin changed something, or said what it was already.</summary>
    public void Changed(User person, IReadOnlyDictionary<string, string?> before)
    {
        if (FieldText.Between(before, Fields.Read(person)) is { Count: > 0 } changes)
            Add("changed", person, changes);
    }

    public void Reset(User person, IReadOnlyDictionary<string, string?> before) =>
        Add("password-reset", person, FieldText.Between(before, Fields.Read(person)));

    /// <summary>Somebody tried to be this person, and was not let in.</summary>
    public void Refused(User person, string why) =>
        Add("sign-in-refused", person, [new FieldChange("reason", null, why)]);

    /// <summary>A person did something on a page of theirs.</summary>
    public void Own(string action, User person, params IEnumerable<FieldChange> changes)
    {
        Actor.Is(new Actor(person.Id.ToString(), person.UserName!, person.DisplayName, Via.Page));
        Add(action, person, changes);
    }

    public void SignedIn(User person, string by) => Own("signed-in", person, new FieldChange("by", null, by));

    public void Token(string action, TokenResponse token) =>
        Add(
            action,
            new Subject(SubjectKind.Token, token.Id),
            [
                new FieldChange("name", null, token.Name),
                new FieldChange("role", null, Words.Of(token.Role)),
                new FieldChange("rate", null, token.Rate is { } rate ? FieldText.Of(rate) : null),
            ]
        );

    private void Add(string action, User person, IEnumerable<FieldChange> changes) =>
        Add(action, new Subject(SubjectKind.Person, person.UserName!), changes);

    private void Add(string action, Subject subject, IEnumerable<FieldChange> changes) =>
        db.Add(ActivityEntry.Of(action, subject, changes.Where(c => c.From != c.To), time.GetUtcNow()));
}
