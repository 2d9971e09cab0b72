using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

#nullable disable

namespace SmartInventory.Catalog.Api.Migrations
{
    /// <inheritdoc />
    public partial class LeadTimesAnnounced : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "announced_lead_times",
                schema: "catalog",
                columns: table => new
                {
                    supplier = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false, collation: "C"),
                    sku = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false, collation: "C"),
                    version = table.Column<long>(type: "bigint", nullable: false),
                    deliveries = table.Column<int>(type: "integer", nullable: false),
                    median_delay = table.Column<double>(type: "double precision", nullable: false),
                    p90delay = table.Column<double>(type: "double precision", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_announced_lead_times", x => new { x.supplier, x.sku });
                });

            migrationBuilder.CreateTable(
                name: "unannounced",
                schema: "catalog",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityAlwaysColumn),
                    kind = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    key = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_unannounced", x => x.id);
                });

            // What was kept and never told, or told by nobody since it can be.
            migrationBuilder.Sql(
                """
                WITH told AS (
                    UPDATE catalog.products SET version = version + 1
                    WHERE sku IN (SELECT sku FROM catalog.supplier_terms WHERE price_breaks <> '[]') RETURNING sku)
                INSERT INTO catalog.unannounced (kind, key) SELECT 'Product', sku FROM told;
                WITH told AS (
                    UPDATE catalog.suppliers SET version = version + 1
                    WHERE order_days <> '{}' OR minimum_order_value IS NOT NULL RETURNING code)
                INSERT INTO catalog.unannounced (kind, key) SELECT 'Supplier', code FROM told;
                """);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "announced_lead_times",
                schema: "catalog");

            migrationBuilder.DropTable(
                name: "unannounced",
                schema: "catalog");
        }
    }
}
