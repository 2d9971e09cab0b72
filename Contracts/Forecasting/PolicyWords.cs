namespace SmartInventory.Contracts.Forecasting;

/// <summary>Policies as people say them.</summary>
public static class PolicyWords
{
    public static string Of(OrderPolicy policy) =>
        policy switch
        {
            OrderPolicy.ReorderUpTo => T("Every day, up to a level (s, S)"),
            OrderPolicy.ReorderQuantity => T("Every day, in lots (s, Q)"),
            OrderPolicy.PeriodicUpTo => T("Every so many days, up to a level (R, S)"),
            OrderPolicy.PeriodicReorderUpTo => T("Every so many days, when low (R, s, S)"),
            _ => T("Minimum and maximum"),
        };

    public static string Of(ServicePromise promise) =>
        promise switch
        {
            ServicePromise.CycleService => T("Nothing missing until the next order arrives"),
            ServicePromise.FillRate => T("Share of units served at once"),
            _ => T("What costs least"),
        };

    /// <summary>
    /// A phrase per value that matters: what decides always, the rest where somebody set it; with where it comes from.
    /// </summary>
    public static IEnumerable<string> InWords(this PolicyInForce policy)
    {
        var of = policy.Values;
        var kind = of.Policy ?? OrderPolicy.ReorderUpTo;
        yield return Said("policy", Of(kind));
        if (kind == OrderPolicy.MinMax)
        {
            if (of.Min is { } min)
                yield return Said("min", T($"ordered at {min:0.####} and below"));
            if (of.Max is { } max)
                yield return Said("max", T($"up to {max:0.####}"));
        }
        else
        {
            if (of.Promise is { } promise)
                yield return Said("promise", Of(promise).ToLowerInvariant());
            if (of is { Promise: not ServicePromise.StockOutCost, Service: { } service })
                yield return Said("service", T($"{service * 100:0.##}%"));
        }
        if (of.ReviewDays is { } review)
            yield return Said("reviewDays", T(review, $"reviewed every day", $"reviewed every {review} days"));
        if (of.Lot is { } lot)
            yield return Said("lot", T($"lots of {lot:0.####}"));
        if (of.OrderCost is { } cost && IsSet("orderCost"))
            yield return Said("orderCost", T($"an order costs {cost:0.####}"));
        if (of.HoldingRate is { } rate && IsSet("holdingRate"))
            yield return Said("holdingRate", T($"holding costs {rate * 100:0.##}% a year"));
        if (of.ShelfLifeDays is { } life)
            yield return Said("shelfLifeDays", T(life, $"sold within {life} day", $"sold within {life} days"));
        if (of.MaxStock is { } room)
            yield return Said("maxStock", T($"room for {room:0.####}"));
        if (of.LearnLeadTime == false)
            yield return Said("learnLeadTime", T("lead time as promised, whatever receipts teach"));
        if (of.TransferDays is { } transfer && IsSet("transferDays"))
            yield return Said(
                "transferDays",
                T(transfer, $"a transfer takes {transfer} day", $"a transfer takes {transfer} days")
            );

        PolicySource From(string field) => policy.Sources.GetValueOrDefault(field) ?? PolicySource.BuiltIn;
        bool IsSet(string field) => From(field) != PolicySource.BuiltIn;
        string Said(string field, string words) =>
            IsSet(field) ? T($"{words} (of {PolicyTerms.Where(From(field))})") : words;
    }
}
