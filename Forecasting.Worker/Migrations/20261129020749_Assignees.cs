using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace SmartInventory.Forecasting.Worker.Migrations
{
    /// <inheritdoc />
    public partial class Assignees : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "assignee",
                schema: "forecasting",
                table: "suppliers",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "assignee_name",
                schema: "forecasting",
                table: "suppliers",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "assignee",
                schema: "forecasting",
                table: "suggestions",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "assignee",
                schema: "forecasting",
                table: "products",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "assignee_name",
                schema: "forecasting",
                table: "products",
                type: "text",
                nullable: true);

            migrationBuilder.CreateIndex(
                name: "ix_suggestions_assignee_advice_waiting_cost_urgency_rank_sku_l",
                schema: "forecasting",
                table: "suggestions",
                columns: new[] { "assignee", "advice", "waiting_cost", "urgency_rank", "sku", "location" },
                descending: new[] { false, false, true, false, false, false },
                filter: "assignee IS NOT NULL");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_suggestions_assignee_advice_waiting_cost_urgency_rank_sku_l",
                schema: "forecasting",
                table: "suggestions");

            migrationBuilder.DropColumn(
                name: "assignee",
                schema: "forecasting",
                table: "suppliers");

            migrationBuilder.DropColumn(
                name: "assignee_name",
                schema: "forecasting",
                table: "suppliers");

            migrationBuilder.DropColumn(
                name: "assignee",
                schema: "forecasting",
                table: "suggestions");

            migrationBuilder.DropColumn(
                name: "assignee",
                schema: "forecasting",
                table: "products");

            migrationBuilder.DropColumn(
                name: "assignee_name",
                schema: "forecasting",
                table: "products");
        }
    }
}
