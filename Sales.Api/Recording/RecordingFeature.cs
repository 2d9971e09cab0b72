using Microsoft.EntityFrameworkCore;
using SmartInventory.Contracts;
using SmartInventory.Contracts.Sales;
using SmartInventory.ServiceDefaults.Data;
using SmartInventory.ServiceDefaults.Identity;
using SmartInventory.ServiceDefaults.Web;

namespace SmartInventory.Sales.Api.Recording;

/// <summary>Sales and returns that somebody waits for, and the table that all lines end in.</summary>
internal static class RecordingFeature
{
    public static void AddRecording(this WebApplicationBuilder builder)
    {
        builder.Services.AddScoped<SaleStore>();
        builder.Services.AddScoped<SaleRecorder>();
        builder.Services.AddSingleton<SaleGroup>();
    }

    private static readonly RecordSale Example = new()
    {
        Sku = "LAMP-1",
        Location = "MADRID",
        Quantity = 2,
        UnitPrice = 24.90m,
        SoldAt = LocationTime.Read("2026-01-31T18:30"),
        Channel = "till",
        ExternalId = "M-2026-004711",
    };

    public static void MapRecording(this RouteGroupBuilder sales)
    {
        sales
            .MapPost("/", RecordingEndpoints.RecordSale)
            .RequireAuthorization(Access.Record)
            .WithName("RecordSale")
            .WithSummary("Records one sale or return")
            .WithExample(Example)
            .WithDescription(
                "201 with the stored line. A line with the same channel and external id that says the same is answered "
                    + "with 200 and the stored line; one that says something else with 409. "
                    + "An unknown SKU or location is refused by name. A time without an offset is on the location's "
                    + "clock, a plain date is the beginning of that day there."
            )
            .ProducesProblem(StatusCodes.Status409Conflict)
            .WithIdempotency<SalesDb>(transaction: false);
        sales
            .MapPost("/batch", RecordingEndpoints.RecordSales)
            .RequireAuthorization(Access.Record)
            .WithName("RecordSales")
            .WithSummary("Records up to 1,000 sales and returns")
            .WithExample(new RecordSales { Mode = BatchMode.RejectFailedRows, Sales = [Example] })
            .WithDescription(
                "By default one bad row refuses all of them, with 400 and every fault as sales[row].field; "
                    + "with mode reject-failed-rows the good ones are stored. The answer has a result per row."
            )
            .WithIdempotency<SalesDb>();
        sales
            .MapPost("/{id:guid}/returns", ReturnEndpoints.ReturnSale)
            .RequireAuthorization(Access.Record)
            .WithName("ReturnSale")
            .WithSummary("Records that goods of a sale came back")
            .WithDescription(
                "At most what was sold minus what came back already. At the price of the sale, to its location."
            )
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status409Conflict)
            .WithIdempotency<SalesDb>();
        sales
            .MapPost("/{id:guid}/void", VoidEndpoints.VoidSale)
            .RequireAuthorization(Access.Record)
            .WithName("VoidSale")
            .WithSummary("Takes back a line that should never have been recorded")
            .WithDescription(
                "Nothing is removed: a second line of the same day with the signs turned makes that it counts nowhere, "
                    + "in stock, revenue and demand. Goods that came back are a return, not a void. "
                    + "A line that was taken back already, or a sale of which something came back, is refused with 409."
            )
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status409Conflict)
            .WithIdempotency<SalesDb>();
    }

    public static void MapRecordingTables(this ModelBuilder model)
    {
        model.Entity<Sale>(sale =>
        {
            sale.ToTable(
                "sales",
                table =>
                {
                    table.HasCheckConstraint("ck_sales_kind", "kind IN ('sale', 'return')");
                    table.HasCheckConstraint(
                        "ck_sales_amounts",
                        "unit_price >= 0 AND CASE WHEN void_of IS NULL "
                            + "THEN quantity > 0 AND discount >= 0 AND amount >= 0 "
                            + "ELSE quantity < 0 AND discount <= 0 AND amount <= 0 END"
                    );
                }
            );
            sale.Property(s => s.Kind)
                .HasConversion(kind => Sale.Word(kind), word => word == "return" ? SaleKind.Return : SaleKind.Sale);
            sale.HasIndex(s => new { s.Channel, s.ExternalId }).IsUnique().HasFilter("NOT released");
            sale.HasIndex(s => new { s.SoldAt, s.Id });
            // With the location inside, "where was this sold before" never touches the table.
            sale.HasIndex(s => new
                {
                    s.Sku,
                    s.SoldAt,
                    s.Id,
                })
                .IncludeProperties(s => s.Location);
            sale.HasIndex(s => s.ReturnOf).HasFilter("return_of IS NOT NULL");
            // Whatever races: a line is taken back once.
            sale.HasIndex(s => s.VoidOf).IsUnique().HasFilter("void_of IS NOT NULL");
            sale.HasIndex(s => s.Receipt).HasFilter("receipt IS NOT NULL");
            sale.HasIndex(s => s.ImportId).HasFilter("import_id IS NOT NULL");
        });
        model
            .Entity<DailyTotal>()
            .ToTable("daily_totals")
            .HasKey(t => new
            {
                t.Location,
                t.Channel,
                t.Day,
            });
    }
}
