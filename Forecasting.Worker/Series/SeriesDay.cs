namespace SmartInventory.Forecasting.Series;

/// <summary>One day of a series over all sources.</summary>
/// <param name="Lines">Sale and return lines.</param>
internal readonly record struct SeriesDay(DateOnly Day, decimal Sold, decimal Returned, decimal Revenue, long Lines);
