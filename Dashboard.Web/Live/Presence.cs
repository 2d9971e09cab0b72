using Microsoft.Extensions.Options;
using SmartInventory.Dashboard.Web.Identity;

namespace SmartInventory.Dashboard.Web.Live;

/// <summary>Somebody who has the page of a thing open.</summary>
/// <param name="Name">What others read.</param>
/// <param name="Editing">Has it open to change it.</param>
public sealed record PersonHere(string Name, bool Editing);

/// <summary>Who else has the thing of a page open.</summary>
/// <param name="People">At most <see cref="Presence.MaxNames"/>, those who change it first.</param>
/// <param name="Others">How many more.</param>
public sealed record Here(IReadOnlyList<PersonHere> People, int Others)
{
    public bool Equals(Here? other) =>
        other is not null && Others == other.Others && People.SequenceEqual(other.People);

    public override int GetHashCode() => HashCode.Combine(People.Count, Others);
}

/// <summary>One open page of a thing.</summary>
/// <param name="subject">The thing.</param>
/// <param name="person">Who is signed in there.</param>
/// <param name="editing">It is the page that changes the thing.</param>
internal sealed class Look(string subject, Person person, bool editing)
{
    public string Subject => subject;

    public Person Person => person;

    /// <summary>When its connection ended.</summary>
    public DateTimeOffset? LeftAt { get; set; }

    /// <summary>An open page of the same person and thing.</summary>
    public bool IsBeside(Look other) =>
        LeftAt is null && other != this && other.Subject == subject && other.Person.Id == person.Id;

    public PersonSeen ToSeen() => new(subject, person.Id, person.DisplayName, editing);
}

/// <summary>
/// Who has which thing open: the open connections of this process, and what other processes said last of theirs.
/// Several pages of one person are one person.
/// </summary>
internal sealed class Presence(IOptions<LiveOptions> options, TimeProvider time)
{
    /// <summary>Names of a page; how many more there are is a number.</summary>
    public const int MaxNames = 5;

    private readonly Lock _lock = new();
    private readonly Guid _process = Guid.NewGuid();
    private readonly HashSet<Look> _looks = [];
    private readonly Dictionary<Guid, (PresenceSeen Said, DateTimeOffset At)> _elsewhere = [];
    private ILookup<string, PersonSeen> _bySubject = Array.Empty<PersonSeen>().ToLookup(seen => seen.Subject);
    private bool _changed;
    private bool _untold;
    private long _told;
    private DateTimeOffset _toldAt;

    public void Enter(Look look)
    {
        lock (_lock)
        {
            _looks.Add(look);
            _changed = _untold = true;
        }
    }

    /// <summary>The connection ended. Who goes on to another page of the same thing is not gone in between.</summary>
    public void Leave(Look look)
    {
        lock (_lock)
            look.LeftAt = time.GetUtcNow();
    }

    /// <summary>Another process said who is there.</summary>
    public void Hear(PresenceSeen said)
    {
        lock (_lock)
        {
            if (said.Process == _process)
                return;
            var before = _elsewhere.TryGetValue(said.Process, out var known) ? known.Said : null;
            if (before?.Version >= said.Version)
                return;
            _elsewhere[said.Process] = (said, time.GetUtcNow());
            _changed |= before is null || !before.People.SequenceEqual(said.People);
        }
    }

    /// <summary>Lets go whoever left, and says whether anything is different since the last call.</summary>
    public bool Turn()
    {
        lock (_lock)
        {
            var now = time.GetUtcNow();
            var gone = _looks.Where(look =>
                look.LeftAt is { } left
                && (now - left >= options.Value.Linger || _looks.Any(other => other.IsBeside(look)))
            );
            foreach (var look in gone.ToList())
                _changed = _untold = _looks.Remove(look);
            foreach (var (process, (_, at)) in _elsewhere)
            {
                // It ended without a word, or cannot be heard.
                if (now - at >= options.Value.Silence)
                    _changed |= _elsewhere.Remove(process);
            }

            if (!_changed)
                return false;
            _changed = false;
            _bySubject = Merge(
                    _looks
                        .Select(look => look.ToSeen())
                        .Concat(_elsewhere.Values.SelectMany(other => other.Said.People))
                )
                .ToLookup(seen => seen.Subject, StringComparer.Ordinal);
            return true;
        }
    }

    /// <summary>Who else has the thing of this page open, as of the last <see cref="Turn"/>.</summary>
    public Here Around(Look look)
    {
        lock (_lock)
        {
            var others = _bySubject[look.Subject]
                .Where(seen => seen.PersonId != look.Person.Id)
                .OrderByDescending(seen => seen.Editing)
                .ThenBy(seen => seen.Name, StringComparer.OrdinalIgnoreCase)
                .ThenBy(seen => seen.PersonId, StringComparer.Ordinal)
                .Select(seen => new PersonHere(seen.Name, seen.Editing))
                .ToList();
            return new Here([.. others.Take(MaxNames)], Math.Max(0, others.Count - MaxNames));
        }
    }

    /// <summary>
    /// What the other processes are to hear now: everybody who is here, when that is different, and as long as anybody
    /// is here every now and then. Null when there is nothing to say.
    /// </summary>
    public PresenceSeen? ToTell()
    {
        lock (_lock)
        {
            var now = time.GetUtcNow();
            if (!_untold && (_looks.Count == 0 || now - _toldAt < options.Value.Exchange))
                return null;
            (_untold, _toldAt) = (false, now);
            return new PresenceSeen(_process, ++_told, [.. Merge(_looks.Select(look => look.ToSeen()))]);
        }
    }

    private static IEnumerable<PersonSeen> Merge(IEnumerable<PersonSeen> seen) =>
        seen.GroupBy(one => (one.Subject, one.PersonId))
            .Select(pages => pages.First() with { Editing = pages.Any(page => page.Editing) });
}
