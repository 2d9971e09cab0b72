using System.Linq;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace SmartInventory.Forecasting.Worker.Migrations
{
    /// <inheritdoc />
    public partial class WordsAtRest : Migration
    {
        // As the enums stood when their numbers were stored.
        private static readonly (string Table, string Column, string[] Words)[] Columns =
        [
            ("trends", "peak_weekday",
                ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"]),
            ("trends", "direction", ["Rising", "Flat", "Falling"]),
            ("trends", "class", ["Fast", "Steady", "Slow", "Dead", "New"]),
            ("suggestions", "urgency", ["Late", "Now", "Soon", "None"]),
            ("refit_requests", "reason", ["New", "LateData", "Terms", "Schedule", "Drift", "Training", "Asked"]),
            ("forecast_log", "span", ["DayAhead", "LeadTime"]),
        ];

        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_suggestions_urgency_order_by_cost_sku_location",
                schema: "forecasting",
                table: "suggestions");

            foreach (var (table, column, words) in Columns)
                migrationBuilder.Sql(ToWords(table, column, words));

            migrationBuilder.AddColumn<int>(
                name: "urgency_rank",
                schema: "forecasting",
                table: "suggestions",
                type: "integer",
                nullable: false,
                computedColumnSql: "CASE urgency WHEN 'Late' THEN 0 WHEN 'Now' THEN 1 WHEN 'Soon' THEN 2 WHEN 'None' THEN 3 END",
                stored: true);

            migrationBuilder.CreateIndex(
                name: "ix_suggestions_urgency_rank_order_by_cost_sku_location",
                schema: "forecasting",
                table: "suggestions",
                columns: new[] { "urgency_rank", "order_by", "cost", "sku", "location" },
                descending: new[] { false, false, true, false, false });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_suggestions_urgency_rank_order_by_cost_sku_location",
                schema: "forecasting",
                table: "suggestions");

            migrationBuilder.DropColumn(
                name: "urgency_rank",
                schema: "forecasting",
                table: "suggestions");

            foreach (var (table, column, words) in Columns)
                migrationBuilder.Sql(ToNumbers(table, column, words));

            migrationBuilder.CreateIndex(
                name: "ix_suggestions_urgency_order_by_cost_sku_location",
                schema: "forecasting",
                table: "suggestions",
                columns: new[] { "urgency", "order_by", "cost", "sku", "location" },
                descending: new[] { false, false, true, false, false });
        }

        private static string ToWords(string table, string column, string[] words) =>
            $"ALTER TABLE forecasting.{table} ALTER COLUMN {column} TYPE text USING CASE {column} "
            + $"{string.Join(' ', words.Select((w, i) => $"WHEN {i} THEN '{w}'"))} END;";

        private static string ToNumbers(string table, string column, string[] words) =>
            $"ALTER TABLE forecasting.{table} ALTER COLUMN {column} TYPE smallint USING CASE {column} "
            + $"{string.Join(' ', words.Select((w, i) => $"WHEN '{w}' THEN {i}"))} END;";
    }
}
