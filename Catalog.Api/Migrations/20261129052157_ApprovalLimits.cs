using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace SmartInventory.Catalog.Api.Migrations
{
    /// <inheritdoc />
    public partial class ApprovalLimits : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "created_by",
                schema: "catalog",
                table: "purchase_orders",
                type: "character varying(100)",
                maxLength: 100,
                nullable: true);

            migrationBuilder.CreateTable(
                name: "approval_rules",
                schema: "catalog",
                columns: table => new
                {
                    id = table.Column<int>(type: "integer", nullable: false),
                    four_eyes = table.Column<bool>(type: "boolean", nullable: false),
                    limits = table.Column<string>(type: "jsonb", nullable: false),
                    xmin = table.Column<uint>(type: "xid", rowVersion: true, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_approval_rules", x => x.id);
                });

            // The one row, and who made the orders that are there: the log knows it.
            migrationBuilder.Sql(
                """
                INSERT INTO catalog.approval_rules (id, four_eyes, limits) VALUES (1, false, '[]');
                UPDATE catalog.purchase_orders AS o SET created_by = a.by FROM catalog.activity AS a
                WHERE a.kind = 'Order' AND a.key = o.number AND a.action = 'created' AND a.by IS NOT NULL;
                """);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "approval_rules",
                schema: "catalog");

            migrationBuilder.DropColumn(
                name: "created_by",
                schema: "catalog",
                table: "purchase_orders");
        }
    }
}
