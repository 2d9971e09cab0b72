using SmartInventory.Contracts.Sales;
using SmartInventory.ServiceDefaults.Identity;
using SmartInventory.ServiceDefaults.Web;

namespace SmartInventory.Sales.Api.History;

/// <summary>What was sold: lines, days, totals, and everything as a stream.</summary>
internal static class HistoryFeature
{
    public static void MapHistory(this RouteGroupBuilder sales)
    {
        sales
            .MapGet("/", HistoryEndpoints.ListSales)
            .RequireAuthorization(Access.View)
            .WithName("ListSales")
            .WithSummary("Lists sales and returns, newest first")
            .WithDescription("from and to are demand days (the calendar day at the location), both included.");
        sales
            .MapGet("/{id:guid}", HistoryEndpoints.GetSale)
            .RequireAuthorization(Access.View)
            .WithName("GetSale")
            .WithSummary("Shows one line")
            .ProducesProblem(StatusCodes.Status404NotFound);
        sales
            .MapGet("/daily", HistoryEndpoints.DailySales)
            .RequireAuthorization(Access.View)
            .WithName("DailySales")
            .WithSummary("Adds up sales per day")
            .WithDescription(
                "One row per day with a sale, ascending. Without from: the last 90 days up to the last day with a sale "
                    + "of the SKU and location asked for."
            );
        sales
            .MapGet("/periods", PeriodEndpoints.ByPeriod)
            .RequireAuthorization(Access.View)
            .WithName("SalesByPeriod")
            .WithSummary("Adds up sales per hour, day, week or month")
            .WithDescription(
                $"by is one of {Words.All<SalesPeriod>()}. Ascending, periods with a sale only, with the filters of "
                    + "the list. Hours are those on each location's clock, of at most "
                    + $"{PeriodEndpoints.MostDaysOfHours} days, by default of the last "
                    + $"{PeriodEndpoints.DefaultDaysOfHours}; weeks begin on Monday."
            );
        sales
            .MapGet("/sum", SumEndpoints.Sum)
            .RequireAuthorization(Access.View)
            .WithName("SumSales")
            .WithSummary("Adds up sales and returns, with discounts and receipts")
            .WithDescription(
                "With the filters of the list. Lines that were taken back are in no number. Without from: of a "
                    + "receipt, an import or the returns of a sale all of it, else days (default "
                    + $"{SumEndpoints.DefaultDays}) up to to or the last day with a sale."
            );
        sales
            .MapGet("/week-hours", PeriodEndpoints.ByWeekHour)
            .RequireAuthorization(Access.View)
            .WithName("SalesByWeekHour")
            .WithSummary("Adds up sales by weekday and hour")
            .WithDescription(
                "On each location's clock, with the filters of the list, hours with a line only. Without from: the "
                    + "thirteen weeks up to the last day with a sale, so that each weekday counts as often."
            );
        sales
            .MapGet("/together", TogetherEndpoints.Together)
            .RequireAuthorization(Access.View)
            .WithName("SoldTogether")
            .WithSummary("Products that were on the same receipts")
            .WithDescription(
                "Of a SKU the others that were bought with it, else the strongest pairs of all, by how much more often "
                    + "than by chance they are together at the least. A receipt is a number within its channel, "
                    + $"location and day; those with more than {Baskets.MostProducts} different products are left out. "
                    + "Returns and lines that were taken back do not count. Without from: the "
                    + $"{TogetherEndpoints.DefaultDays} days up to the last day with a sale. At most "
                    + $"{TogetherEndpoints.MostLines} lines are read, whole days, the newest first: shortened says "
                    + "that there were more."
            );
        sales
            .MapGet("/totals", HistoryEndpoints.Totals)
            .RequireAuthorization(Access.View)
            .WithName("SalesTotals")
            .WithSummary("Adds up everything per channel")
            .WithDescription("For the reconciliation: what is stored, what waits in the outbox, what failed.");
        sales
            .MapGet("/export", ExportEndpoints.Export)
            .RequireAuthorization(Access.View)
            .WithName("ExportSales")
            .WithSummary("Streams sales and returns, newest first")
            .WithDescription(
                "As application/x-ndjson, or as text/csv when Accept asks for it; with the filters of the list. "
                    + "What is exported can be imported. "
                    + "CSV text that begins with = + - or @ gets an apostrophe in front, which the import takes off."
            )
            .Produces<string>(StatusCodes.Status200OK, ExportEndpoints.Ndjson, ExportEndpoints.Csv)
            .ProducesProblem(StatusCodes.Status406NotAcceptable);
    }
}
