using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace SmartInventory.Forecasting.Worker.Migrations
{
    /// <inheritdoc />
    public partial class StockOutDay : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<DateOnly>(
                name: "stock_out_on",
                schema: "forecasting",
                table: "suggestions",
                type: "date",
                nullable: true);

            migrationBuilder.Sql(
                """
                UPDATE forecasting.suggestions
                SET stock_out_on = CAST(document -> 'suggestion' ->> 'stockOutOn' AS date)
                WHERE advice <> 'ClockStands' AND document -> 'suggestion' ->> 'stockOutOn' IS NOT NULL
                """);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "stock_out_on",
                schema: "forecasting",
                table: "suggestions");
        }
    }
}
