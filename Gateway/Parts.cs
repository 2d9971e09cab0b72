namespace SmartInventory.Gateway;

/// <summary>The services behind the gateway, by the names that service discovery knows them by.</summary>
internal static class Parts
{
    public const string Gateway = "gateway";
    public const string Catalog = "catalog";
    public const string Sales = "sales";
    public const string Forecasting = "forecasting";
    public const string Dashboard = "dashboard";

    /// <summary>Those whose API is served through here.</summary>
    public static readonly IReadOnlyList<string> Services = [Catalog, Sales, Forecasting];
}
