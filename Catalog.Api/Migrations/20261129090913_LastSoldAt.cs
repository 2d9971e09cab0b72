using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace SmartInventory.Catalog.Api.Migrations
{
    /// <inheritdoc />
    public partial class LastSoldAt : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "last_sold_at",
                schema: "catalog",
                table: "stock_levels",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.CreateIndex(
                name: "ix_stock_movements_moments",
                schema: "catalog",
                table: "stock_movements",
                column: "occurred_at")
                .Annotation("Npgsql:IndexMethod", "brin");

            // The lines know it.
            migrationBuilder.Sql(
                """
                UPDATE catalog.stock_levels AS l SET last_sold_at = s.at
                FROM (SELECT sku, location, max(occurred_at) AS at FROM catalog.stock_movements
                    WHERE kind = 'Sale' GROUP BY sku, location) AS s
                WHERE l.sku = s.sku AND l.location = s.location;
                """);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_stock_movements_moments",
                schema: "catalog",
                table: "stock_movements");

            migrationBuilder.DropColumn(
                name: "last_sold_at",
                schema: "catalog",
                table: "stock_levels");
        }
    }
}
