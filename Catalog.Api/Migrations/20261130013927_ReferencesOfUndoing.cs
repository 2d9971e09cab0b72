using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace SmartInventory.Catalog.Api.Migrations
{
    /// <inheritdoc />
    public partial class ReferencesOfUndoing : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_stock_movements_order_receipts",
                schema: "catalog",
                table: "stock_movements");

            migrationBuilder.CreateIndex(
                name: "ix_stock_movements_references",
                schema: "catalog",
                table: "stock_movements",
                column: "reference",
                filter: "kind IN ('Receipt', 'Adjustment') AND reference IS NOT NULL");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_stock_movements_references",
                schema: "catalog",
                table: "stock_movements");

            migrationBuilder.CreateIndex(
                name: "ix_stock_movements_order_receipts",
                schema: "catalog",
                table: "stock_movements",
                column: "reference",
                filter: "kind = 'Receipt' AND reference IS NOT NULL");
        }
    }
}
