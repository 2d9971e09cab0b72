using System;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

#nullable disable

namespace SmartInventory.Forecasting.Worker.Migrations
{
    /// <inheritdoc />
    public partial class FitsAndRequests : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "dirty_trends",
                schema: "forecasting",
                columns: table => new
                {
                    sku = table.Column<string>(type: "text", nullable: false),
                    dirty_since = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    touch = table.Column<long>(type: "bigint", nullable: false),
                    claimed_until = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_dirty_trends", x => x.sku);
                });

            migrationBuilder.CreateTable(
                name: "location_days",
                schema: "forecasting",
                columns: table => new
                {
                    location = table.Column<string>(type: "text", nullable: false),
                    last = table.Column<DateOnly>(type: "date", nullable: false),
                    days = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_location_days", x => x.location);
                });

            migrationBuilder.CreateTable(
                name: "models",
                schema: "forecasting",
                columns: table => new
                {
                    version = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    kind = table.Column<string>(type: "text", nullable: false),
                    trained_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    as_of = table.Column<DateOnly>(type: "date", nullable: false),
                    series = table.Column<int>(type: "integer", nullable: false),
                    bytes = table.Column<byte[]>(type: "bytea", nullable: false),
                    scores = table.Column<string>(type: "json", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_models", x => x.version);
                });

            migrationBuilder.CreateTable(
                name: "refit_requests",
                schema: "forecasting",
                columns: table => new
                {
                    sku = table.Column<string>(type: "text", nullable: false),
                    location = table.Column<string>(type: "text", nullable: false),
                    reason = table.Column<short>(type: "smallint", nullable: false),
                    requested_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    touched_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    batch = table.Column<Guid>(type: "uuid", nullable: true),
                    sent_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_refit_requests", x => new { x.sku, x.location });
                });

            migrationBuilder.CreateTable(
                name: "series_fits",
                schema: "forecasting",
                columns: table => new
                {
                    sku = table.Column<string>(type: "text", nullable: false),
                    location = table.Column<string>(type: "text", nullable: false),
                    version = table.Column<long>(type: "bigint", nullable: false),
                    fitted_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    as_of = table.Column<DateOnly>(type: "date", nullable: false),
                    through = table.Column<DateOnly>(type: "date", nullable: false),
                    protection_days = table.Column<int>(type: "integer", nullable: false),
                    document = table.Column<string>(type: "json", nullable: false),
                    history = table.Column<byte[]>(type: "bytea", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_series_fits", x => new { x.sku, x.location });
                });

            migrationBuilder.CreateIndex(
                name: "ix_refit_requests_batch",
                schema: "forecasting",
                table: "refit_requests",
                column: "batch");

            migrationBuilder.CreateIndex(
                name: "ix_refit_requests_unsent",
                schema: "forecasting",
                table: "refit_requests",
                column: "requested_at",
                filter: "batch IS NULL");

            migrationBuilder.Sql(
                """
                INSERT INTO forecasting.location_days (location, last, days)
                SELECT location, max(day), count(*) FROM forecasting.trading_days GROUP BY location
                """);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "dirty_trends",
                schema: "forecasting");

            migrationBuilder.DropTable(
                name: "location_days",
                schema: "forecasting");

            migrationBuilder.DropTable(
                name: "models",
                schema: "forecasting");

            migrationBuilder.DropTable(
                name: "refit_requests",
                schema: "forecasting");

            migrationBuilder.DropTable(
                name: "series_fits",
                schema: "forecasting");
        }
    }
}
