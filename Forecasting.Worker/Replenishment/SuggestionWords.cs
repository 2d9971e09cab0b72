using SmartInventory.Contracts.Forecasting;
using SmartInventory.Contracts.Localization;
using static SmartInventory.Forecasting.Replenishment.Figures;

namespace SmartInventory.Forecasting.Replenishment;

/// <summary>What changed from one suggestion to the next, in words.</summary>
internal static class SuggestionWords
{
    /// <summary>First what to do, then what made it so; empty where nothing did.</summary>
    public static IReadOnlyList<string> Between(SuggestionExplanation before, SuggestionExplanation after)
    {
        var words = new List<string>();
        void Changed<TValue>(string what, TValue old, TValue now, Func<TValue, string> write)
        {
            if (!EqualityComparer<TValue>.Default.Equals(old, now))
                words.Add(T($"{what}: {write(now)} instead of {write(old)}"));
        }
        static string Units(decimal units) => units.ToString("0.####", Languages.Reader);
        static string Money(decimal? money) => money is { } known ? Units(known) : T("unknown");
        static string Day(DateOnly? day) => day is { } known ? Say(On(known)) : T("none");
        static string Days(int days) => Say(Figures.Days(days));
        static string Name(string? name) => name ?? T("nobody");

        var (old, now) = (before.Suggestion, after.Suggestion);
        Changed(T("To do"), old.Advice, now.Advice, Advised);
        Changed(T("Order"), old.OrderQuantity, now.OrderQuantity, Units);
        Changed(T("Bring from elsewhere"), Moved(old), Moved(now), Units);
        // Of what is due the day moves on with the calendar, and that is no news.
        if (old.OrderBy > old.AsOf || now.OrderBy > now.AsOf)
            Changed(T("Order by"), old.OrderBy, now.OrderBy, Day);
        Changed(T("Supplier"), old.Supplier, now.Supplier, Name);
        Changed(T("On hand"), old.OnHand, now.OnHand, Units);
        Changed(T("On order"), old.OnOrder, now.OnOrder, Units);
        Changed(T("In draft"), old.InDraft, now.InDraft, Units);
        Changed(T("Expected demand in the lead time"), Expected(before), Expected(after), Money);
        Changed(T("Reorder point"), old.ReorderPoint, now.ReorderPoint, Units);
        Changed(T("Order up to"), before.OrderUpTo, after.OrderUpTo, Units);
        Changed(T("Stock-out"), old.StockOutOn, now.StockOutOn, Day);
        Changed(T("Lead time"), old.LeadTimeDays, now.LeadTimeDays, Days);
        Changed(T("Policy"), old.Policy, now.Policy, PolicyWords.Of);
        Changed(T("Service level"), before.ServiceLevel, after.ServiceLevel, s => Say(Percent((double)s)));
        Changed(T("Review period"), before.ReviewPeriodDays, after.ReviewPeriodDays, Days);
        Changed(T("Minimum order"), before.Moq, after.Moq, Units);
        Changed(T("Pack"), before.PackMultiple, after.PackMultiple, Units);
        Changed(T("Unit cost"), old.UnitCost, now.UnitCost, Money);
        Changed(T("Price"), old.Price, now.Price, Money);
        Changed(T("Forecast by"), before.Model, after.Model, m => m);
        Changed(T("Confidence"), old.Confidence, now.Confidence, Trusted);
        return words;
    }

    private static decimal Moved(SuggestionResponse suggestion) => suggestion.Transfers.Sum(t => t.Quantity);

    private static decimal? Expected(SuggestionExplanation explained) =>
        explained.Steps.FirstOrDefault(s => s.What.Equals(OrderLevels.ExpectedDemand))?.Result;

    private static string Advised(Advice advice) =>
        advice switch
        {
            Advice.Order => T("order"),
            Advice.CountFirst => T("count first"),
            Advice.ClockStands => T("clock stands"),
            Advice.InDraft => T("in draft"),
            Advice.Transfer => T("transfer"),
            _ => T("nothing"),
        };

    private static string Trusted(ForecastStatus status) =>
        status == ForecastStatus.Ok ? T("ok") : T("not enough data");
}
