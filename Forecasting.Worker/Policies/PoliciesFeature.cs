using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using SmartInventory.Contracts;
using SmartInventory.Contracts.Forecasting;
using SmartInventory.ServiceDefaults.Data;
using SmartInventory.ServiceDefaults.Identity;
using SmartInventory.ServiceDefaults.Web;

namespace SmartInventory.Forecasting.Policies;

/// <summary>How things are ordered: set for many at once, and for single ones where they differ.</summary>
internal static class PoliciesFeature
{
    public static void AddPolicies(this WebApplicationBuilder builder) => builder.Services.AddScoped<PolicyDesk>();

    public static void MapPolicies(this IEndpointRouteBuilder app)
    {
        var group = app.MapGroup("/api/v1/replenishment/policies").WithTags("Replenishment");
        group
            .MapGet("/", PolicyEndpoints.List)
            .RequireAuthorization(Access.View)
            .WithName("ListPolicies")
            .WithSummary("What is set of how things are ordered, from wide to narrow");
        group
            .MapGet("/effective", PolicyEndpoints.Effective)
            .RequireAuthorization(Access.View)
            .WithName("GetEffectivePolicy")
            .WithSummary("The policy of a product, and where each value comes from")
            .WithDescription(
                "Field by field what the narrowest scope says: series, product, the product's own card, supplier, "
                    + "segment, category (the longest path first), location, all, else what is built in. chain is all "
                    + "that is said, the narrowest first."
            )
            .ProducesProblem(StatusCodes.Status404NotFound);
        group
            .MapGet("/one", PolicyEndpoints.Get)
            .RequireAuthorization(Access.View)
            .WithName("GetPolicy")
            .WithSummary("What is set for one scope and key")
            .ProducesProblem(StatusCodes.Status404NotFound);
        group
            .MapPut("/one", PolicyEndpoints.Put)
            .RequireAuthorization(Access.Plan)
            .WithName("SetPolicy")
            .WithSummary("Sets a policy; what is left out is inherited")
            .WithDescription(
                "Replaces all that was set there. Where something is set already, If-Match must name its ETag. Every "
                    + "series that it can concern is planned anew."
            )
            .WithMetadata(new RequestHeader("If-Match", "The ETag that was read, of a policy that is set.", false))
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status409Conflict)
            .ProducesProblem(StatusCodes.Status412PreconditionFailed)
            .ProducesProblem(StatusCodes.Status428PreconditionRequired)
            .WithIdempotency<ForecastingDb>();
        group
            .MapDelete("/one", PolicyEndpoints.Delete)
            .RequireAuthorization(Access.Plan)
            .WithName("ClearPolicy")
            .WithSummary("Clears a policy: all is inherited again")
            .WithMetadata(new RequestHeader("If-Match", "The ETag that was read, or *.", Required: true))
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status412PreconditionFailed)
            .ProducesProblem(StatusCodes.Status428PreconditionRequired);
    }

    public static void MapPoliciesTables(this ModelBuilder model)
    {
        model.Entity<StoredPolicy>(policy =>
        {
            policy.ToTable("policies").HasKey(p => new { p.Scope, p.Key });
            policy.Property(p => p.Scope).HasConversion<string>().HasMaxLength(20);
            // By the characters' codes, as pages are cut.
            policy.Property(p => p.Key).UseCollation("C");
            policy.Property(p => p.Xmin).IsXmin();
            policy
                .Property(p => p.Fields)
                .HasColumnType("jsonb")
                .HasConversion(
                    fields => JsonSerializer.Serialize(fields, ContractsJson.Options),
                    json => JsonSerializer.Deserialize<PolicyFields>(json, ContractsJson.Options)!,
                    new ValueComparer<PolicyFields>((a, b) => Equals(a, b), f => f.GetHashCode(), f => f)
                );
        });
        model.Entity<ProductSegment>(segment =>
        {
            segment.ToTable("product_segments").HasKey(s => s.Sku);
            segment.Property(s => s.Cell).HasMaxLength(2);
            segment.HasIndex(s => s.Cell);
        });
    }
}
