using Microsoft.EntityFrameworkCore;
using SmartInventory.ServiceDefaults.Data;

namespace SmartInventory.Catalog.Api.Suppliers;

/// <summary>Who delivers.</summary>
internal static class SuppliersFeature
{
    public const string CodeIsTaken = "ak_suppliers_code";

    public static void AddSuppliers(this WebApplicationBuilder builder) =>
        builder.Services.AddScoped<SupplierEditing>();

    public static void MapSuppliers(this RouteGroupBuilder api)
    {
        var suppliers = api.MapGroup("/suppliers").WithTags("Suppliers");
        suppliers
            .MapGet("/", SupplierEndpoints.List)
            .WithName("ListSuppliers")
            .WithSummary("Suppliers by code")
            .WithDescription("Archived ones only with archived=true. search looks into code and name.");
        suppliers
            .MapGet("/{code}", SupplierEndpoints.Get)
            .WithName("GetSupplier")
            .WithSummary("One supplier, archived or not")
            .ProducesProblem(StatusCodes.Status404NotFound);
        suppliers
            .MapPost("/", SupplierEndpoints.Create)
            .WithName("CreateSupplier")
            .WithSummary("Adds a supplier")
            .ProducesProblem(StatusCodes.Status409Conflict)
            .WithIdempotency<CatalogDb>();
        suppliers
            .MapPut("/{code}", SupplierEndpoints.Update)
            .WithName("UpdateSupplier")
            .WithSummary("Replaces a supplier's state; needs If-Match")
            .NeedsIfMatch();
        suppliers
            .MapDelete("/{code}", SupplierEndpoints.Delete)
            .WithName("DeleteSupplier")
            .WithSummary("Archives a supplier; needs If-Match")
            .WithDescription("Refused while a product that is not archived has terms with it. The code stays taken.")
            .NeedsIfMatch();
    }

    public static void MapSupplierTables(this ModelBuilder model)
    {
        model.Entity<Supplier>(supplier =>
        {
            supplier.ToTable("suppliers");
            supplier.HasAlternateKey(s => s.Code).HasName(CodeIsTaken);
            supplier.Property(s => s.Code).IsKeyText(32);
            supplier.Property(s => s.Name).HasMaxLength(200);
            supplier.Property(s => s.Email).HasMaxLength(200);
            supplier.Property(s => s.Phone).HasMaxLength(50);
            supplier.Property(s => s.Notes).HasMaxLength(4_000);
            supplier.Property(s => s.Xmin).IsXmin();
        });
    }
}
