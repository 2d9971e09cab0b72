using SmartInventory.ServiceDefaults.Identity;

namespace SmartInventory.Forecasting.Status;

/// <summary>How much there is, and how much is still to be done.</summary>
internal static class StatusFeature
{
    public static void MapStatus(this RouteGroupBuilder forecasts) =>
        forecasts
            .MapGet("/totals", StatusEndpoints.Totals)
            .RequireAuthorization(Access.View)
            .WithName("DemandTotals")
            .WithSummary("Units of demand per source, and what is still under way")
            .WithDescription(
                "One of the three sides of the reconciliation. underWay.drift counts sources that were not the sum of "
                    + "their demand when it was last added up, as happens by itself now and then: always 0."
            )
            .ProducesValidationProblem();
}
