using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace SmartInventory.Sales.Api.Migrations
{
    /// <inheritdoc />
    public partial class WhoDidIt : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "recorded_by",
                schema: "sales",
                table: "sales",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "actor",
                schema: "sales",
                table: "outbox",
                type: "text",
                nullable: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "recorded_by",
                schema: "sales",
                table: "sales");

            migrationBuilder.DropColumn(
                name: "actor",
                schema: "sales",
                table: "outbox");
        }
    }
}
