using SmartInventory.Contracts.Identity;
using SmartInventory.ServiceDefaults.Identity;
using SmartInventory.ServiceDefaults.Web;

namespace SmartInventory.ServiceDefaults.Tests;

public sealed class PersonFieldTests
{
    private static (AssigneeChoice? Choice, string? Error) Read(string? text, Actor? actor = null)
    {
        Actor.Is(actor);
        var errors = new FieldErrors();
        var choice = errors.Assignee("assignee", text);
        return (choice, errors.ToDictionary().GetValueOrDefault("assignee")?.Single());
    }

    [Fact]
    public void A_person_is_named_by_user_name_and_nobody_by_none()
    {
        Assert.Equal((null, null), Read(null));
        Assert.Equal((null, null), Read("  "));
        Assert.Equal((new AssigneeChoice("ada.l"), null), Read(" Ada.L "));
        Assert.Equal((new AssigneeChoice(null), null), Read("None"));
        Assert.Equal("must be 3 to 40 characters of a-z, 0-9, '.', '-' and '_', or 'me'", Read("Ada L").Error);
    }

    [Fact]
    public void Me_is_whoever_asks_and_a_program_is_nobody()
    {
        Assert.Equal((new AssigneeChoice("ada"), null), Read("me", new Actor("7d0f", "ada", "Ada Lovelace", Via.Page)));
        const string Program = "cannot be 'me' when a program asks: name a person";
        Assert.Equal(Program, Read("me", new Actor("token-1", "token-1", "ci", Via.Api)).Error);
        Assert.Equal(Program, Read("me").Error);
    }
}
