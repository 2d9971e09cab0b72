using SmartInventory.Contracts.Catalog;
using SmartInventory.Contracts.Forecasting;
using SmartInventory.Contracts.Identity;
using SmartInventory.Contracts.Localization;

namespace SmartInventory.Dashboard.Web.Shared;

/// <summary>What the words of the API are called in the reader's language, as in the middle of a sentence.</summary>
public static class Named
{
    public static string Of(Role role) =>
        role switch
        {
            Role.Viewer => T("viewer"),
            Role.Clerk => T("clerk"),
            Role.Planner => T("planner"),
            _ => T("admin"),
        };

    public static string Of(ProductStatus status) =>
        status switch
        {
            ProductStatus.Active => T("active"),
            ProductStatus.Draft => T("draft"),
            _ => T("discontinued"),
        };

    public static string Of(MarkKind kind) =>
        kind switch
        {
            MarkKind.DoesNotCount => T("does not count"),
            MarkKind.Counts => T("counts as it is"),
            _ => T("promotion"),
        };

    public static string Of(DayOfWeek day) => Languages.Reader.DateTimeFormat.GetDayName(day);
}
