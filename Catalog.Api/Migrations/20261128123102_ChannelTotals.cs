using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace SmartInventory.Catalog.Api.Migrations
{
    /// <inheritdoc />
    public partial class ChannelTotals : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "channel_totals",
                schema: "catalog",
                columns: table => new
                {
                    channel = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    slot = table.Column<int>(type: "integer", nullable: false),
                    sold = table.Column<decimal>(type: "numeric", nullable: false),
                    returned = table.Column<decimal>(type: "numeric", nullable: false),
                    lines = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_channel_totals", x => new { x.channel, x.slot });
                });

            migrationBuilder.CreateTable(
                name: "recount",
                schema: "catalog",
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
                schema: "catalog",
                table: "recount",
                columns: new[] { "id", "at", "differences" },
                values: new object[] { 1, new DateTimeOffset(new DateTime(1970, 1, 1, 0, 0, 0, 0, DateTimeKind.Unspecified), new TimeSpan(0, 0, 0, 0, 0)), 0L });

            // What is stored already counts too; and room on each page for the next version of a row.
            migrationBuilder.Sql(
                """
                INSERT INTO catalog.channel_totals (channel, slot, sold, returned, lines)
                SELECT source, 0, coalesce(-sum(quantity) FILTER (WHERE kind = 'Sale'), 0),
                    coalesce(sum(quantity) FILTER (WHERE kind = 'Return'), 0), count(*)
                FROM catalog.stock_movements WHERE source IS NOT NULL GROUP BY source;
                ALTER TABLE catalog.channel_totals SET (fillfactor = 50);
                """
            );
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "channel_totals",
                schema: "catalog");

            migrationBuilder.DropTable(
                name: "recount",
                schema: "catalog");
        }
    }
}
