using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace SmartInventory.Forecasting.Worker.Migrations
{
    /// <inheritdoc />
    public partial class Trends : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "anomalies",
                schema: "forecasting",
                columns: table => new
                {
                    sku = table.Column<string>(type: "text", nullable: false),
                    location = table.Column<string>(type: "text", nullable: false),
                    kind = table.Column<string>(type: "text", nullable: false),
                    from_day = table.Column<DateOnly>(type: "date", nullable: false),
                    to_day = table.Column<DateOnly>(type: "date", nullable: false),
                    actual = table.Column<double>(type: "double precision", nullable: false),
                    expected = table.Column<double>(type: "double precision", nullable: false),
                    probability = table.Column<double>(type: "double precision", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_anomalies", x => new { x.sku, x.location, x.kind, x.from_day });
                });

            migrationBuilder.CreateIndex(
                name: "ix_demand_day",
                schema: "forecasting",
                table: "demand",
                column: "day");

            migrationBuilder.CreateTable(
                name: "turnover",
                schema: "forecasting",
                columns: table => new
                {
                    sku = table.Column<string>(type: "text", nullable: false),
                    location = table.Column<string>(type: "text", nullable: false),
                    as_of = table.Column<DateOnly>(type: "date", nullable: false),
                    last_sale = table.Column<DateOnly>(type: "date", nullable: true),
                    known_days = table.Column<int>(type: "integer", nullable: false),
                    days_since_last_sale = table.Column<int>(type: "integer", nullable: true),
                    units28 = table.Column<decimal>(type: "numeric", nullable: false),
                    revenue28 = table.Column<decimal>(type: "numeric", nullable: false),
                    units365 = table.Column<decimal>(type: "numeric", nullable: false),
                    revenue365 = table.Column<decimal>(type: "numeric", nullable: false),
                    rmsse = table.Column<double>(type: "double precision", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_turnover", x => new { x.sku, x.location });
                });

            // Every product's trend is computed once more, which fills the table.
            migrationBuilder.Sql(
                """
                INSERT INTO forecasting.dirty_trends (sku, dirty_since, touch)
                SELECT sku, now(), nextval('forecasting.touch') FROM forecasting.trends
                ON CONFLICT (sku) DO NOTHING
                """
            );
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "anomalies",
                schema: "forecasting");

            migrationBuilder.DropIndex(
                name: "ix_demand_day",
                schema: "forecasting",
                table: "demand");

            migrationBuilder.DropTable(
                name: "turnover",
                schema: "forecasting");
        }
    }
}
