using SmartInventory.Contracts.Forecasting;
using SmartInventory.Contracts.Localization;
using SmartInventory.Forecasting.Catalogue;
using SmartInventory.Forecasting.Engine.Replenishment;
using SmartInventory.Forecasting.Forecasts;
using SmartInventory.Forecasting.Policies;
using SmartInventory.Forecasting.Series;
using static SmartInventory.Forecasting.Replenishment.Figures;

namespace SmartInventory.Forecasting.Replenishment;

/// <summary>
/// Who else delivers what is suggested. The preferred supplier stays the suggested one, since preferring it was a
/// person's choice, of reasons that no figure here knows; what another would do better is said.
/// </summary>
internal static class SupplierOptions
{
    /// <summary>The least cost first, the unknown last.</summary>
    public static List<SupplierOption> Of(
        SeriesKey key,
        SeriesData data,
        OrderTerms chosen,
        ReplenishmentDecision decision,
        DemandOutlook outlook,
        DateOnly asOf
    )
    {
        var terms = data.Products.GetValueOrDefault(key.Sku)?.TermList() ?? [];
        if (terms.Count < 2)
            return [];
        var due = decision.OrderBy!.Value;
        var options = new List<SupplierOption>();
        foreach (var term in terms)
        {
            if (term.Supplier == chosen.Supplier || data.ArchivedSuppliers.Contains(term.Supplier))
                continue;
            var other = data.TermsOf(key, term);
            var size = new OrderSize(outlook, other, _ => 0, other.LeadTimeDays);
            var (quantity, unitCost) = size.Of(decision.Missing, due.DayNumber - asOf.DayNumber, null);
            options.Add(
                new(
                    term.Supplier,
                    quantity,
                    unitCost,
                    unitCost * quantity,
                    other.LeadTimeDays,
                    due.AddDays(other.LeadTimeDays)
                )
            );
        }
        return [.. options.OrderBy(o => o.Cost ?? decimal.MaxValue).ThenBy(o => o.Supplier, StringComparer.Ordinal)];
    }

    /// <summary>Why it is ordered where it is, and what speaks for others; null where nobody delivers it.</summary>
    public static Sentence? Why(
        SuggestionResponse suggestion,
        KnownProduct? product,
        IReadOnlySet<string> archivedSuppliers,
        IReadOnlyList<SupplierOption> others
    )
    {
        if (suggestion.Supplier is not { } supplier)
            return null;
        var preferred = product?.TermList().FirstOrDefault(t => t.Preferred)?.Supplier;
        var why = new List<Sentence>
        {
            preferred == supplier ? S($"{supplier} is the preferred supplier.")
            : preferred is not null && archivedSuppliers.Contains(preferred)
                ? S($"{preferred}, which is preferred, is archived: {supplier} is the next.")
            : S($"{supplier} is the first that delivers it."),
        };
        if (suggestion.OrderBy is not { } due)
            return why[0];
        var arrives = due.AddDays(suggestion.LeadTimeDays);
        foreach (var other in others)
        {
            var sooner = arrives.DayNumber - other.ArrivesOn.DayNumber;
            // Of the same units: another minimum or pack is another order.
            var dearer = other.UnitCost - suggestion.UnitCost;
            if (sooner <= 0 && dearer is not < 0)
                continue;
            var days = Days(Math.Abs(sooner));
            var when =
                sooner == 0 ? S($"the same day")
                : sooner < 0 ? S($"{days} later")
                : suggestion.StockOutOn is { } runsOut && arrives > runsOut && other.ArrivesOn <= runsOut
                    ? S($"{days} sooner, before stock runs out")
                : S($"{days} sooner");
            var price = dearer switch
            {
                null => S($"at an unknown price"),
                0 => S($"at the same price"),
                < 0 => S($"{N(-dearer.Value)} a unit cheaper"),
                _ => S($"{N(dearer.Value)} a unit dearer"),
            };
            why.Add(S($"{other.Supplier} delivers {when}, {price}."));
        }
        return Sentence.Join(" ", why);
    }
}
