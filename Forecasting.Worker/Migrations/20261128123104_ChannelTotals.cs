using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace SmartInventory.Forecasting.Worker.Migrations
{
    /// <inheritdoc />
    public partial class ChannelTotals : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "channel_totals",
                schema: "forecasting",
                columns: table => new
                {
                    channel = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    slot = table.Column<int>(type: "integer", nullable: false),
                    sold = table.Column<decimal>(type: "numeric(19,4)", precision: 19, scale: 4, nullable: false),
                    returned = table.Column<decimal>(type: "numeric(19,4)", precision: 19, scale: 4, nullable: false),
                    lines = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_channel_totals", x => new { x.channel, x.slot });
                });

            migrationBuilder.CreateTable(
                name: "recount",
                schema: "forecasting",
                columns: table => new
                {
                    id = table.Column<int>(type: "integer", nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    differences = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_recount", x => x.id);
                });

            migrationBuilder.InsertData(
                schema: "forecasting",
                table: "recount",
                columns: new[] { "id", "at", "differences" },
                values: new object[] { 1, new DateTimeOffset(new DateTime(1970, 1, 1, 0, 0, 0, 0, DateTimeKind.Unspecified), new TimeSpan(0, 0, 0, 0, 0)), 0L });

            // What is stored already counts too; and room on each page for the next version of a row.
            migrationBuilder.Sql(
                """
                INSERT INTO forecasting.channel_totals (channel, slot, sold, returned, lines)
                SELECT channel, 0, sum(sold), sum(returned), sum(lines) FROM forecasting.demand GROUP BY channel;
                ALTER TABLE forecasting.channel_totals SET (fillfactor = 50);
                """
            );
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "channel_totals",
                schema: "forecasting");

            migrationBuilder.DropTable(
                name: "recount",
                schema: "forecasting");
        }
    }
}
