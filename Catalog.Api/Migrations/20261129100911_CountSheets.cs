using System;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

#nullable disable

namespace SmartInventory.Catalog.Api.Migrations
{
    /// <inheritdoc />
    public partial class CountSheets : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "count_sheets",
                schema: "catalog",
                columns: table => new
                {
                    number = table.Column<int>(type: "integer", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityAlwaysColumn),
                    name = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    location = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false, collation: "C"),
                    blind = table.Column<bool>(type: "boolean", nullable: false),
                    state = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    created_by = table.Column<string>(type: "text", nullable: true),
                    closed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    closed_by = table.Column<string>(type: "text", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_count_sheets", x => x.number);
                });

            migrationBuilder.CreateTable(
                name: "count_sheet_lines",
                schema: "catalog",
                columns: table => new
                {
                    sheet = table.Column<int>(type: "integer", nullable: false),
                    sku = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false, collation: "C"),
                    counted = table.Column<decimal>(type: "numeric", nullable: true),
                    counted_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    counted_by = table.Column<string>(type: "text", nullable: true),
                    movement = table.Column<Guid>(type: "uuid", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_count_sheet_lines", x => new { x.sheet, x.sku });
                    table.ForeignKey(
                        name: "fk_count_sheet_lines_count_sheets_sheet",
                        column: x => x.sheet,
                        principalSchema: "catalog",
                        principalTable: "count_sheets",
                        principalColumn: "number",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "fk_count_sheet_lines_products_sku",
                        column: x => x.sku,
                        principalSchema: "catalog",
                        principalTable: "products",
                        principalColumn: "sku",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "ix_count_sheet_lines_sku",
                schema: "catalog",
                table: "count_sheet_lines",
                column: "sku");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "count_sheet_lines",
                schema: "catalog");

            migrationBuilder.DropTable(
                name: "count_sheets",
                schema: "catalog");
        }
    }
}
