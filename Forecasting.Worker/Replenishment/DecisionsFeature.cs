using Refit;
using SmartInventory.Contracts;
using SmartInventory.Contracts.Forecasting;
using SmartInventory.ServiceDefaults.Data;
using SmartInventory.ServiceDefaults.Identity;
using SmartInventory.ServiceDefaults.Web;

namespace SmartInventory.Forecasting.Replenishment;

/// <summary>What people make of suggestions.</summary>
internal static class DecisionsFeature
{
    public static void AddDecisions(this WebApplicationBuilder builder)
    {
        builder
            .Services.AddRefitGeneratedClient<ICatalogApi>(ContractsJson.Refit())
            .ConfigureHttpClient(http => http.BaseAddress = new Uri("http://catalog"))
            .AddCallersToken();
        builder.Services.AddScoped<DecisionDesk>();
    }

    public static void MapDecisions(this RouteGroupBuilder group)
    {
        group
            .MapGet("/decisions", DecisionEndpoints.List)
            .RequireAuthorization(Access.View)
            .WithName("ListDecisions")
            .WithSummary("What was decided on suggestions, newest first");
        group
            .MapGet("/decisions/scores", DecisionEndpoints.Scores)
            .RequireAuthorization(Access.View)
            .WithName("ScoreDecisions")
            .WithSummary("Who was closer, people or suggestions, in money")
            .WithDescription(
                "Of decisions whose days are over: what was ordered and what was suggested, against what came. The "
                    + "newest 10,000 of the time asked for."
            );
        group
            .MapPost("/decisions", DecisionEndpoints.Decide)
            .RequireAuthorization(Access.Plan)
            .WithName("DecideSuggestions")
            .WithSummary("Accepts, puts off or rejects suggestions, all or none")
            .WithExample(
                new DecideSuggestions
                {
                    Items =
                    [
                        new()
                        {
                            Sku = "LAMP-1",
                            Location = "MADRID",
                            Action = DecisionAction.Accept,
                            Quantity = 24,
                        },
                        new()
                        {
                            Sku = "MUG-3",
                            Location = "MADRID",
                            Action = DecisionAction.Reject,
                            Reason = "is replaced by MUG-4",
                        },
                    ],
                }
            )
            .WithDescription(
                "What is accepted becomes draft orders, one per supplier and location, made in the caller's name. "
                    + "snooze takes it off the worklist until a day, reject until the next review or the day given."
            )
            .ProducesProblem(StatusCodes.Status409Conflict)
            .WithIdempotency<ForecastingDb>();
        group
            .MapPost("/decisions/accept-due", DecisionEndpoints.AcceptDue)
            .RequireAuthorization(Access.Plan)
            .WithName("AcceptDueSuggestions")
            .WithSummary("Accepts all that is due at a supplier")
            .WithExample(
                new AcceptDue
                {
                    Supplier = "NORDLICHT",
                    AtLeast = Urgency.Now,
                    Budget = 2_000,
                }
            )
            .WithDescription("The dearest to wait with first, within a budget if one is given; at most 500 at once.")
            .ProducesProblem(StatusCodes.Status409Conflict)
            .WithIdempotency<ForecastingDb>();
    }
}
