using SmartInventory.Contracts;
using SmartInventory.ServiceDefaults.Data;
using SmartInventory.ServiceDefaults.Identity;

namespace SmartInventory.Catalog.Api.Stock.Counting;

/// <summary>Sheets on which stock is counted, by one or several, before it goes into the ledger.</summary>
internal static class CountSheetFeature
{
    public static void MapCountSheets(this RouteGroupBuilder stock)
    {
        var counts = stock.MapGroup("/counts");
        counts
            .MapGet("/", CountSheetEndpoints.List)
            .RequireAuthorization(Access.View)
            .WithName("ListCountSheets")
            .WithSummary("Count sheets, the newest first");
        counts
            .MapGet("/{number}", CountSheetEndpoints.Get)
            .RequireAuthorization(Access.View)
            .WithName("GetCountSheet")
            .WithSummary("One count sheet, with what the ledger has for the moment of each count")
            .ProducesProblem(StatusCodes.Status404NotFound);
        counts
            .MapPost("/", CountSheetEndpoints.Create)
            .RequireAuthorization(Access.Record)
            .WithName("CreateCountSheet")
            .WithSummary("A sheet of the products of a location that fit")
            .WithDescription($"At most {Limits.MaxBatch} products.")
            .WithIdempotency<CatalogDb>();
        counts
            .MapPut("/{number}/lines/{sku}", CountSheetEndpoints.Record)
            .RequireAuthorization(Access.Record)
            .WithName("RecordCount")
            .WithSummary("What lay there of one product, and when")
            .WithDescription(
                "A product that is not on the sheet comes onto it. What somebody counted before is replaced only with "
                    + "again: true (409)."
            )
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status409Conflict);
        counts
            .MapPost("/{number}/post", CountSheetEndpoints.Post)
            .RequireAuthorization(Access.Record)
            .WithName("PostCountSheet")
            .WithSummary("Puts what was counted into the ledger, all or some, each at its moment")
            .WithDescription("Without skus the sheet is closed with it. Each count is posted once.")
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status409Conflict)
            .WithIdempotency<CatalogDb>();
        counts
            .MapPost("/{number}/cancel", CountSheetEndpoints.Cancel)
            .RequireAuthorization(Access.Record)
            .WithName("CancelCountSheet")
            .WithSummary("Gives a sheet up; what of it was posted stays")
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status409Conflict)
            .WithIdempotency<CatalogDb>();
    }
}
