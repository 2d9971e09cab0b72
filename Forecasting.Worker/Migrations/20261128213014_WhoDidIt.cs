using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace SmartInventory.Forecasting.Worker.Migrations
{
    /// <inheritdoc />
    public partial class WhoDidIt : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "actor",
                schema: "forecasting",
                table: "outbox",
                type: "text",
                nullable: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "actor",
                schema: "forecasting",
                table: "outbox");
        }
    }
}
