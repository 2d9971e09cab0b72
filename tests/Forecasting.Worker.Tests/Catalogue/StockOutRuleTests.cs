using SmartInventory.Contracts.Messages;
using SmartInventory.Forecasting.Catalogue;
using SmartInventory.Forecasting.Engine.History;

namespace SmartInventory.Forecasting.Tests.Catalogue;

public sealed class StockOutRuleTests
{
    private static readonly DateOnly Monday = new(2024, 1, 1);

    /// <summary>The stretch after these states, one after the other: days after Monday, version, units.</summary>
    private static (int From, int? To)? After(params (int Day, long Version, decimal OnHand)[] states)
    {
        StockOut? open = null,
            last = null;
        foreach (var (day, version, onHand) in states)
        {
            var at = new DateTimeOffset(Monday.AddDays(day), new(12, 0), TimeSpan.Zero);
            last = StockOutRule.Next(open, new("A", "X", version, onHand, 0, true, at), at, Monday.AddDays(day));
            open = last is { ToDay: null } ? last : null;
        }
        return last is null
            ? null
            : (last.FromDay.DayNumber - Monday.DayNumber, last.ToDay?.DayNumber - Monday.DayNumber);
    }

    [Fact]
    public void A_stretch_holds_whole_days_only()
    {
        Assert.Equal((2, null), After((1, 1, 0)));
        Assert.Equal((2, 5), After((1, 1, 0), (6, 2, 10)));
        Assert.Equal((2, 2), After((1, 1, 0), (3, 2, 10)));
    }

    [Fact]
    public void Two_days_that_were_each_out_for_a_part_make_no_stretch()
    {
        Assert.Null(After((1, 1, 0), (2, 2, 10)));
        Assert.Null(After((1, 1, 0), (1, 2, 10)));
    }

    [Fact]
    public void A_level_with_stock_or_one_that_was_never_counted_is_not_out()
    {
        Assert.Null(After((1, 1, 0.5m)));
        var never = new StockState("A", "X", 1, -40, 0, Counted: false, DateTimeOffset.UnixEpoch);
        Assert.Null(StockOutRule.Next(null, never, DateTimeOffset.UnixEpoch, Monday));
    }

    [Fact]
    public void A_movement_while_out_leaves_the_stretch_open() =>
        Assert.Equal((2, 8), After((1, 1, 0), (4, 2, -1), (9, 3, 10)));

    [Fact]
    public void What_several_movements_hid_is_not_taken_for_an_outage() =>
        // Out on day 1, out on day 7: in between, goods may have come and gone.
        Assert.Equal((8, 10), After((1, 1, 0), (7, 4, 0), (11, 5, 10)));

    [Fact]
    public void A_purchase_order_while_out_changes_nothing() =>
        // Versions grow, the level does not move.
        Assert.Equal((2, 8), After((1, 1, 0), (1, 5, 0), (9, 6, 10)));

    [Fact]
    public void Ranges_are_cut_to_the_days_asked_for()
    {
        DayRange[] ranges =
        [
            new(Monday, Monday.AddDays(2)),
            new(Monday.AddDays(5), Monday.AddDays(6)),
            new(Monday.AddDays(8), DateOnly.MaxValue),
        ];
        Assert.Equal(
            [
                new(Monday.AddDays(2), Monday.AddDays(2)),
                new(Monday.AddDays(5), Monday.AddDays(6)),
                new(Monday.AddDays(8), Monday.AddDays(9)),
            ],
            DayRange.Within(ranges, Monday.AddDays(2), Monday.AddDays(9))
        );
    }
}
