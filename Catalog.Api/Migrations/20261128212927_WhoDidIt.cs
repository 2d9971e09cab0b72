using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace SmartInventory.Catalog.Api.Migrations
{
    /// <inheritdoc />
    public partial class WhoDidIt : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "recorded_by",
                schema: "catalog",
                table: "stock_movements",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "actor",
                schema: "catalog",
                table: "outbox",
                type: "text",
                nullable: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "recorded_by",
                schema: "catalog",
                table: "stock_movements");

            migrationBuilder.DropColumn(
                name: "actor",
                schema: "catalog",
                table: "outbox");
        }
    }
}
