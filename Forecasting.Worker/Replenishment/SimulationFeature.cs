using SmartInventory.Contracts.Forecasting;
using SmartInventory.ServiceDefaults.Identity;
using SmartInventory.ServiceDefaults.Web;

namespace SmartInventory.Forecasting.Replenishment;

/// <summary>Policies replayed on the past.</summary>
internal static class SimulationFeature
{
    public static void AddSimulation(this WebApplicationBuilder builder) =>
        builder.Services.AddSingleton<SimulationTurn>();

    public static void MapSimulation(this RouteGroupBuilder group) =>
        group
            .MapPost("/simulate", SimulationEndpoints.Simulate)
            .RequireAuthorization(Access.View)
            .WithName("SimulateReplenishment")
            .WithSummary("What a policy would have done with the past, beside the one in force")
            .WithExample(
                new SimulateReplenishment
                {
                    Supplier = "NORDLICHT",
                    Days = 365,
                    Proposed = new() { Service = 0.98m, ReviewDays = 3 },
                    LateDays = 4,
                }
            )
            .WithDescription(
                "Replays at most 1,000 series without look-ahead and stores nothing: fill rate, stock, orders and cost "
                    + "of the policy in force and of the proposed one, and of each service level. What-ifs "
                    + "(demandFactor, lateDays, costFactor) are of the proposed one and of the curve."
            );
}

/// <summary>One simulation after the other: forecasts of new sales do not wait for several.</summary>
internal sealed class SimulationTurn : IDisposable
{
    public SemaphoreSlim One { get; } = new(1);

    public void Dispose() => One.Dispose();
}
