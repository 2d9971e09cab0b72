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
        person.Disabled ? new(T("disabled"), "late", null)
        : IsLocked(person, now) ? new(T("locked until"), "soon", person.LockedUntil)
        : new(T("yes"), "ok", null);

    /// <summary>Too many wrong passwords, and the wait is not over.</summary>
    public static bool IsLocked(UserResponse person, DateTimeOffset now) => person.LockedUntil > now;

    public static string May(Role role) =>
        role switch
        {
            Role.Viewer => T("viewer: looks"),
            Role.Clerk => T("clerk: records sales, moves goods"),
            Role.Planner => T("planner: keeps catalogue, orders, forecasts"),
            _ => T("admin: keeps people and tokens"),
        };

    /// <summary>What was just done, from the address; null for nothing.</summary>
    public static string? Done(string? done) =>
        done switch
        {
            "changed" => T("Changed. What they do next is with the new role."),
            "disabled" => T("Disabled: no sign-in any more, and all sessions have ended."),
            "enabled" => T("May sign in again."),
            "unlocked" => T("Unlocked: the next try counts anew."),
            "revoked" => T("Revoked: the program gets no more access."),
            _ => null,
        };

    /// <summary>For <c>aria-invalid</c>: whether this field of the form was refused; null for no.</summary>
    public static string? Invalid(ModelStateDictionary form, string field) =>
        form.GetFieldValidationState(field) == ModelValidationState.Invalid ? "true" : null;
}
