using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace SmartInventory.Forecasting.Worker.Migrations
{
    /// <inheritdoc />
    public partial class ModelsWithoutCalendar : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "calendar_factors",
                schema: "forecasting");

            migrationBuilder.DropColumn(
                name: "scores",
                schema: "forecasting",
                table: "models");

            migrationBuilder.AddColumn<string>(
                name: "category",
                schema: "forecasting",
                table: "products",
                type: "text",
                nullable: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "category",
                schema: "forecasting",
                table: "products");

            migrationBuilder.AddColumn<string>(
                name: "scores",
                schema: "forecasting",
                table: "models",
                type: "json",
                nullable: false,
                defaultValue: "");

            migrationBuilder.CreateTable(
                name: "calendar_factors",
                schema: "forecasting",
                columns: table => new
                {
                    location = table.Column<string>(type: "text", nullable: false),
                    cut_off = table.Column<DateOnly>(type: "date", nullable: false),
                    factors = table.Column<double[]>(type: "double precision[]", nullable: false),
                    first_day = table.Column<DateOnly>(type: "date", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_calendar_factors", x => new { x.location, x.cut_off });
                });
        }
    }
}
