using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace SmartInventory.Sales.Api.Migrations
{
    /// <inheritdoc />
    public partial class Receipts : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "receipt",
                schema: "sales",
                table: "sales",
                type: "text",
                nullable: true);

            migrationBuilder.CreateIndex(
                name: "ix_sales_receipt",
                schema: "sales",
                table: "sales",
                column: "receipt",
                filter: "receipt IS NOT NULL");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_sales_receipt",
                schema: "sales",
                table: "sales");

            migrationBuilder.DropColumn(
                name: "receipt",
                schema: "sales",
                table: "sales");
        }
    }
}
