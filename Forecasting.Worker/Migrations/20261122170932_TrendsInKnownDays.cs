using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace SmartInventory.Forecasting.Worker.Migrations
{
    /// <inheritdoc />
    public partial class TrendsInKnownDays : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<int>(
                name: "days_since_last_sale",
                schema: "forecasting",
                table: "trends",
                type: "integer",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "known_days",
                schema: "forecasting",
                table: "trends",
                type: "integer",
                nullable: false,
                defaultValue: 0);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "days_since_last_sale",
                schema: "forecasting",
                table: "trends");

            migrationBuilder.DropColumn(
                name: "known_days",
                schema: "forecasting",
                table: "trends");
        }
    }
}
