using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using SmartInventory.Contracts.Collaboration;
using SmartInventory.Contracts.Identity;
using SmartInventory.ServiceDefaults.Activities;
using SmartInventory.ServiceDefaults.Data;
using SmartInventory.ServiceDefaults.Web;

namespace SmartInventory.Catalog.Api.Collaboration;

/// <summary>What somebody looks after.</summary>
internal interface IAssignable
{
    /// <summary>A user name; null for nobody.</summary>
    string? Assignee { get; set; }

    /// <summary>What others read, as it was when it was given to them.</summary>
    string? AssigneeName { get; set; }
}

/// <summary>Products and suppliers are given to people.</summary>
internal static class Assignments
{
    /// <summary>As the API and the log call it.</summary>
    public const string Field = "assignee";

    /// <summary>Gives a thing to a person, whose name is left to <see cref="NameAssigneesAsync"/>.</summary>
    public static void Assign(this IAssignable thing, string? person)
    {
        if (thing.Assignee != person)
            (thing.Assignee, thing.AssigneeName) = (person, null);
    }

    /// <summary>
    /// Names those to whom things were just given. Who is not known, or may not sign in, is given nothing; who had it
    /// before keeps it.
    /// </summary>
    public static async Task NameAssigneesAsync(
        this CatalogDb db,
        IEnumerable<(IAssignable Thing, FieldErrors Errors, string At)> things,
        CancellationToken ct
    )
    {
        var given = things.Where(t => t.Thing is { Assignee: not null, AssigneeName: null }).ToList();
        if (given.Count == 0)
            return;
        var names = given.Select(t => t.Thing.Assignee!).Distinct().ToArray();
        var people = await db
            .People.AsNoTracking()
            .Where(p => names.Contains(p.Name))
            .ToDictionaryAsync(p => p.Name, StringComparer.Ordinal, ct);
        foreach (var (thing, _, _) in given)
            thing.AssigneeName = people.GetValueOrDefault(thing.Assignee!)?.DisplayName;
        // A change of many names its fault once.
        foreach (var (errors, at, name) in given.Select(t => (t.Errors, t.At, t.Thing.Assignee!)).Distinct())
        {
            if (!people.TryGetValue(name, out var person))
                errors.Add($"{at}{Field}", T($"no person has the name '{name}'"));
            else if (person.Disabled)
                errors.Add($"{at}{Field}", T($"'{name}' may not sign in any more"));
        }
    }

    /// <summary>Who was given something by what these entries tell of follows it from then on.</summary>
    public static Task FollowAssignedAsync(this CatalogDb db, IEnumerable<ActivityEntry> entries, CancellationToken ct)
    {
        var given = entries
            .Select(e => (Entry: e, Person: e.Changes.FirstOrDefault(c => c.Field == Field)?.To))
            .Where(g => g.Person is not null)
            .ToList();
        if (given.Count == 0)
            return Task.CompletedTask;
        var people = given.Select(g => g.Person!).ToArray();
        var kinds = given.Select(g => g.Entry.Kind.ToString()).ToArray();
        var keys = given.Select(g => g.Entry.Key).ToArray();
        var subjects = given.Select(g => new Subject(g.Entry.Kind, g.Entry.Key).ToString()).ToArray();
        var since = given.Select(g => g.Entry.At).ToArray();
        return db.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO catalog.follows (person, subject, kind, key, since)
            SELECT * FROM unnest({people}, {subjects}, {kinds}, {keys}, {since})
            ON CONFLICT DO NOTHING
            """,
            ct
        );
    }

    public static void IsAssignable<T>(this EntityTypeBuilder<T> row)
        where T : class, IAssignable
    {
        row.Property(r => r.Assignee!).IsKeyText(UserName.MaxLength);
        row.Property(r => r.AssigneeName).HasMaxLength(100);
    }
}
