namespace SmartInventory.Forecasting.Engine.Global;

/// <summary>What was learned of all series together, by day and by week.</summary>
public sealed record DayAndWeekModels(GlobalModel Days, GlobalModel Weeks)
{
    /// <summary>Periods per season of a series of weeks.</summary>
    private const int WeeksOfYear = 52;

    /// <summary>Learns from series of days. The same series in the same order give the same models.</summary>
    /// <param name="series">Each ends on the last day that is known of it.</param>
    /// <param name="days">Longest step that days will be asked for.</param>
    /// <param name="weeks">The same of weeks.</param>
    /// <exception cref="ArgumentOutOfRangeException">A step is below 1.</exception>
    public static DayAndWeekModels Train(IReadOnlyList<GlobalSeries> series, int days, int weeks) =>
        new(
            GlobalModel.Train(series, days),
            GlobalModel.Train([.. series.Select(s => s.ByWeek(s.FirstDay + s.History.Length - 1))], weeks, WeeksOfYear)
        );

    /// <summary>Writes both, the same bytes for the same models.</summary>
    public void Save(Stream stream)
    {
        Days.Save(stream);
        Weeks.Save(stream);
    }

    /// <summary>Reads what <see cref="Save"/> wrote; they forecast the same to the last bit.</summary>
    /// <exception cref="InvalidDataException">It is something else, damaged, or of another version.</exception>
    public static DayAndWeekModels Load(Stream stream) => new(GlobalModel.Load(stream), GlobalModel.Load(stream));
}
