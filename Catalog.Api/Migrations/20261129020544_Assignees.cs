using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace SmartInventory.Catalog.Api.Migrations
{
    /// <inheritdoc />
    public partial class Assignees : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "assignee",
                schema: "catalog",
                table: "suppliers",
                type: "character varying(40)",
                maxLength: 40,
                nullable: true,
                collation: "C");

            migrationBuilder.AddColumn<string>(
                name: "assignee_name",
                schema: "catalog",
                table: "suppliers",
                type: "character varying(100)",
                maxLength: 100,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "assignee",
                schema: "catalog",
                table: "products",
                type: "character varying(40)",
                maxLength: 40,
                nullable: true,
                collation: "C");

            migrationBuilder.AddColumn<string>(
                name: "assignee_name",
                schema: "catalog",
                table: "products",
                type: "character varying(100)",
                maxLength: 100,
                nullable: true);

            migrationBuilder.CreateIndex(
                name: "ix_products_assignee_sku",
                schema: "catalog",
                table: "products",
                columns: new[] { "assignee", "sku" },
                filter: "assignee IS NOT NULL");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_products_assignee_sku",
                schema: "catalog",
                table: "products");

            migrationBuilder.DropColumn(
                name: "assignee",
                schema: "catalog",
                table: "suppliers");

            migrationBuilder.DropColumn(
                name: "assignee_name",
                schema: "catalog",
                table: "suppliers");

            migrationBuilder.DropColumn(
                name: "assignee",
                schema: "catalog",
                table: "products");

            migrationBuilder.DropColumn(
                name: "assignee_name",
                schema: "catalog",
                table: "products");
        }
    }
}
