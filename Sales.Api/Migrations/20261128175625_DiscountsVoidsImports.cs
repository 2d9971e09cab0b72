using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace SmartInventory.Sales.Api.Migrations
{
    /// <inheritdoc />
    public partial class DiscountsVoidsImports : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_sales_channel_external_id",
                schema: "sales",
                table: "sales");

            migrationBuilder.DropCheckConstraint(
                name: "ck_sales_amounts",
                schema: "sales",
                table: "sales");

            migrationBuilder.AddColumn<decimal>(
                name: "discount",
                schema: "sales",
                table: "sales",
                type: "numeric",
                nullable: false,
                defaultValue: 0m);

            migrationBuilder.AddColumn<Guid>(
                name: "import_id",
                schema: "sales",
                table: "sales",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "promotion",
                schema: "sales",
                table: "sales",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<string>(
                name: "reason",
                schema: "sales",
                table: "sales",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "released",
                schema: "sales",
                table: "sales",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<Guid>(
                name: "void_of",
                schema: "sales",
                table: "sales",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "voided_by",
                schema: "sales",
                table: "sales",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "category",
                schema: "sales",
                table: "products",
                type: "text",
                nullable: true);

            // A replica: what is not known is asked for when it is sold next, and comes back with its category.
            migrationBuilder.Sql("DELETE FROM sales.products");

            migrationBuilder.CreateTable(
                name: "imports",
                schema: "sales",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    name = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    started_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    finished_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    undone_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    read = table.Column<long>(type: "bigint", nullable: false),
                    accepted = table.Column<long>(type: "bigint", nullable: false),
                    returns = table.Column<long>(type: "bigint", nullable: false),
                    duplicates = table.Column<long>(type: "bigint", nullable: false),
                    rejected = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_imports", x => x.id);
                });

            migrationBuilder.CreateIndex(
                name: "ix_sales_channel_external_id",
                schema: "sales",
                table: "sales",
                columns: new[] { "channel", "external_id" },
                unique: true,
                filter: "NOT released");

            migrationBuilder.CreateIndex(
                name: "ix_sales_import_id",
                schema: "sales",
                table: "sales",
                column: "import_id",
                filter: "import_id IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_sales_void_of",
                schema: "sales",
                table: "sales",
                column: "void_of",
                unique: true,
                filter: "void_of IS NOT NULL");

            migrationBuilder.AddCheckConstraint(
                name: "ck_sales_amounts",
                schema: "sales",
                table: "sales",
                sql: "unit_price >= 0 AND CASE WHEN void_of IS NULL THEN quantity > 0 AND discount >= 0 AND amount >= 0 ELSE quantity < 0 AND discount <= 0 AND amount <= 0 END");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "imports",
                schema: "sales");

            migrationBuilder.DropIndex(
                name: "ix_sales_channel_external_id",
                schema: "sales",
                table: "sales");

            migrationBuilder.DropIndex(
                name: "ix_sales_import_id",
                schema: "sales",
                table: "sales");

            migrationBuilder.DropIndex(
                name: "ix_sales_void_of",
                schema: "sales",
                table: "sales");

            migrationBuilder.DropCheckConstraint(
                name: "ck_sales_amounts",
                schema: "sales",
                table: "sales");

            migrationBuilder.DropColumn(
                name: "discount",
                schema: "sales",
                table: "sales");

            migrationBuilder.DropColumn(
                name: "import_id",
                schema: "sales",
                table: "sales");

            migrationBuilder.DropColumn(
                name: "promotion",
                schema: "sales",
                table: "sales");

            migrationBuilder.DropColumn(
                name: "reason",
                schema: "sales",
                table: "sales");

            migrationBuilder.DropColumn(
                name: "released",
                schema: "sales",
                table: "sales");

            migrationBuilder.DropColumn(
                name: "void_of",
                schema: "sales",
                table: "sales");

            migrationBuilder.DropColumn(
                name: "voided_by",
                schema: "sales",
                table: "sales");

            migrationBuilder.DropColumn(
                name: "category",
                schema: "sales",
                table: "products");

            migrationBuilder.CreateIndex(
                name: "ix_sales_channel_external_id",
                schema: "sales",
                table: "sales",
                columns: new[] { "channel", "external_id" },
                unique: true);

            migrationBuilder.AddCheckConstraint(
                name: "ck_sales_amounts",
                schema: "sales",
                table: "sales",
                sql: "quantity > 0 AND unit_price >= 0");
        }
    }
}
