using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace SmartInventory.Forecasting.Worker.Migrations
{
    /// <inheritdoc />
    public partial class DaysToReorder : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<double>(
                name: "days_to_reorder",
                schema: "forecasting",
                table: "suggestions",
                type: "double precision",
                nullable: false,
                defaultValue: 0.0);

            // Documents change with every sale, and lz4 takes a fraction of the time. A server may be built without.
            migrationBuilder.Sql(
                """
                DO $$ BEGIN
                    ALTER TABLE forecasting.forecasts ALTER COLUMN document SET COMPRESSION lz4;
                    ALTER TABLE forecasting.suggestions ALTER COLUMN document SET COMPRESSION lz4;
                    ALTER TABLE forecasting.series_fits ALTER COLUMN document SET COMPRESSION lz4;
                EXCEPTION WHEN feature_not_supported THEN NULL;
                END $$;
                """);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "days_to_reorder",
                schema: "forecasting",
                table: "suggestions");
        }
    }
}
