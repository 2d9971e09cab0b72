using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace SmartInventory.Catalog.Api.Migrations
{
    /// <inheritdoc />
    public partial class BarcodesTagsStatus : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string[]>(
                name: "barcodes",
                schema: "catalog",
                table: "products",
                type: "text[]",
                nullable: false,
                defaultValueSql: "'{}'");

            migrationBuilder.AddColumn<string>(
                name: "status",
                schema: "catalog",
                table: "products",
                type: "character varying(20)",
                maxLength: 20,
                nullable: false,
                defaultValueSql: "'Active'");

            migrationBuilder.AddColumn<string[]>(
                name: "tags",
                schema: "catalog",
                table: "products",
                type: "text[]",
                nullable: false,
                defaultValueSql: "'{}'");

            migrationBuilder.CreateIndex(
                name: "ix_products_barcodes",
                schema: "catalog",
                table: "products",
                column: "barcodes")
                .Annotation("Npgsql:IndexMethod", "gin");

            migrationBuilder.CreateIndex(
                name: "ix_products_tags",
                schema: "catalog",
                table: "products",
                column: "tags")
                .Annotation("Npgsql:IndexMethod", "gin");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_products_barcodes",
                schema: "catalog",
                table: "products");

            migrationBuilder.DropIndex(
                name: "ix_products_tags",
                schema: "catalog",
                table: "products");

            migrationBuilder.DropColumn(
                name: "barcodes",
                schema: "catalog",
                table: "products");

            migrationBuilder.DropColumn(
                name: "status",
                schema: "catalog",
                table: "products");

            migrationBuilder.DropColumn(
                name: "tags",
                schema: "catalog",
                table: "products");
        }
    }
}
