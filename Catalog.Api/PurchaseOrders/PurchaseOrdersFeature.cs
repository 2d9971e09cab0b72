using Microsoft.EntityFrameworkCore;
using SmartInventory.Catalog.Api.Locations;
using SmartInventory.Catalog.Api.Products;
using SmartInventory.Catalog.Api.Suppliers;
using SmartInventory.Contracts.Catalog;
using SmartInventory.ServiceDefaults.Data;
using SmartInventory.ServiceDefaults.Identity;
using SmartInventory.ServiceDefaults.Web;

namespace SmartInventory.Catalog.Api.PurchaseOrders;

/// <summary>What was ordered and has not come.</summary>
internal static class PurchaseOrdersFeature
{
    public const string NumberIsTaken = "ix_purchase_orders_number";
    public const string NumberSequence = "purchase_order_number";

    public static void AddPurchaseOrders(this WebApplicationBuilder builder)
    {
        builder.Services.AddScoped<OrderDesk>();
        builder.Services.AddScoped<Approvals>();
    }

    public static void MapPurchaseOrders(this RouteGroupBuilder api)
    {
        var orders = api.MapGroup("/purchase-orders")
            .WithTag("Purchase orders", "Orders to suppliers: drafted, approved, sent, received, cancelled.");
        orders
            .MapGet("/", PurchaseOrderEndpoints.List)
            .RequireAuthorization(Access.View)
            .WithName("ListPurchaseOrders")
            .WithSummary("Purchase orders, newest first")
            .WithDescription(
                $"status is one of {Words.All<PurchaseOrderStatus>()}. expectedBefore: something of it is still "
                    + "to come and expected before that day. late: something should have come before today, on its "
                    + "location's calendar. approvable: drafts that whoever asks may approve."
            );
        orders
            .MapGet($"/{ApprovalEndpoints.Path}", ApprovalEndpoints.Get)
            .RequireAuthorization(Access.View)
            .WithName("GetApprovalLimits")
            .WithSummary("Who may approve orders of how much");
        orders
            .MapPut($"/{ApprovalEndpoints.Path}", ApprovalEndpoints.Set)
            .RequireAuthorization(Access.Administer)
            .WithName("SetApprovalLimits")
            .WithSummary("Replaces all limits; needs If-Match")
            .WithDescription(
                "A limit is of a role or of a person, whose own goes before. Who has none may approve orders of any "
                    + "value. With fourEyes nobody approves an order that they made."
            )
            .IsVersioned();
        // Not below the orders: there it would be the address of one with that number.
        api.MapGet("/order-board", OrderBoards.Get)
            .RequireAuthorization(Access.View)
            .WithTags("Purchase orders")
            .WithName("GetOrderBoard")
            .WithSummary("Orders by where they stand, with how many and what they are worth")
            .WithDescription(
                $"Of each stage the first {OrderBoard.MaxCards}, and the sums of all. Of what is complete, what was "
                    + $"received within {OrderBoard.RecentDays} days."
            );
        orders
            .MapGet("/{number}/approval", ApprovalEndpoints.Of)
            .RequireAuthorization(Access.View)
            .WithName("GetOrderApproval")
            .WithSummary("Whether a draft may be approved, and by whom")
            .ProducesProblem(StatusCodes.Status404NotFound);
        orders
            .MapGet("/{number}", PurchaseOrderEndpoints.Get)
            .RequireAuthorization(Access.View)
            .WithName("GetPurchaseOrder")
            .WithSummary("One purchase order")
            .ProducesProblem(StatusCodes.Status404NotFound);
        orders
            .MapGet("/{number}/pdf", PurchaseOrderEndpoints.Pdf)
            .RequireAuthorization(Access.View)
            .WithName("PrintPurchaseOrder")
            .WithSummary("A purchase order as it is printed")
            .Produces(StatusCodes.Status200OK, contentType: "application/pdf")
            .ProducesProblem(StatusCodes.Status404NotFound);
        orders
            .MapPost("/", PurchaseOrderEndpoints.Create)
            .RequireAuthorization(Access.Plan)
            .WithName("CreatePurchaseOrder")
            .WithSummary("Orders goods")
            .WithExample(
                new CreatePurchaseOrder
                {
                    Supplier = "NORDLICHT",
                    Location = "MADRID",
                    Status = PurchaseOrderStatus.Draft,
                    Lines = [new() { Sku = "LAMP-1", Quantity = 24 }],
                }
            )
            .WithDescription(
                "With status draft it is a plan, with approved or sent (the default) its goods count as on order, and "
                    + "403 says where the caller may not approve as much. A unit costs what the supplier's terms say "
                    + "for the quantity, unless the line says it."
            )
            .ProducesProblem(StatusCodes.Status409Conflict)
            .WithIdempotency<CatalogDb>();
        orders
            .MapPost("/batch", PurchaseOrderEndpoints.CreateMany)
            .RequireAuthorization(Access.Plan)
            .WithName("CreatePurchaseOrders")
            .WithSummary("Makes several orders, all or none")
            .WithDescription($"At most {CreatePurchaseOrders.MaxOrders}, as one each is made.")
            .ProducesProblem(StatusCodes.Status409Conflict)
            .WithIdempotency<CatalogDb>();
        orders
            .MapPost("/{number}/approve", PurchaseOrderEndpoints.Approve)
            .RequireAuthorization(Access.Plan)
            .WithName("ApprovePurchaseOrder")
            .WithSummary("Approves a draft, which counts as on order from here; needs If-Match")
            .WithDescription("403 where it is worth more than the caller may approve, with who may.")
            .Acts();
        orders
            .MapPost("/{number}/take-back", PurchaseOrderEndpoints.TakeBack)
            .RequireAuthorization(Access.Plan)
            .WithName("TakeBackApproval")
            .WithSummary("Makes an approved order a draft again, before it is sent; needs If-Match")
            .WithDescription("Its goods are on order no more. What was sent is with the supplier: cancel it instead.")
            .Acts();
        orders
            .MapPost("/{number}/send", PurchaseOrderEndpoints.Send)
            .RequireAuthorization(Access.Plan)
            .WithName("SendPurchaseOrder")
            .WithSummary("The supplier has an approved order; needs If-Match")
            .WithDescription(
                "From here its goods can be received, and their lead times count. Refused where it is worth less than "
                    + "the supplier's minimum order value, unless belowMinimum is true."
            )
            .Acts();
        orders
            .MapPost("/{number}/expected-date", PurchaseOrderEndpoints.ChangeExpectedDate)
            .RequireAuthorization(Access.Plan)
            .WithName("ChangeExpectedDate")
            .WithSummary("Expects lines on another day; needs If-Match")
            .WithDescription("The day before and the reason are kept.")
            .Acts();
        orders
            .MapPost("/{number}/cancel", PurchaseOrderEndpoints.Cancel)
            .RequireAuthorization(Access.Plan)
            .WithName("CancelPurchaseOrder")
            .WithSummary("Cancels what has not come; needs If-Match")
            .WithDescription("The reason, where one is given, stands in the log of activities.")
            .Acts();
    }

    // Where there is no body, it is only the key that can be malformed.
    private static void Acts(this RouteHandlerBuilder route) =>
        route.NeedsIfMatch().ProducesValidationProblem().WithIdempotency<CatalogDb>();

    public static void MapPurchaseOrderTables(this ModelBuilder model)
    {
        model.HasSequence<long>(NumberSequence);
        model.Entity<ApprovalRules>(ApprovalRules.Map);
        model.Entity<PurchaseOrder>(order =>
        {
            order.ToTable("purchase_orders");
            order.Property(o => o.Number).IsKeyText(32);
            order.Property(o => o.Supplier).IsKeyText(32);
            order.Property(o => o.Location).IsKeyText(32);
            order.Property(o => o.CreatedBy).HasMaxLength(100);
            order.Property(o => o.Status).HasConversion<string>().HasMaxLength(20);
            order.Property(o => o.Xmin).IsXmin();
            order.HasIndex(o => o.Number).IsUnique().HasDatabaseName(NumberIsTaken);
            order
                .HasOne<Supplier>()
                .WithMany()
                .HasForeignKey(o => o.Supplier)
                .HasPrincipalKey(s => s.Code)
                .OnDelete(DeleteBehavior.Restrict);
            order
                .HasOne<Location>()
                .WithMany()
                .HasForeignKey(o => o.Location)
                .HasPrincipalKey(l => l.Code)
                .OnDelete(DeleteBehavior.Restrict);
            order.HasMany(o => o.Lines).WithOne().HasForeignKey(l => l.OrderId);
            order.HasMany(o => o.DateChanges).WithOne().HasForeignKey(c => c.OrderId);
            order.Ignore(o => o.IsOnOrder).Ignore(o => o.IsOver).Ignore(o => o.Value);
        });
        model.Entity<PurchaseOrderDateChange>(change =>
        {
            change.ToTable("purchase_order_date_changes");
            change.HasKey(c => new { c.OrderId, c.Id });
            // Of the application: without this, a new one would be taken for one that is stored.
            change.Property(c => c.Id).ValueGeneratedNever();
            change.Property(c => c.Sku).IsKeyText(64);
            change.Property(c => c.From).HasColumnName("expected_before");
            change.Property(c => c.To).HasColumnName("expected_after");
            change.Property(c => c.Reason).HasMaxLength(200);
        });
        model.Entity<PurchaseOrderLine>(line =>
        {
            line.ToTable("purchase_order_lines");
            line.HasKey(l => new { l.OrderId, l.Line });
            line.Property(l => l.Sku).IsKeyText(64);
            line.Property(l => l.SupplierSku).HasMaxLength(SupplierTerm.MaxSupplierSkuLength);
            line.Ignore(l => l.Open).Ignore(l => l.Amount);
            line.HasOne<Product>()
                .WithMany()
                .HasForeignKey(l => l.Sku)
                .HasPrincipalKey(p => p.Sku)
                .OnDelete(DeleteBehavior.Restrict);
        });
    }
}
