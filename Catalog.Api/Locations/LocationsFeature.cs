using Microsoft.EntityFrameworkCore;
using SmartInventory.Contracts.Catalog;
using SmartInventory.ServiceDefaults.Data;
using SmartInventory.ServiceDefaults.Identity;
using SmartInventory.ServiceDefaults.Web;

namespace SmartInventory.Catalog.Api.Locations;

/// <summary>The places that hold stock and sell.</summary>
internal static class LocationsFeature
{
    public const string CodeIsTaken = "ak_locations_code";

    public static void AddLocations(this WebApplicationBuilder builder) =>
        builder.Services.AddScoped<LocationEditing>();

    public static void MapLocations(this RouteGroupBuilder api)
    {
        var locations = api.MapGroup("/locations")
            .WithTag("Locations", "Shops and warehouses: each has its time zone and its stock.");
        locations
            .MapGet("/", LocationEndpoints.List)
            .RequireAuthorization(Access.View)
            .WithName("ListLocations")
            .WithSummary("Locations by code")
            .WithDescription("Archived ones only with archived=true.");
        locations
            .MapGet("/{code}", LocationEndpoints.Get)
            .RequireAuthorization(Access.View)
            .WithName("GetLocation")
            .WithSummary("One location, archived or not")
            .ProducesProblem(StatusCodes.Status404NotFound);
        locations
            .MapPost("/", LocationEndpoints.Create)
            .RequireAuthorization(Access.Plan)
            .WithName("CreateLocation")
            .WithSummary("Adds a location")
            .WithExample(
                new CreateLocation
                {
                    Code = "MADRID",
                    Name = "Shop in Madrid",
                    TimeZone = "Europe/Madrid",
                }
            )
            .ProducesProblem(StatusCodes.Status409Conflict)
            .WithIdempotency<CatalogDb>();
        locations
            .MapPut("/{code}", LocationEndpoints.Update)
            .RequireAuthorization(Access.Plan)
            .WithName("UpdateLocation")
            .WithSummary("Replaces a location's state; needs If-Match")
            .NeedsIfMatch();
        locations
            .MapDelete("/{code}", LocationEndpoints.Delete)
            .RequireAuthorization(Access.Plan)
            .WithName("DeleteLocation")
            .WithSummary("Archives a location; needs If-Match")
            .WithDescription("Refused while it holds stock or waits for an order. The code stays taken.")
            .NeedsIfMatch();
    }

    public static void MapLocationTables(this ModelBuilder model)
    {
        model.Entity<Location>(location =>
        {
            location.ToTable("locations");
            location.HasAlternateKey(l => l.Code).HasName(CodeIsTaken);
            location.Property(l => l.Code).IsKeyText(32);
            location.Property(l => l.Name).HasMaxLength(200);
            location.Property(l => l.TimeZone).HasMaxLength(64);
            location.Property(l => l.Address).HasMaxLength(Location.MaxAddressLength);
            location
                .Property(l => l.NegativeStock)
                .HasConversion<string>()
                .HasMaxLength(20)
                .HasDefaultValue(NegativeStock.Refuse);
            location.Property(l => l.Xmin).IsXmin();
        });
    }
}
