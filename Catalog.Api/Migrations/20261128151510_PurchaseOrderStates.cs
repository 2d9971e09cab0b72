using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace SmartInventory.Catalog.Api.Migrations
{
    /// <inheritdoc />
    public partial class PurchaseOrderStates : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<DateOnly>(
                name: "expected_on",
                schema: "catalog",
                table: "purchase_order_lines",
                type: "date",
                nullable: false,
                defaultValue: new DateOnly(1, 1, 1));

            migrationBuilder.CreateTable(
                name: "purchase_order_date_changes",
                schema: "catalog",
                columns: table => new
                {
                    order_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    sku = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false, collation: "C"),
                    expected_before = table.Column<DateOnly>(type: "date", nullable: false),
                    expected_after = table.Column<DateOnly>(type: "date", nullable: false),
                    reason = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    changed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_purchase_order_date_changes", x => new { x.order_id, x.id });
                    table.ForeignKey(
                        name: "fk_purchase_order_date_changes_purchase_orders_order_id",
                        column: x => x.order_id,
                        principalSchema: "catalog",
                        principalTable: "purchase_orders",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            // What was open until now is with its supplier, and its lines were expected with it.
            migrationBuilder.Sql(
                """
                UPDATE catalog.purchase_orders SET status = 'Sent' WHERE status = 'Open';
                UPDATE catalog.purchase_order_lines l SET expected_on = o.expected_on
                FROM catalog.purchase_orders o WHERE o.id = l.order_id;
                ALTER TABLE catalog.purchase_order_lines ALTER COLUMN expected_on DROP DEFAULT;
                """
            );
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "purchase_order_date_changes",
                schema: "catalog");

            migrationBuilder.DropColumn(
                name: "expected_on",
                schema: "catalog",
                table: "purchase_order_lines");
        }
    }
}
