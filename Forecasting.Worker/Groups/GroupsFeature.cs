using Microsoft.EntityFrameworkCore;
using SmartInventory.ServiceDefaults.Identity;

namespace SmartInventory.Forecasting.Groups;

/// <summary>What categories and locations are expected to sell.</summary>
internal static class GroupsFeature
{
    public static void AddGroups(this WebApplicationBuilder builder) =>
        builder.Services.AddHostedService<GroupService>();

    public static void MapGroups(this RouteGroupBuilder forecasts) =>
        forecasts
            .MapGet("/groups", GroupEndpoints.Get)
            .RequireAuthorization(Access.View)
            .WithName("GetGroupForecasts")
            .WithSummary("What categories, locations or the whole shop are expected to sell in the year ahead")
            .WithDescription(
                "Per week or month, first what is left of the present one: the sums of what is expected of the "
                    + "products, and what was sold a year before. Added up once a day at each location whose clock "
                    + "runs; asOf is null until then."
            );

    public static void MapGroupsTables(this ModelBuilder model)
    {
        model.Entity<GroupDay>().ToTable("group_days").HasKey(d => d.Location);
        model.Entity<GroupDemand>(demand =>
        {
            demand
                .ToTable("group_demand")
                .HasKey(d => new
                {
                    d.Location,
                    d.Category,
                    d.Grain,
                    d.ToDay,
                });
            demand.Property(d => d.Grain).HasConversion<string>();
        });
    }
}
