using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace SmartInventory.Forecasting.Worker.Migrations
{
    /// <inheritdoc />
    public partial class LeadTimes : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "order_days",
                schema: "forecasting",
                table: "suppliers",
                type: "jsonb",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "lead_times",
                schema: "forecasting",
                columns: table => new
                {
                    supplier = table.Column<string>(type: "text", nullable: false),
                    sku = table.Column<string>(type: "text", nullable: false),
                    version = table.Column<long>(type: "bigint", nullable: false),
                    deliveries = table.Column<int>(type: "integer", nullable: false),
                    median_delay = table.Column<double>(type: "double precision", nullable: false),
                    p90delay = table.Column<double>(type: "double precision", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_lead_times", x => new { x.supplier, x.sku });
                });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "lead_times",
                schema: "forecasting");

            migrationBuilder.DropColumn(
                name: "order_days",
                schema: "forecasting",
                table: "suppliers");
        }
    }
}
