using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace SmartInventory.Sales.Api.Migrations
{
    /// <inheritdoc />
    public partial class LineAmounts : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<decimal>(
                name: "amount",
                schema: "sales",
                table: "sales",
                type: "numeric",
                nullable: false,
                defaultValue: 0m);

            // Half a digit away from zero, as lines are rounded from here on. The sums are made of it anew.
            migrationBuilder.Sql(
                """
                UPDATE sales.sales SET amount = round(quantity * unit_price, 4);
                UPDATE sales.daily_totals AS t SET revenue = s.revenue
                FROM (SELECT location, channel, day, sum(CASE kind WHEN 'sale' THEN amount ELSE -amount END) AS revenue
                      FROM sales.sales GROUP BY location, channel, day) AS s
                WHERE t.location = s.location AND t.channel = s.channel AND t.day = s.day;
                ALTER TABLE sales.sales ALTER COLUMN amount DROP DEFAULT;
                """);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "amount",
                schema: "sales",
                table: "sales");
        }
    }
}
