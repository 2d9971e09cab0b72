using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace SmartInventory.Forecasting.Worker.Migrations
{
    /// <inheritdoc />
    public partial class ForecastLog : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "accuracy_reports",
                schema: "forecasting",
                columns: table => new
                {
                    days = table.Column<int>(type: "integer", nullable: false),
                    document = table.Column<string>(type: "json", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_accuracy_reports", x => x.days);
                });

            migrationBuilder.CreateTable(
                name: "forecast_log",
                schema: "forecasting",
                columns: table => new
                {
                    sku = table.Column<string>(type: "text", nullable: false),
                    location = table.Column<string>(type: "text", nullable: false),
                    as_of = table.Column<DateOnly>(type: "date", nullable: false),
                    span = table.Column<short>(type: "smallint", nullable: false),
                    days = table.Column<int>(type: "integer", nullable: false),
                    due = table.Column<DateOnly>(type: "date", nullable: false),
                    forecast_version = table.Column<long>(type: "bigint", nullable: false),
                    fit_version = table.Column<long>(type: "bigint", nullable: true),
                    model = table.Column<string>(type: "text", nullable: false),
                    expected = table.Column<float>(type: "real", nullable: false),
                    quantiles = table.Column<float[]>(type: "real[]", nullable: false),
                    naive = table.Column<float>(type: "real", nullable: false),
                    naive_deviation = table.Column<float>(type: "real", nullable: false),
                    absolute_scale = table.Column<float>(type: "real", nullable: false),
                    squared_scale = table.Column<float>(type: "real", nullable: false),
                    settled = table.Column<bool>(type: "boolean", nullable: false),
                    actual = table.Column<decimal>(type: "numeric(19,4)", precision: 19, scale: 4, nullable: true),
                    squared_error = table.Column<float>(type: "real", nullable: true),
                    pinball = table.Column<float>(type: "real", nullable: true),
                    naive_squared_error = table.Column<float>(type: "real", nullable: true),
                    naive_pinball = table.Column<float>(type: "real", nullable: true),
                    inside80 = table.Column<bool>(type: "boolean", nullable: true),
                    inside95 = table.Column<bool>(type: "boolean", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_forecast_log", x => new { x.sku, x.location, x.as_of, x.span });
                });

            migrationBuilder.CreateTable(
                name: "scorings",
                schema: "forecasting",
                columns: table => new
                {
                    location = table.Column<string>(type: "text", nullable: false),
                    day = table.Column<DateOnly>(type: "date", nullable: false),
                    claimed_until = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_scorings", x => x.location);
                });

            migrationBuilder.CreateTable(
                name: "tracking_signals",
                schema: "forecasting",
                columns: table => new
                {
                    sku = table.Column<string>(type: "text", nullable: false),
                    location = table.Column<string>(type: "text", nullable: false),
                    day = table.Column<DateOnly>(type: "date", nullable: false),
                    error = table.Column<double>(type: "double precision", nullable: false),
                    absolute_error = table.Column<double>(type: "double precision", nullable: false),
                    observations = table.Column<int>(type: "integer", nullable: false),
                    drifted_on = table.Column<DateOnly>(type: "date", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_tracking_signals", x => new { x.sku, x.location });
                });

            migrationBuilder.CreateIndex(
                name: "ix_forecast_log_due",
                schema: "forecasting",
                table: "forecast_log",
                column: "due");

            migrationBuilder.CreateIndex(
                name: "ix_forecast_log_to_score",
                schema: "forecasting",
                table: "forecast_log",
                columns: new[] { "location", "due" },
                filter: "NOT settled");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "accuracy_reports",
                schema: "forecasting");

            migrationBuilder.DropTable(
                name: "forecast_log",
                schema: "forecasting");

            migrationBuilder.DropTable(
                name: "scorings",
                schema: "forecasting");

            migrationBuilder.DropTable(
                name: "tracking_signals",
                schema: "forecasting");
        }
    }
}
