using Microsoft.AspNetCore.Mvc.ModelBinding;
using SmartInventory.Contracts.Identity;

namespace SmartInventory.Dashboard.Web.People;

/// <summary>Whether a person may sign in, as a badge.</summary>
/// <param name="Text">In words.</param>
/// <param name="Style">The badge's class.</param>
/// <param name="Until">When that ends; null for not by itself.</param>
public sealed record Access(string Text, string Style, DateTimeOffset? Until);

/// <summary>People and roles as an admin reads them.</summary>
public static class PeopleWords
{
    public static string Url(UserResponse person) => $"/users/{Uri.EscapeDataString(person.Name)}";

    public static Access Access(UserResponse person, DateTimeOffset now) =>
        person.Disabled ? new("disabled", "late", null)
        : IsLocked(person, now) ? new("locked until", "soon", person.LockedUntil)
        : new("yes", "ok", null);

    /// <summary>Too many wrong passwords, and the wait is not over.</summary>
    public static bool IsLocked(UserResponse person, DateTimeOffset now) => person.LockedUntil > now;

    public static string May(Role role) =>
        role switch
        {
            Role.Viewer => "viewer: looks",
            Role.Clerk => "clerk: records sales, moves goods",
            Role.Planner => "planner: keeps catalogue, orders, forecasts",
            _ => "admin: keeps people and tokens",
        };

    /// <summary>What was just done, from the address; null for nothing.</summary>
    public static string? Done(string? done) =>
        done switch
        {
            "changed" => "Changed. What they do next is with the new role.",
            "disabled" => "Disabled: no sign-in any more, and all sessions have ended.",
            "enabled" => "May sign in again.",
            "unlocked" => "Unlocked: the next try counts anew.",
            "revoked" => "Revoked: the program gets no more access.",
            _ => null,
        };

    /// <summary>For <c>aria-invalid</c>: whether this field of the form was refused; null for no.</summary>
    public static string? Invalid(ModelStateDictionary form, string field) =>
        form.GetFieldValidationState(field) == ModelValidationState.Invalid ? "true" : null;
}
