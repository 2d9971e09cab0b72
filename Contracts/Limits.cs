namespace SmartInventory.Contracts;

/// <summary>The bounds that every service and client holds to.</summary>
public static class Limits
{
    /// <summary>Items on one page of a list.</summary>
    public const int MaxPage = 500;

    /// <summary>Rows in one batch request; a longer list goes through the streamed import.</summary>
    public const int MaxBatch = 1_000;

    /// <summary>
    /// Bytes of one row of a streamed import. Also what an unclosed quote may swallow before it is called one.
    /// </summary>
    public const int MaxRowBytes = 64 * 1024;

    /// <summary>Rejected rows that a report of an import shows at most.</summary>
    public const int MaxRejects = 20_000;

    /// <summary>Rejected rows that a report of an import shows when nothing else is asked for.</summary>
    public const int DefaultRejects = 100;

    /// <summary>Bytes of an image that is sent.</summary>
    public const int MaxImageBytes = 5 * 1024 * 1024;

    /// <summary>Lines in one <c>SalesRecorded</c> message.</summary>
    public const int MaxLinesPerMessage = 1_000;

    public const int MaxHorizonDays = 180;

    /// <summary>Days ahead that a forecast shows when nothing else is asked for.</summary>
    public const int DefaultHorizonDays = 56;

    /// <summary>The same in weeks and in months, which is also what they show when nothing else is asked for.</summary>
    public const int MaxHorizonWeeks = 52;
    public const int MaxHorizonMonths = 12;

    /// <summary>Days that scored forecasts are kept.</summary>
    public const int MaxAccuracyDays = 90;
}
