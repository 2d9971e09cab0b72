using System.Globalization;
using System.Text.Json;
using SmartInventory.Contracts.Collaboration;
using SmartInventory.Contracts.Localization;

namespace SmartInventory.Contracts.Forecasting;

/// <summary>A field of a policy as people read it.</summary>
/// <param name="Field">Its name as in JSON.</param>
/// <param name="Name">Its name for people.</param>
/// <param name="Help">What it means, in a sentence.</param>
/// <param name="Read">What a policy says, as text; null where it says nothing.</param>
public sealed record PolicyTerm(string Field, string Name, string Help, Func<PolicyFields, string?> Read)
{
    /// <summary>What a policy says, for people; null where it says nothing.</summary>
    public string? Say(PolicyFields fields) =>
        Field switch
        {
            "policy" when fields.Policy is { } policy => PolicyWords.Of(policy),
            "promise" when fields.Promise is { } promise => PolicyWords.Of(promise),
            "service" when fields.Service is { } service => T($"{service * 100:0.##}%"),
            "holdingRate" when fields.HoldingRate is { } rate => T($"{rate * 100:0.##}%"),
            "learnLeadTime" when fields.LearnLeadTime is { } learn => learn ? T("yes") : T("no"),
            _ when Read(fields) is { } text => decimal.TryParse(text, CultureInfo.InvariantCulture, out var number)
                ? number.ToString("0.####", Languages.Reader)
                : text,
            _ => null,
        };
}

/// <summary>Policies in words: of the log, the command line and the pages alike.</summary>
public static class PolicyTerms
{
    /// <summary>In the order in which they are shown.</summary>
    public static IReadOnlyList<PolicyTerm> All =>
        [
            new(
                "policy",
                T("Policy"),
                T(
                    "When and how much is ordered. (s, S) looks every day and, below s, orders up to S; (s, Q) orders "
                        + "lots of Q; (R, S) orders every R days up to S; (R, s, S) the same, but only below s; "
                        + "min-max is typed by hand."
                ),
                f => Word(f.Policy)
            ),
            new(
                "promise",
                T("Promise"),
                T(
                    "What the service level means: cycle-service is the probability that nothing is missing until the "
                        + "next order arrives, fill-rate the share of units served on the day, stock-out-cost whatever "
                        + "costs least when a missing unit costs its margin."
                ),
                f => Word(f.Promise)
            ),
            new(
                "service",
                T("Service level"),
                T("0.5 to 0.999: how much of the promise is kept."),
                f => Text(f.Service)
            ),
            new(
                "reviewDays",
                T("Days between orders"),
                T("R, 1 to 365; where stock is looked at every day, days that an order lasts for."),
                f => Text(f.ReviewDays)
            ),
            new(
                "lot",
                T("Lot"),
                T("Q of (s, Q) in units; without it what costs least, else R days' sales."),
                f => Text(f.Lot)
            ),
            new(
                "min",
                T("Minimum"),
                T("Of min-max, in units: at this position and below it is ordered."),
                f => Text(f.Min)
            ),
            new(
                "max",
                T("Maximum"),
                T("Of min-max, in units: the position that an order brings about."),
                f => Text(f.Max)
            ),
            new(
                "orderCost",
                T("Cost of an order line"),
                T("Money, however large the line is."),
                f => Text(f.OrderCost)
            ),
            new(
                "holdingRate",
                T("Holding rate"),
                T("Share of a unit's cost that holding it for a year costs, such as 0.25."),
                f => Text(f.HoldingRate)
            ),
            new(
                "shelfLifeDays",
                T("Shelf life, days"),
                T("No more is ordered than is expected to be sold by then."),
                f => Text(f.ShelfLifeDays)
            ),
            new(
                "maxStock",
                T("Room"),
                T("Units that there is room for, per product and location."),
                f => Text(f.MaxStock)
            ),
            new(
                "learnLeadTime",
                T("Learn lead times"),
                T("true: the lead time is what receipts teach; false: what the supplier promised."),
                f => f.LearnLeadTime is { } learn ? (learn ? "true" : "false") : null
            ),
            new(
                "transferDays",
                T("Days of a transfer"),
                T("Days that goods take from another location, 0 to 90."),
                f => Text(f.TransferDays)
            ),
        ];

    /// <summary>Where a value comes from, in words.</summary>
    public static string Where(PolicySource source) =>
        source.OfProduct ? T("the product's card")
        : source.Scope is { } scope ? Where(scope, source.Key)
        : T("built in");

    /// <inheritdoc cref="Where(PolicySource)"/>
    public static string Where(PolicyScope scope, string? key) =>
        scope switch
        {
            PolicyScope.All => T("all products"),
            PolicyScope.Segment => T($"cell {key}"),
            PolicyScope.Series => Series(key!),
            PolicyScope.Location => T($"location {key}"),
            PolicyScope.Category => T($"category {key}"),
            PolicyScope.Supplier => T($"supplier {key}"),
            _ => T($"product {key}"),
        };

    private static string Series(string key)
    {
        var at = key.LastIndexOf('@');
        return T($"{key[..at]} at {key[(at + 1)..]}");
    }

    /// <summary>What a policy is said of: a change of it is in that thing's history.</summary>
    public static Subject SubjectOf(PolicyScope scope, string? key)
    {
        switch (scope)
        {
            case PolicyScope.Location:
                return new(SubjectKind.Location, key!);
            case PolicyScope.Category:
                return new(SubjectKind.Category, key!);
            case PolicyScope.Supplier:
                return new(SubjectKind.Supplier, key!);
            case PolicyScope.Product:
                return new(SubjectKind.Product, key!);
            case PolicyScope.Series:
                var at = key!.LastIndexOf('@');
                return new(SubjectKind.Suggestion, key[..at], key[(at + 1)..]);
            default:
                return new(SubjectKind.System, scope == PolicyScope.All ? "policies" : $"policies of {key}");
        }
    }

    private static string? Word<T>(T? value)
        where T : struct, Enum =>
        value is { } word ? JsonNamingPolicy.KebabCaseLower.ConvertName(word.ToString()) : null;

    private static string? Text(decimal? value) => value?.ToString("0.####", CultureInfo.InvariantCulture);

    private static string? Text(int? value) => value?.ToString(CultureInfo.InvariantCulture);
}
