using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace SmartInventory.Forecasting.Worker.Migrations
{
    /// <inheritdoc />
    public partial class SuggestionLog : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_suggestions_advice_waiting_cost_urgency_rank_sku_location",
                schema: "forecasting",
                table: "suggestions");

            migrationBuilder.DropIndex(
                name: "ix_suggestions_assignee_advice_waiting_cost_urgency_rank_sku_l",
                schema: "forecasting",
                table: "suggestions");

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "computed_at",
                schema: "forecasting",
                table: "suggestions",
                type: "timestamp with time zone",
                nullable: false,
                defaultValueSql: "to_timestamp(0)");

            migrationBuilder.AddColumn<string>(
                name: "inputs",
                schema: "forecasting",
                table: "suggestions",
                type: "json",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "outcome",
                schema: "forecasting",
                table: "suggestions",
                type: "text",
                nullable: false,
                defaultValueSql: "''");

            migrationBuilder.AddColumn<decimal>(
                name: "spare",
                schema: "forecasting",
                table: "suggestions",
                type: "numeric(19,4)",
                precision: 19,
                scale: 4,
                nullable: false,
                defaultValue: 0m);

            migrationBuilder.AddColumn<string>(
                name: "from_location",
                schema: "forecasting",
                table: "decisions",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "to_do",
                schema: "forecasting",
                table: "suggestions",
                type: "boolean",
                nullable: false,
                computedColumnSql: "advice IN ('Order', 'Transfer')",
                stored: true);

            migrationBuilder.CreateTable(
                name: "suggestion_log",
                schema: "forecasting",
                columns: table => new
                {
                    sku = table.Column<string>(type: "text", nullable: false),
                    location = table.Column<string>(type: "text", nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    document = table.Column<string>(type: "json", nullable: false),
                    inputs = table.Column<string>(type: "json", nullable: false),
                    outcome = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_suggestion_log", x => new { x.sku, x.location, x.at });
                });

            migrationBuilder.CreateIndex(
                name: "ix_suggestions_assignee_to_do_waiting_cost_urgency_rank_sku_lo",
                schema: "forecasting",
                table: "suggestions",
                columns: new[] { "assignee", "to_do", "waiting_cost", "urgency_rank", "sku", "location" },
                descending: new[] { false, false, true, false, false, false },
                filter: "assignee IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_suggestions_to_do_waiting_cost_urgency_rank_sku_location",
                schema: "forecasting",
                table: "suggestions",
                columns: new[] { "to_do", "waiting_cost", "urgency_rank", "sku", "location" },
                descending: new[] { false, true, false, false, false });

            migrationBuilder.CreateIndex(
                name: "ix_suggestion_log_at",
                schema: "forecasting",
                table: "suggestion_log",
                column: "at");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "suggestion_log",
                schema: "forecasting");

            migrationBuilder.DropIndex(
                name: "ix_suggestions_assignee_to_do_waiting_cost_urgency_rank_sku_lo",
                schema: "forecasting",
                table: "suggestions");

            migrationBuilder.DropIndex(
                name: "ix_suggestions_to_do_waiting_cost_urgency_rank_sku_location",
                schema: "forecasting",
                table: "suggestions");

            migrationBuilder.DropColumn(
                name: "to_do",
                schema: "forecasting",
                table: "suggestions");

            migrationBuilder.DropColumn(
                name: "computed_at",
                schema: "forecasting",
                table: "suggestions");

            migrationBuilder.DropColumn(
                name: "inputs",
                schema: "forecasting",
                table: "suggestions");

            migrationBuilder.DropColumn(
                name: "outcome",
                schema: "forecasting",
                table: "suggestions");

            migrationBuilder.DropColumn(
                name: "spare",
                schema: "forecasting",
                table: "suggestions");

            migrationBuilder.DropColumn(
                name: "from_location",
                schema: "forecasting",
                table: "decisions");

            migrationBuilder.CreateIndex(
                name: "ix_suggestions_advice_waiting_cost_urgency_rank_sku_location",
                schema: "forecasting",
                table: "suggestions",
                columns: new[] { "advice", "waiting_cost", "urgency_rank", "sku", "location" },
                descending: new[] { false, true, false, false, false });

            migrationBuilder.CreateIndex(
                name: "ix_suggestions_assignee_advice_waiting_cost_urgency_rank_sku_l",
                schema: "forecasting",
                table: "suggestions",
                columns: new[] { "assignee", "advice", "waiting_cost", "urgency_rank", "sku", "location" },
                descending: new[] { false, false, true, false, false, false },
                filter: "assignee IS NOT NULL");
        }
    }
}
