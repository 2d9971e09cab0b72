using System.Net;
using Refit;
using SmartInventory.Contracts;
using SmartInventory.Contracts.Forecasting;
using SmartInventory.Dashboard.Web.Editing;
using SmartInventory.Dashboard.Web.Shared;

namespace SmartInventory.Dashboard.Web.Replenishment;

/// <summary>What is set of how something is ordered, also where nothing is.</summary>
/// <param name="Fields">Empty where nothing is set.</param>
/// <param name="ETag">Of what is set; <see cref="Unset"/> where nothing is.</param>
public sealed record PolicySet(PolicyFields Fields, string ETag)
{
    public const string Unset = "none";

    /// <summary>Reads it; what is not set is no failure.</summary>
    public static async Task<PolicySet> ReadAsync(
        IForecastingApi forecasting,
        PolicyScope scope,
        string? key,
        CancellationToken ct
    )
    {
        try
        {
            var policy = await forecasting.GetPolicy(scope, key, ct);
            return new(policy.Fields, policy.ETag);
        }
        catch (ApiException e) when (e.StatusCode == HttpStatusCode.NotFound)
        {
            return new(new(), Unset);
        }
    }
}

/// <summary>The fields of a policy, and what they are for.</summary>
public static class PolicyForm
{
    /// <summary>What a field says that inherits.</summary>
    private const string Inherited = "";
    private const string Yes = "true";
    private const string No = "false";

    public static EditForm<PolicySet, PolicyFields> Form =>
        new(
            Choice<OrderPolicy>("policy", (f, t) => f with { Policy = Word<OrderPolicy>(t) }, PolicyWords.Of),
            Choice<ServicePromise>("promise", (f, t) => f with { Promise = Word<ServicePromise>(t) }, PolicyWords.Of),
            Number("service", (f, t) => f with { Service = FormText.Optional(t) }),
            Number("reviewDays", (f, t) => f with { ReviewDays = FormText.Whole(t) }),
            Number("lot", (f, t) => f with { Lot = FormText.Optional(t) }),
            Number("min", (f, t) => f with { Min = FormText.Optional(t) }),
            Number("max", (f, t) => f with { Max = FormText.Optional(t) }),
            Number("orderCost", (f, t) => f with { OrderCost = FormText.Optional(t) }),
            Number("holdingRate", (f, t) => f with { HoldingRate = FormText.Optional(t) }),
            Number("shelfLifeDays", (f, t) => f with { ShelfLifeDays = FormText.Whole(t) }),
            Number("maxStock", (f, t) => f with { MaxStock = FormText.Optional(t) }),
            Field("learnLeadTime", (f, t) => f with { LearnLeadTime = t == Inherited ? null : t == Yes }) with
            {
                Choices = [Inherited, Yes, No],
                Call = choice =>
                    choice switch
                    {
                        Yes => T("yes"),
                        No => T("no"),
                        _ => choice,
                    },
            },
            Number("transferDays", (f, t) => f with { TransferDays = FormText.Whole(t) })
        );

    /// <summary>The page on which it is set.</summary>
    public static string Url(PolicyScope scope, string? key) =>
        Query.Address("/replenishment/policies/edit", ("key", $"{Show.Word(scope)}:{key}"));

    /// <summary>The scope and key of an address; null for what is none.</summary>
    public static (PolicyScope Scope, string? Key)? Parse(string text) =>
        text.Split(':', 2) is [var word, var key]
        && Query.Word<PolicyScope>(word) is { } scope
        && (scope == PolicyScope.All) == (Query.Text(key) is null)
            ? (scope, Query.Text(key))
            : null;

    private static FormField<PolicySet, PolicyFields> Number(
        string field,
        Func<PolicyFields, string, PolicyFields> write
    ) => Field(field, write) with { Type = "number" };

    private static FormField<PolicySet, PolicyFields> Choice<T>(
        string field,
        Func<PolicyFields, string, PolicyFields> write,
        Func<T, string> call
    )
        where T : struct, Enum =>
        Field(field, write) with
        {
            Choices = [Inherited, .. Enum.GetValues<T>().Select(word => Show.Word(word))],
            Call = choice => Query.Word<T>(choice) is { } word ? call(word) : choice,
        };

    private static FormField<PolicySet, PolicyFields> Field(
        string field,
        Func<PolicyFields, string, PolicyFields> write
    )
    {
        var term = PolicyTerms.All.Single(t => t.Field == field);
        return new(field, term.Name, s => term.Read(s.Fields) ?? Inherited, write) { Hint = term.Help };
    }

    private static T? Word<T>(string text)
        where T : struct, Enum => text == Inherited ? null : FormText.Word<T>(text);
}
