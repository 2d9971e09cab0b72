using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace SmartInventory.Catalog.Api.Migrations
{
    /// <inheritdoc />
    public partial class CostsAndNegativeStock : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<decimal>(
                name: "unit_cost",
                schema: "catalog",
                table: "stock_movements",
                type: "numeric",
                nullable: true);

            migrationBuilder.AddColumn<decimal>(
                name: "average_cost",
                schema: "catalog",
                table: "stock_levels",
                type: "numeric",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "negative_stock",
                schema: "catalog",
                table: "locations",
                type: "character varying(20)",
                maxLength: 20,
                nullable: false,
                defaultValue: "Refuse");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "unit_cost",
                schema: "catalog",
                table: "stock_movements");

            migrationBuilder.DropColumn(
                name: "average_cost",
                schema: "catalog",
                table: "stock_levels");

            migrationBuilder.DropColumn(
                name: "negative_stock",
                schema: "catalog",
                table: "locations");
        }
    }
}
