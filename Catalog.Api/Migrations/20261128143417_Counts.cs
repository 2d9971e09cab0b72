using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace SmartInventory.Catalog.Api.Migrations
{
    /// <inheritdoc />
    public partial class Counts : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AlterColumn<string>(
                name: "reference",
                schema: "catalog",
                table: "stock_movements",
                type: "character varying(36)",
                maxLength: 36,
                nullable: true,
                oldClrType: typeof(string),
                oldType: "character varying(32)",
                oldMaxLength: 32,
                oldNullable: true);

            migrationBuilder.AddColumn<decimal>(
                name: "counted_quantity",
                schema: "catalog",
                table: "stock_movements",
                type: "numeric",
                nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "last_count_at",
                schema: "catalog",
                table: "stock_levels",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.CreateIndex(
                name: "ix_stock_movements_counts",
                schema: "catalog",
                table: "stock_movements",
                columns: new[] { "sku", "location", "occurred_at" },
                filter: "kind = 'Count'");

            // The levels stay as people know them: what was recorded until now is not judged anew. What is recorded from
            // now on and happened before one of the counts that are there changes nothing after it. A count could be
            // dated up to a day ahead; it knew what had happened until it was recorded. And moved_at is when the newest
            // movement happened, also where that is ahead.
            migrationBuilder.Sql(
                """
                UPDATE catalog.stock_levels l SET moved_at = m.newest, last_count_at = m.counted
                FROM (
                    SELECT sku, location, max(occurred_at) AS newest,
                        max(least(occurred_at, recorded_at)) FILTER (WHERE kind = 'Count') AS counted
                    FROM catalog.stock_movements GROUP BY sku, location) AS m
                WHERE l.sku = m.sku AND l.location = m.location
                    AND (l.moved_at, l.last_count_at) IS DISTINCT FROM (m.newest, m.counted);
                """
            );
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_stock_movements_counts",
                schema: "catalog",
                table: "stock_movements");

            migrationBuilder.DropColumn(
                name: "counted_quantity",
                schema: "catalog",
                table: "stock_movements");

            migrationBuilder.DropColumn(
                name: "last_count_at",
                schema: "catalog",
                table: "stock_levels");

            migrationBuilder.AlterColumn<string>(
                name: "reference",
                schema: "catalog",
                table: "stock_movements",
                type: "character varying(32)",
                maxLength: 32,
                nullable: true,
                oldClrType: typeof(string),
                oldType: "character varying(36)",
                oldMaxLength: 36,
                oldNullable: true);
        }
    }
}
