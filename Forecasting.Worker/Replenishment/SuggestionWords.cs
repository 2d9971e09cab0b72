using SmartInventory.Contracts.Forecasting;
using SmartInventory.ServiceDefaults.Web;
using static SmartInventory.Forecasting.Replenishment.Figures;

namespace SmartInventory.Forecasting.Replenishment;

/// <summary>What changed from one suggestion to the next, in words.</summary>
internal static class SuggestionWords
{
    /// <summary>First what to do, then what made it so; empty where nothing did.</summary>
    public static IReadOnlyList<string> Between(SuggestionExplanation before, SuggestionExplanation after)
    {
        var words = new List<string>();
        void Changed<T>(string what, T old, T now, Func<T, string> write)
        {
            if (!EqualityComparer<T>.Default.Equals(old, now))
                words.Add($"{what}: {write(now)} instead of {write(old)}");
        }
        static string Units(decimal units) => N(units);
        static string Money(decimal? money) => money is { } known ? N(known) : "unknown";
        static string Day(DateOnly? day) => day is { } known ? Iso(known) : "none";
        static string Name(string? name) => name ?? "nobody";

        var (old, now) = (before.Suggestion, after.Suggestion);
        Changed("To do", old.Advice, now.Advice, Spoken);
        Changed("Order", old.OrderQuantity, now.OrderQuantity, Units);
        Changed("Bring from elsewhere", Moved(old), Moved(now), Units);
        // Of what is due the day moves on with the calendar, and that is no news.
        if (old.OrderBy > old.AsOf || now.OrderBy > now.AsOf)
            Changed("Order by", old.OrderBy, now.OrderBy, Day);
        Changed("Supplier", old.Supplier, now.Supplier, Name);
        Changed("On hand", old.OnHand, now.OnHand, Units);
        Changed("On order", old.OnOrder, now.OnOrder, Units);
        Changed("In draft", old.InDraft, now.InDraft, Units);
        Changed("Expected demand in the lead time", Expected(before), Expected(after), Money);
        Changed("Reorder point", old.ReorderPoint, now.ReorderPoint, Units);
        Changed("Order up to", before.OrderUpTo, after.OrderUpTo, Units);
        Changed("Stock-out", old.StockOutOn, now.StockOutOn, Day);
        Changed("Lead time", old.LeadTimeDays, now.LeadTimeDays, Days);
        Changed("Policy", old.Policy, now.Policy, Spoken);
        Changed("Service level", before.ServiceLevel, after.ServiceLevel, s => Percent((double)s));
        Changed("Review period", before.ReviewPeriodDays, after.ReviewPeriodDays, Days);
        Changed("Minimum order", before.Moq, after.Moq, Units);
        Changed("Pack", before.PackMultiple, after.PackMultiple, Units);
        Changed("Unit cost", old.UnitCost, now.UnitCost, Money);
        Changed("Price", old.Price, now.Price, Money);
        Changed("Forecast by", before.Model, after.Model, m => m);
        Changed("Confidence", old.Confidence, now.Confidence, Spoken);
        return words;
    }

    private static decimal Moved(SuggestionResponse suggestion) => suggestion.Transfers.Sum(t => t.Quantity);

    private static decimal? Expected(SuggestionExplanation explained) =>
        explained.Steps.FirstOrDefault(s => s.What == "Expected demand in the lead time")?.Result;

    /// <summary>As the API writes it, with spaces.</summary>
    private static string Spoken<TEnum>(TEnum value)
        where TEnum : struct, Enum => Words.Of(value).Replace('-', ' ');
}
