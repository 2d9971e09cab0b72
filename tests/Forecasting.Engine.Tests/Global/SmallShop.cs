using SmartInventory.Forecasting.Engine.Counts;
using SmartInventory.Forecasting.Engine.Global;
using SmartInventory.Forecasting.Engine.Paths;

namespace SmartInventory.Forecasting.Engine.Tests.Global;

/// <summary>
/// Twelve products of four kinds in three places, with a weekday pattern; every tenth day is a payday.
/// </summary>
internal static class SmallShop
{
    public const int Days = 420;

    /// <summary>Days that calendar and prices reach beyond the end of the histories.</summary>
    public const int Ahead = 90;

    public static int FirstDay { get; } = new DateOnly(2023, 1, 2).DayNumber;

    public static GlobalOptions Options { get; } = new(Trees: 30, Leaves: 8, Rate: .1, Rows: 6_000);

    /// <summary>The shop after some days: the same past, whatever the number of days.</summary>
    public static GlobalSeries[] Series(double paidFactor = 1, int days = Days)
    {
        var paid = Enumerable.Range(0, days + Ahead).Select(t => t % 10 == 0).ToArray();
        var calendar = new GlobalCalendar(FirstDay, new string?[days + Ahead], paid);
        return
        [
            .. Enumerable
                .Range(0, 12)
                .Select(i =>
                {
                    var random = new StableRandom((ulong)i);
                    var level = 2 + 3 * (i % 4);
                    var history = Enumerable
                        .Range(0, days)
                        .Select(t =>
                            CountModel.NegativeBinomialPoint(
                                random.NextUnit() * .999,
                                level * (t % 7 == 5 ? 1.5 : 1) * (paid[t] ? paidFactor : 1),
                                .1
                            )
                        )
                        .ToArray();
                    return new GlobalSeries(
                        $"p{i}",
                        history,
                        FirstDay,
                        [$"kind{i % 4}", $"place{i / 4}"],
                        null,
                        calendar
                    );
                }),
        ];
    }
}
