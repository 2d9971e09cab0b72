namespace SmartInventory.Dashboard.Web.Overview;

/// <summary>How parts of the system are, in words.</summary>
public static class BooksWords
{
    /// <summary>So many sources are shown at once.</summary>
    public const int Sources = 5;

    public static string State(string state) =>
        state switch
        {
            "healthy" => T("healthy"),
            "degraded" => T("degraded"),
            "unhealthy" => T("unhealthy"),
            "unreachable" => T("unreachable"),
            _ => state,
        };
}
