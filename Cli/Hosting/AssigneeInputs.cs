using System.CommandLine;
using SmartInventory.Contracts.Identity;

namespace SmartInventory.Cli.Hosting;

/// <summary>The options that say whose things a list has.</summary>
internal sealed class AssigneeInputs
{
    private readonly Option<string?> _assignee = Completed(
        Inputs.Text("--assignee", T("Only what this person looks after: a user name, me, or none for nobody."))
    );
    private readonly Option<bool> _mine = new("--mine") { Description = T("Only what you look after.") };

    public Symbol[] All => [_assignee, _mine];

    /// <summary>As the API takes it; null for everybody's.</summary>
    public string? Of(Invocation run)
    {
        if (!run.Get(_mine))
            return run.Get(_assignee);
        if (run.Get(_assignee) is not null)
            throw new Failure(T("--mine is --assignee me: say one of them."), ExitCode.Usage);
        return UserName.Me;
    }

    /// <summary>To whom a thing is given.</summary>
    public static Argument<string> Person()
    {
        var person = new Argument<string>("person")
        {
            Description = T("Who looks after it: a user name, me, or none for nobody."),
        };
        person.CompletionSources.Add(UserName.Me, UserName.None);
        return person;
    }

    /// <summary>The same as an option.</summary>
    public static Option<string?> Given(string name = "--assignee") =>
        Completed(Inputs.Text(name, T("Who looks after it: a user name, me, or none for nobody.")));

    /// <summary>As a document has it, where nobody is an empty text; null where nothing was said.</summary>
    public static string? Written(string? person) =>
        UserName.None.Equals(person, StringComparison.OrdinalIgnoreCase) ? "" : person;

    private static Option<string?> Completed(Option<string?> option)
    {
        option.CompletionSources.Add(UserName.Me, UserName.None);
        return option;
    }
}
