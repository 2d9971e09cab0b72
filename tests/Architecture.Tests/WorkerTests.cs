namespace SmartInventory.Architecture.Tests;

public sealed class WorkerTests
{
    /// <summary>Each room of the worker may use those before it, their tables included.</summary>
    private static readonly string[] Order =
    [
        "Localization",
        "Series",
        "Pending",
        "Catalogue",
        "Policies",
        "Demand",
        "Fits",
        "GlobalModels",
        "Intake",
        "Forecasts",
        "Accuracy",
        "Replenishment",
        "Trends",
        "Refits",
        "Training",
        "Groups",
        "Refresh",
        "Status",
    ];

    /// <summary>What is made of forecasts; neither of them needs another.</summary>
    private static readonly string[] Beside = ["Accuracy", "Replenishment", "Trends"];

    [Fact]
    public void The_rooms_of_the_worker_use_only_those_below()
    {
        var uses = Uses();
        Assert.NotEmpty(uses);
        Assert.Empty(Rooms.Against(uses, Order));
        Assert.Equal(Order.Order(), uses.SelectMany(u => new[] { u.Room, u.Used }).Distinct().Order());
    }

    [Fact]
    public void What_is_made_of_forecasts_stands_side_by_side() =>
        Assert.DoesNotContain(Uses(), u => Beside.Contains(u.Room) && Beside.Contains(u.Used));

    [Fact]
    public void An_order_turned_round_is_noticed() => Assert.NotEmpty(Rooms.Against(Uses(), [.. Order.Reverse()]));

    /// <summary>Two rooms that change places are noticed wherever the upper one uses the lower.</summary>
    [Theory]
    [InlineData("Series", "Pending")]
    [InlineData("Fits", "Intake")]
    [InlineData("Trends", "Refresh")]
    [InlineData("Pending", "Status")]
    public void Two_rooms_that_change_places_are_noticed(string lower, string upper)
    {
        var changed = Array.ConvertAll(
            Order,
            room =>
                room == lower ? upper
                : room == upper ? lower
                : room
        );
        Assert.Contains(Rooms.Against(Uses(), changed), u => u.StartsWith($"{upper} uses ", StringComparison.Ordinal));
    }

    /// <summary>
    /// A table is a use like a type: marking all series of a product asks which there are, and those are the ones that
    /// have a forecast. Only their keys are read, and a list of them kept further down would have to be kept right.
    /// </summary>
    [Fact]
    public void Which_series_there_are_is_the_only_thing_that_is_read_from_above() =>
        Assert.Equal(
            ["Demand: SeriesQuery", "Pending: DirtyMarks", "Pending: RefitQueue"],
            All().Where(IsWhichSeriesThereAre).Select(u => $"{u.Room}: {u.From.Split('.')[0]}").Distinct().Order()
        );

    private static List<Use> Uses() => [.. All().Where(u => !IsWhichSeriesThereAre(u))];

    // Migrations, whose namespace begins with the project's name, tell of all tables as they once were.
    private static IReadOnlyCollection<Use> All() =>
        [
            .. Rooms
                .Read("SmartInventory.Forecasting.Worker", "SmartInventory.Forecasting", "forecasting")
                .Where(u => u.Room != "Worker"),
        ];

    private static bool IsWhichSeriesThereAre(Use use) => use is { To: "table forecasts", Room: "Pending" or "Demand" };
}
