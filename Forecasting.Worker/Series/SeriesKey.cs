namespace SmartInventory.Forecasting.Series;

/// <summary>The key of a series.</summary>
internal readonly record struct SeriesKey(string Sku, string Location);
