using MassTransit;
using Microsoft.EntityFrameworkCore;
using SmartInventory.Catalog.Api.Stock.Counting;
using SmartInventory.Contracts;
using SmartInventory.Contracts.Catalog;
using SmartInventory.ServiceDefaults.Books;
using SmartInventory.ServiceDefaults.Data;
using SmartInventory.ServiceDefaults.Identity;
using SmartInventory.ServiceDefaults.Web;

namespace SmartInventory.Catalog.Api.Stock;

/// <summary>The ledger, what it adds up to, and who hears of it.</summary>
internal static class StockFeature
{
    /// <summary>What a model cannot say; the first migration runs it.</summary>
    public const string Sql = """
        CREATE FUNCTION catalog.refuse_ledger_change() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN
            RAISE EXCEPTION 'the stock ledger is append-only: % refused, write a correcting movement', TG_OP;
        END $$;
        CREATE TRIGGER stock_movements_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON catalog.stock_movements
        FOR EACH STATEMENT EXECUTE FUNCTION catalog.refuse_ledger_change();

        -- Room on each page for the next version of a row that changes with every message.
        ALTER TABLE catalog.stock_levels SET (fillfactor = 60);
        ALTER TABLE catalog.product_totals SET (fillfactor = 60);
        """;

    public static void AddStock(this WebApplicationBuilder builder)
    {
        builder.Services.AddScoped<Ledger>();
        builder.Services.AddScoped<LevelStore>();
        builder.Services.AddScoped<LedgerReader>();
        builder.Services.AddScoped<PastStock>();
        builder.Services.AddScoped<StockLevels>();
        builder.Services.AddScoped<MovementList>();
        builder.Services.AddScoped<CountSheets>();
        builder.Services.AddScoped<Undoing>();
        builder.Services.AddScoped<StockAges>();
        builder.Services.AddScoped<TotalsStore>();
        builder.Services.AddScoped<ManualMoves>();
        builder.Services.AddScoped<StockTotals>();
        builder.Services.AddHostedService<StockAnnouncer>();
        builder.AddRecounting<CatalogDb>(StockTotals.Recount);
    }

    public static void AddStockConsumers(this IBusRegistrationConfigurator bus) =>
        bus.AddConsumer<SalesRecordedConsumer>();

    public static void MapStock(this RouteGroupBuilder api)
    {
        var stock = api.MapGroup("/stock")
            .WithTag("Stock", "What lies where, and the ledger of movements that it is the sum of.");
        stock
            .MapGet("/", StockEndpoints.List)
            .RequireAuthorization(Access.View)
            .WithName("ListStock")
            .WithSummary("Levels by SKU and location, of now or of a moment of the past");
        stock
            .MapGet("/levels/totals", StockEndpoints.LevelTotals)
            .RequireAuthorization(Access.View)
            .WithName("LevelTotals")
            .WithSummary("The same, added up");
        stock
            .MapGet("/movements", StockEndpoints.AllMovements)
            .RequireAuthorization(Access.View)
            .WithName("ListAllMovements")
            .WithSummary("The ledger, what happened last first");
        stock
            .MapGet("/summary", StockEndpoints.Summary)
            .RequireAuthorization(Access.View)
            .WithName("StockSummary")
            .WithSummary("What the shelves hold, in one row");
        stock
            .MapGet("/age", StockAgeEndpoints.List)
            .RequireAuthorization(Access.View)
            .WithName("ListStockAges")
            .WithSummary("Counted stock by how long it has lain, first in, first out")
            .WithDescription(
                "What is on hand is what came last, by receipts, transfers and returns; what a count or an adjustment "
                    + "found is of unknown age. With the mean on hand of the last 365 days and how often that turned "
                    + "over."
            );
        stock
            .MapGet("/age/totals", StockAgeEndpoints.Totals)
            .RequireAuthorization(Access.View)
            .WithName("StockAgeTotals")
            .WithSummary("The same, added up by age");
        stock
            .MapGet("/totals", StockEndpoints.Totals)
            .RequireAuthorization(Access.View)
            .WithName("StockTotals")
            .WithSummary("What the ledger holds per source")
            .WithDescription(
                "Kept with the lines. underWay.drift counts levels, product figures and sources that were not the sum "
                    + "of their lines when these were last added up, as happens by itself now and then: always 0."
            )
            .ProducesValidationProblem();
        stock
            .MapGet("/{sku}/movements", StockEndpoints.Movements)
            .RequireAuthorization(Access.View)
            .WithName("ListMovements")
            .WithSummary("The ledger of one product, what happened last first")
            .ProducesProblem(StatusCodes.Status404NotFound);
        stock
            .MapGet("/{sku}/movements/{id:guid}", StockEndpoints.Movement)
            .RequireAuthorization(Access.View)
            .WithName("GetMovement")
            .WithSummary("One line of the ledger, and whether it can be taken back")
            .ProducesProblem(StatusCodes.Status404NotFound);
        stock
            .MapPost("/{sku}/movements/{id:guid}/undo", StockEndpoints.Undo)
            .RequireAuthorization(Access.Record)
            .WithName("UndoMovement")
            .WithSummary("Takes a receipt, an adjustment or a transfer back")
            .WithDescription(
                "By lines that say the opposite at the same moment, once. Refused where somebody counted since, and "
                    + "where it would take a level below zero."
            )
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status409Conflict)
            .WithIdempotency<CatalogDb>();
        stock.MapCountSheets();
        stock
            .MapPost("/receipts", StockEndpoints.Receive)
            .RequireAuthorization(Access.Record)
            .WithName("ReceiveStock")
            .WithSummary("Goods came in")
            .WithExample(
                new ReceiveStock
                {
                    Sku = "LAMP-1",
                    Location = "MADRID",
                    Quantity = 24,
                }
            )
            .WithDescription("With purchaseOrder, what is on order falls by the quantity.")
            .ProducesProblem(StatusCodes.Status409Conflict)
            .WithIdempotency<CatalogDb>();
        stock
            .MapPost("/adjustments", StockEndpoints.Adjust)
            .RequireAuthorization(Access.Record)
            .WithName("AdjustStock")
            .WithSummary("Corrects a level, by a difference or to what was counted")
            .WithExample(
                new AdjustStock
                {
                    Sku = "LAMP-1",
                    Location = "MADRID",
                    CountedQuantity = 22,
                    Reason = "counted",
                }
            )
            .WithDescription(
                "A difference cannot take a level below zero. A count says what lay there at occurredAt: what happened "
                    + "before it changes nothing after it, also what is recorded later; what happened after it counts."
            )
            .ProducesProblem(StatusCodes.Status409Conflict)
            .WithIdempotency<CatalogDb>();
        stock
            .MapPost("/transfers", StockEndpoints.Transfer)
            .RequireAuthorization(Access.Record)
            .WithName("TransferStock")
            .WithSummary("Goods go from one location to another")
            .WithDescription(
                "Two movements that share a reference, both or none. It cannot take the level where they leave below "
                    + "zero."
            )
            .ProducesProblem(StatusCodes.Status409Conflict)
            .WithIdempotency<CatalogDb>();
        stock
            .MapPost("/moves", StockEndpoints.Move)
            .RequireAuthorization(Access.Record)
            .WithName("MoveStock")
            .WithSummary("Many receipts and adjustments, all or none")
            .WithDescription(
                $"At most {Limits.MaxBatch} together. Rows of the answer: first the receipts, then the adjustments."
            )
            .ProducesProblem(StatusCodes.Status409Conflict)
            .WithIdempotency<CatalogDb>();
    }

    public static void MapStockTables(this ModelBuilder model)
    {
        model.Entity<StockMovement>(movement =>
        {
            movement.ToTable("stock_movements");
            // The only B-tree of all lines: half a million go through it.
            movement.HasKey(m => new { m.Sku, m.Id });
            // Costs a line next to nothing, and finds the lines of a span of days.
            movement.HasIndex(m => m.OccurredAt).HasMethod("brin").HasDatabaseName("ix_stock_movements_moments");
            movement
                .HasIndex(m => new
                {
                    m.Sku,
                    m.Location,
                    m.OccurredAt,
                })
                .HasFilter("kind = 'Count'")
                .HasDatabaseName("ix_stock_movements_counts");
            movement
                .HasIndex(m => m.Reference)
                .HasFilter("kind IN ('Receipt', 'Adjustment') AND reference IS NOT NULL")
                .HasDatabaseName("ix_stock_movements_references");
            movement.Property(m => m.Sku).IsKeyText(64);
            movement.Property(m => m.Location).IsKeyText(32);
            movement.Property(m => m.Kind).HasConversion<string>().HasMaxLength(20);
            movement.Property(m => m.Source).HasMaxLength(32);
            movement.Property(m => m.Reference).HasMaxLength(36);
            movement.Property(m => m.Reason).HasMaxLength(200);
        });
        model.Entity<StockLevel>(level =>
        {
            level.ToTable("stock_levels");
            level.HasKey(l => new { l.Sku, l.Location });
            level.Property(l => l.Sku).IsKeyText(64);
            level.Property(l => l.Location).IsKeyText(32);
            level
                .HasOne(l => l.Product)
                .WithMany()
                .HasForeignKey(l => l.Sku)
                .HasPrincipalKey(p => p.Sku)
                .OnDelete(DeleteBehavior.Restrict);
            level
                .HasOne(l => l.LocationRow)
                .WithMany()
                .HasForeignKey(l => l.Location)
                .HasPrincipalKey(l => l.Code)
                .OnDelete(DeleteBehavior.Restrict);
            level
                .HasIndex(l => new { l.Sku, l.Location })
                .HasFilter("NOT announced")
                .HasDatabaseName("ix_stock_levels_to_announce");
        });
        model.Entity<ProductTotals>(totals =>
        {
            totals.ToTable("product_totals");
            totals.HasKey(t => t.Sku);
            totals.Property(t => t.Sku).IsKeyText(64);
            foreach (
                var name in (string[])
                    [
                        nameof(ProductTotals.OnHand),
                        nameof(ProductTotals.OnOrder),
                        nameof(ProductTotals.UnitsSold),
                        nameof(ProductTotals.Revenue),
                    ]
            )
                totals.Property<decimal>(name).HasDefaultValueSql("0");
            totals.HasIndex(t => new { t.Revenue, t.Sku }).IsDescending(true, false);
            totals.HasIndex(t => new { t.UnitsSold, t.Sku }).IsDescending(true, false);
            totals.HasIndex(t => new { t.OnHand, t.Sku }).IsDescending(true, false);
        });
    }
}
