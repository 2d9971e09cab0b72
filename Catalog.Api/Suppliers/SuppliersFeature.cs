using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using SmartInventory.Catalog.Api.Collaboration;
using SmartInventory.Contracts;
using SmartInventory.Contracts.Catalog;
using SmartInventory.ServiceDefaults.Data;
using SmartInventory.ServiceDefaults.Identity;
using SmartInventory.ServiceDefaults.Web;

namespace SmartInventory.Catalog.Api.Suppliers;

/// <summary>Who delivers.</summary>
internal static class SuppliersFeature
{
    public const string CodeIsTaken = "ak_suppliers_code";

    public static void AddSuppliers(this WebApplicationBuilder builder)
    {
        builder.Services.AddScoped<SupplierEditing>();
        builder.Services.AddScoped<TermWriter>();
        builder.Services.AddHostedService<Announcer>();
    }

    public static void MapSuppliers(this RouteGroupBuilder api)
    {
        var suppliers = api.MapGroup("/suppliers")
            .WithTag("Suppliers", "Who delivers, what, at which terms, and how long it really takes.");
        suppliers
            .MapGet("/", SupplierEndpoints.List)
            .RequireAuthorization(Access.View)
            .WithName("ListSuppliers")
            .WithSummary("Suppliers by code")
            .WithDescription(
                "Archived ones only with archived=true. search looks into code and name. "
                    + "assignee is who looks after it."
            );
        // Not below the suppliers: there it would be the address of one with that code.
        api.MapGet("/supplier-figures", SupplierFiguresEndpoint.List)
            .RequireAuthorization(Access.View)
            .WithTags("Suppliers")
            .WithName("ListSupplierFigures")
            .WithSummary("Suppliers beside each other: lead times, reliability, what is on order")
            .WithDescription(
                "Promised and expected days, deliveries, what came on time, and what is still to come. sort is one of "
                    + $"{Words.All<SupplierSort>()}: the largest first, of on-time the least, what is not known last."
            );
        suppliers
            .MapGet("/{code}", SupplierEndpoints.Get)
            .RequireAuthorization(Access.View)
            .WithName("GetSupplier")
            .WithSummary("One supplier, archived or not")
            .ProducesProblem(StatusCodes.Status404NotFound);
        suppliers
            .MapPost("/", SupplierEndpoints.Create)
            .RequireAuthorization(Access.Plan)
            .WithName("CreateSupplier")
            .WithSummary("Adds a supplier")
            .WithExample(
                new CreateSupplier
                {
                    Code = "NORDLICHT",
                    Name = "Nordlicht GmbH",
                    Email = "orders@nordlicht.example",
                    OrderDays = [DayOfWeek.Monday, DayOfWeek.Thursday],
                    MinimumOrderValue = 250,
                }
            )
            .ProducesProblem(StatusCodes.Status409Conflict)
            .WithIdempotency<CatalogDb>();
        suppliers
            .MapPut("/{code}", SupplierEndpoints.Update)
            .RequireAuthorization(Access.Plan)
            .WithName("UpdateSupplier")
            .WithSummary("Replaces a supplier's state; needs If-Match")
            .NeedsIfMatch();
        suppliers
            .MapDelete("/{code}", SupplierEndpoints.Delete)
            .RequireAuthorization(Access.Plan)
            .WithName("DeleteSupplier")
            .WithSummary("Archives a supplier; needs If-Match")
            .WithDescription("Refused while a product that is not archived has terms with it. The code stays taken.")
            .NeedsIfMatch();
        suppliers
            .MapGet("/{code}/terms", TermEndpoints.List)
            .RequireAuthorization(Access.View)
            .WithName("ListSupplierTerms")
            .WithSummary("What a supplier delivers and how, by SKU")
            .WithDescription("Archived products are left out.")
            .ProducesProblem(StatusCodes.Status404NotFound);
        suppliers
            .MapGet("/{code}/lead-times", LeadTimeEndpoints.Get)
            .RequireAuthorization(Access.View)
            .WithName("GetSupplierLeadTimes")
            .WithSummary("What receipts say of a supplier's lead times, beside what it promises")
            .WithDescription(
                "Of the last two years, from the day an order was sent to each receipt of a line. learned is the "
                    + "promise moved by the delays of the product, with few deliveries by those of the supplier."
            )
            .ProducesProblem(StatusCodes.Status404NotFound);
        suppliers
            .MapPost("/terms/upsert", TermEndpoints.Upsert)
            .RequireAuthorization(Access.Plan)
            .WithName("UpsertSupplierTerms")
            .WithSummary("Adds terms that are missing, and changes those that are there")
            .WithDescription(
                $"At most {Limits.MaxBatch}, of any suppliers and products. What a row does not say stays. In mode "
                    + "reject-everything, the default, one bad row is a 400 that names every bad field of every row; "
                    + "in mode reject-failed-rows the good rows are stored. With preview=true nothing is."
            )
            .WithIdempotency<CatalogDb>();
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
            supplier.Property(s => s.PaymentTerms).HasMaxLength(200);
            supplier.IsAssignable();
            supplier
                .Property(s => s.Contacts)
                .HasColumnType("jsonb")
                .HasDefaultValueSql("'[]'")
                .HasConversion(
                    contacts => JsonSerializer.Serialize(contacts, ContractsJson.Options),
                    json => JsonSerializer.Deserialize<List<SupplierContact>>(json, ContractsJson.Options)!,
                    SameItems<SupplierContact>()
                );
            supplier
                .Property(s => s.OrderDays)
                .HasColumnType("text[]")
                .HasDefaultValueSql("'{}'")
                .HasConversion(
                    days => days.Select(day => day.ToString()).ToArray(),
                    words => words.Select(Enum.Parse<DayOfWeek>).ToList(),
                    SameItems<DayOfWeek>()
                );
            supplier.Property(s => s.Xmin).IsXmin();
        });
        model.Entity<AnnouncedLeadTime>(delay =>
        {
            delay.ToTable("announced_lead_times");
            delay.HasKey(d => new { d.Supplier, d.Sku });
            delay.Property(d => d.Supplier).IsKeyText(32);
            delay.Property(d => d.Sku).IsKeyText(64);
            delay.Ignore(d => d.Delay);
        });
    }

    /// <summary>Lists are replaced and never changed in place.</summary>
    public static ValueComparer<IReadOnlyList<T>> SameItems<T>() =>
        new((a, b) => a!.SequenceEqual(b!), items => items.Count, items => items);
}
