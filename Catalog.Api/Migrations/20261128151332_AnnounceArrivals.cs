using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace SmartInventory.Catalog.Api.Migrations
{
    /// <inheritdoc />
    public partial class AnnounceArrivals : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            // From here on a level says when what is on order will come: those that were announced without are told again.
            migrationBuilder.Sql(
                "UPDATE catalog.stock_levels SET announced = false, version = version + 1 WHERE on_order > 0");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            // Being told once more does no harm.
        }
    }
}
