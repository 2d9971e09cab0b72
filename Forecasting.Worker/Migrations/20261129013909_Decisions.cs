using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace SmartInventory.Forecasting.Worker.Migrations
{
    /// <inheritdoc />
    public partial class Decisions : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<decimal>(
                name: "minimum_order_value",
                schema: "forecasting",
                table: "suppliers",
                type: "numeric(19,4)",
                precision: 19,
                scale: 4,
                nullable: true);

            migrationBuilder.AddColumn<DateOnly>(
                name: "set_aside_until",
                schema: "forecasting",
                table: "suggestions",
                type: "date",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "drafts",
                schema: "forecasting",
                table: "stock",
                type: "jsonb",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "decisions",
                schema: "forecasting",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    by_id = table.Column<string>(type: "text", nullable: true),
                    by = table.Column<string>(type: "text", nullable: true),
                    by_name = table.Column<string>(type: "text", nullable: true),
                    sku = table.Column<string>(type: "text", nullable: false),
                    location = table.Column<string>(type: "text", nullable: false),
                    action = table.Column<string>(type: "text", nullable: false),
                    suggested = table.Column<decimal>(type: "numeric(19,4)", precision: 19, scale: 4, nullable: false),
                    quantity = table.Column<decimal>(type: "numeric(19,4)", precision: 19, scale: 4, nullable: false),
                    supplier = table.Column<string>(type: "text", nullable: true),
                    order_number = table.Column<string>(type: "text", nullable: true),
                    until = table.Column<DateOnly>(type: "date", nullable: true),
                    reason = table.Column<string>(type: "text", nullable: true),
                    forecast_version = table.Column<long>(type: "bigint", nullable: false),
                    stock_version = table.Column<long>(type: "bigint", nullable: false),
                    document = table.Column<string>(type: "json", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_decisions", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "set_asides",
                schema: "forecasting",
                columns: table => new
                {
                    sku = table.Column<string>(type: "text", nullable: false),
                    location = table.Column<string>(type: "text", nullable: false),
                    action = table.Column<string>(type: "text", nullable: false),
                    until = table.Column<DateOnly>(type: "date", nullable: false),
                    by = table.Column<string>(type: "text", nullable: true),
                    reason = table.Column<string>(type: "text", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_set_asides", x => new { x.sku, x.location });
                });

            migrationBuilder.CreateIndex(
                name: "ix_decisions_sku_location",
                schema: "forecasting",
                table: "decisions",
                columns: new[] { "sku", "location" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "decisions",
                schema: "forecasting");

            migrationBuilder.DropTable(
                name: "set_asides",
                schema: "forecasting");

            migrationBuilder.DropColumn(
                name: "minimum_order_value",
                schema: "forecasting",
                table: "suppliers");

            migrationBuilder.DropColumn(
                name: "set_aside_until",
                schema: "forecasting",
                table: "suggestions");

            migrationBuilder.DropColumn(
                name: "drafts",
                schema: "forecasting",
                table: "stock");
        }
    }
}
