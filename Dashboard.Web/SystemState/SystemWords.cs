namespace SmartInventory.Dashboard.Web.SystemState;

/// <summary>What waits where, in words.</summary>
public static class SystemWords
{
    public static string Badge(string state) =>
        state switch
        {
            "healthy" => "ok",
            "degraded" => "soon",
            _ => "late",
        };

    /// <summary>"forecasting.dirty" is the queue "dirty" of forecasting.</summary>
    public static (string Service, string Queue) Split(string name) =>
        name.Split('.', 2) is [var service, var queue] ? (service, queue) : ("", name);

    public static string Queue(string name) =>
        name switch
        {
            "outbox" => T("Messages not yet sent"),
            "dirty" => T("Series to forecast anew"),
            "refits" => T("Series to fit anew"),
            "trends" => T("Trends to compute anew"),
            "stock-announcements" => T("Stock levels not yet announced"),
            "drift" => T("Sums that are not those of their rows"),
            _ => name,
        };
}
