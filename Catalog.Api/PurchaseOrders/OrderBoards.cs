using System.ComponentModel;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using SmartInventory.Contracts.Catalog;
using SmartInventory.ServiceDefaults.Identity;
using SmartInventory.ServiceDefaults.Web;

namespace SmartInventory.Catalog.Api.PurchaseOrders;

/// <summary>Orders by where they stand.</summary>
internal static class OrderBoards
{
    public static async Task<Results<Ok<OrderBoard>, ValidationProblem>> Get(
        string? supplier,
        string? location,
        [Description("The user name of who made them, or me.")] string? createdBy,
        CatalogDb db,
        Approvals approvals,
        TimeProvider time,
        HttpContext http,
        CancellationToken ct
    )
    {
        var errors = new FieldErrors();
        var (from, to) = (errors.OptionalCode("supplier", supplier), errors.OptionalCode("location", location));
        var maker = errors.Person("createdBy", createdBy);
        if (errors.Any)
            return errors.ToProblem();

        var now = time.GetUtcNow();
        var waiting = await (await approvals.WaitingAsync(Approver.Of(http), ct)).ToArrayAsync(ct);
        var rows = await ReadAsync(db, from, to, maker, waiting, now, ct);
        var stages = rows.ToLookup(r => r.Stage);
        return TypedResults.Ok(
            new OrderBoard([.. Enum.GetValues<OrderStage>().Select(stage => Column(stage, [.. stages[(int)stage]]))])
        );
    }

    private static OrderColumn Column(OrderStage stage, IReadOnlyList<Row> rows) =>
        rows.Count == 0
            ? new OrderColumn(stage, 0, 0, 0, [])
            : new OrderColumn(
                stage,
                rows[0].Orders,
                rows[0].ValueOfAll,
                rows[0].Late,
                [
                    .. rows.OrderBy(r => r.Place)
                        .Select(r => new OrderCard
                        {
                            Number = r.Number,
                            Supplier = r.Supplier,
                            SupplierName = r.SupplierName,
                            Location = r.Location,
                            Status = Enum.Parse<PurchaseOrderStatus>(r.Status),
                            Value = r.Value,
                            ExpectedOn = r.ExpectedOn,
                            DaysLate = r.DaysLate,
                            CreatedBy = r.CreatedBy,
                            CreatedByName = r.CreatedByName,
                            ETag = ETags.Of((uint)r.Version),
                        }),
                ]
            );

    /// <summary>The first of each stage, with the sums of all that stand there.</summary>
    private static Task<List<Row>> ReadAsync(
        CatalogDb db,
        string? supplier,
        string? location,
        string? maker,
        Guid[] waiting,
        DateTimeOffset now,
        CancellationToken ct
    )
    {
        var since = now.AddDays(-OrderBoard.RecentDays);
        return db
            .Database.SqlQuery<Row>(
                $"""
                WITH lines AS (
                    SELECT order_id, sum(round(ordered * unit_cost, 4)) AS value,
                        min(expected_on) FILTER (WHERE received < ordered) AS next_on
                    FROM catalog.purchase_order_lines GROUP BY order_id),
                orders AS (
                    SELECT o.id, o.number, o.supplier, o.location, o.status, o.created_by, o.updated_at,
                        o.xmin::text::bigint AS version, l.value, coalesce(l.next_on, o.expected_on) AS expected_on,
                        CASE WHEN o.status IN ('Approved', 'Sent', 'PartlyReceived') AND l.next_on IS NOT NULL
                            THEN greatest(0, ({now} AT TIME ZONE p.time_zone)::date - l.next_on)
                            ELSE 0 END AS days_late,
                        CASE o.status
                            WHEN 'Draft' THEN CASE WHEN o.id = ANY ({waiting})
                                THEN {(int)OrderStage.AwaitsYou} ELSE {(int)OrderStage.Draft} END
                            WHEN 'Approved' THEN {(int)OrderStage.Approved}
                            WHEN 'Sent' THEN {(int)OrderStage.Sent}
                            WHEN 'PartlyReceived' THEN {(int)OrderStage.PartlyReceived}
                            ELSE {(int)OrderStage.Received} END AS stage
                    FROM catalog.purchase_orders AS o
                    JOIN catalog.locations AS p ON p.code = o.location
                    JOIN lines AS l ON l.order_id = o.id
                    WHERE (o.status IN ('Draft', 'Approved', 'Sent', 'PartlyReceived')
                            OR (o.status = 'Received' AND o.updated_at >= {since}))
                        AND ({supplier}::text IS NULL OR o.supplier = {supplier})
                        AND ({location}::text IS NULL OR o.location = {location})
                        AND ({maker}::text IS NULL OR o.created_by = {maker})),
                placed AS (
                    SELECT o.*, count(*) OVER stage AS orders, sum(value) OVER stage AS value_of_all,
                        count(*) FILTER (WHERE days_late > 0) OVER stage AS late,
                        row_number() OVER (PARTITION BY stage ORDER BY
                            CASE WHEN status = 'Received' THEN updated_at END DESC, expected_on, number) AS place
                    FROM orders AS o WINDOW stage AS (PARTITION BY stage))
                SELECT o.stage, o.number, o.supplier, s.name AS supplier_name, o.location, o.status, o.value,
                    o.expected_on, o.days_late, o.created_by, w.display_name AS created_by_name, o.version,
                    o.orders::int AS orders, o.value_of_all, o.late::int AS late, o.place::int AS place
                FROM placed AS o
                JOIN catalog.suppliers AS s ON s.code = o.supplier
                LEFT JOIN catalog.people AS w ON w.name = o.created_by
                WHERE o.place <= {OrderBoard.MaxCards}
                """
            )
            .ToListAsync(ct);
    }

    private sealed record Row(
        int Stage,
        string Number,
        string Supplier,
        string SupplierName,
        string Location,
        string Status,
        decimal Value,
        DateOnly ExpectedOn,
        int DaysLate,
        string? CreatedBy,
        string? CreatedByName,
        long Version,
        int Orders,
        decimal ValueOfAll,
        int Late,
        int Place
    );
}
