using SmartInventory.Contracts.Forecasting;
using SmartInventory.ServiceDefaults.Web;

namespace SmartInventory.Forecasting.Policies;

/// <summary>What makes sense together. Pure.</summary>
internal static class PolicyRules
{
    /// <param name="errors">Gets all that is wrong, by field.</param>
    /// <param name="scope">What it is for.</param>
    /// <param name="fields">What is to be set.</param>
    /// <param name="wholeUnits">Whether the product is counted in whole units; null for several products.</param>
    public static void Check(FieldErrors errors, PolicyScope scope, PolicyFields fields, bool? wholeUnits)
    {
        if (fields == new PolicyFields())
            errors.Add("policy", T("or another field must be set; to inherit all, clear the policy"));
        if (fields.Service is { } service)
            errors.Number("service", service, 0.5m, 0.999m);
        if (fields.ReviewDays is { } review)
            errors.Whole("reviewDays", review, 1, PolicyFields.MaxReviewDays);
        if (fields.OrderCost is { } cost)
            errors.Money("orderCost", cost);
        if (fields.HoldingRate is { } rate)
            errors.Number("holdingRate", rate, 0, 10);
        if (fields.ShelfLifeDays is { } life)
            errors.Whole("shelfLifeDays", life, 1, PolicyFields.MaxShelfLifeDays);
        if (fields.TransferDays is { } transfer)
            errors.Whole("transferDays", transfer, 0, 90);
        if (fields.Lot is { } lot)
            errors.Quantity("lot", lot);
        if (fields.MaxStock is { } room)
            errors.Quantity("maxStock", room);
        foreach (
            var (field, units) in new[]
            {
                ("lot", fields.Lot),
                ("min", fields.Min),
                ("max", fields.Max),
                ("maxStock", fields.MaxStock),
            }
        )
        {
            if (wholeUnits == true && units is { } number && !decimal.IsInteger(number))
                errors.Add(field, T("must be whole: the product is counted in whole units"));
        }
        CheckTyped(errors, scope, fields);
        CheckMeaning(errors, fields);
    }

    private static void CheckTyped(FieldErrors errors, PolicyScope scope, PolicyFields fields)
    {
        var typed = fields.Policy == OrderPolicy.MinMax;
        var single = scope is PolicyScope.Product or PolicyScope.Series;
        if (typed && !single)
            errors.Add("policy", T("min-max is for a product or a series: its levels are units"));
        foreach (var (field, level) in new[] { ("min", fields.Min), ("max", fields.Max) })
        {
            if (level is null && typed && single)
                errors.Add(field, T("is required with min-max"));
            else if (level is not null && !typed)
                errors.Add(field, T("is of policy min-max only"));
            else if (level is { } units)
                errors.Number(field, units, 0, FieldErrors.MaxAmount);
        }
        if (fields.Max <= fields.Min)
            errors.Add("max", T("must be above min"));
    }

    private static void CheckMeaning(FieldErrors errors, PolicyFields fields)
    {
        if (fields.Lot is not null && fields.Policy is not (null or OrderPolicy.ReorderQuantity))
            errors.Add("lot", T($"is of policy reorder-quantity only, not of {Words.Of(fields.Policy.Value)}"));
        if (fields.Policy == OrderPolicy.MinMax)
        {
            if (fields.Promise is not null)
                errors.Add("promise", T("says nothing with min-max: its levels are typed"));
            if (fields.Service is not null)
                errors.Add("service", T("says nothing with min-max: its levels are typed"));
        }
        else if (fields is { Promise: ServicePromise.StockOutCost, Service: not null })
            errors.Add("service", T("says nothing with stock-out-cost: costs decide"));
    }
}
