using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace SmartInventory.Forecasting.Worker.Migrations
{
    /// <inheritdoc />
    public partial class WhatWaitingCosts : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_suggestions_urgency_rank_order_by_cost_sku_location",
                schema: "forecasting",
                table: "suggestions");

            migrationBuilder.AddColumn<string>(
                name: "advice",
                schema: "forecasting",
                table: "suggestions",
                type: "text",
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<string>(
                name: "category",
                schema: "forecasting",
                table: "suggestions",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "supplier",
                schema: "forecasting",
                table: "suggestions",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<decimal>(
                name: "waiting_cost",
                schema: "forecasting",
                table: "suggestions",
                type: "numeric(19,4)",
                precision: 19,
                scale: 4,
                nullable: false,
                defaultValue: 0m);

            migrationBuilder.AddColumn<decimal>(
                name: "price",
                schema: "forecasting",
                table: "products",
                type: "numeric(19,4)",
                precision: 19,
                scale: 4,
                nullable: true);

            migrationBuilder.Sql(
                "UPDATE forecasting.suggestions SET advice = CASE urgency WHEN 'None' THEN 'Nothing' ELSE 'Order' END"
            );

            migrationBuilder.CreateIndex(
                name: "ix_suggestions_advice_waiting_cost_urgency_rank_sku_location",
                schema: "forecasting",
                table: "suggestions",
                columns: new[] { "advice", "waiting_cost", "urgency_rank", "sku", "location" },
                descending: new[] { false, true, false, false, false });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_suggestions_advice_waiting_cost_urgency_rank_sku_location",
                schema: "forecasting",
                table: "suggestions");

            migrationBuilder.DropColumn(
                name: "advice",
                schema: "forecasting",
                table: "suggestions");

            migrationBuilder.DropColumn(
                name: "category",
                schema: "forecasting",
                table: "suggestions");

            migrationBuilder.DropColumn(
                name: "supplier",
                schema: "forecasting",
                table: "suggestions");

            migrationBuilder.DropColumn(
                name: "waiting_cost",
                schema: "forecasting",
                table: "suggestions");

            migrationBuilder.DropColumn(
                name: "price",
                schema: "forecasting",
                table: "products");

            migrationBuilder.CreateIndex(
                name: "ix_suggestions_urgency_rank_order_by_cost_sku_location",
                schema: "forecasting",
                table: "suggestions",
                columns: new[] { "urgency_rank", "order_by", "cost", "sku", "location" },
                descending: new[] { false, false, true, false, false });
        }
    }
}
