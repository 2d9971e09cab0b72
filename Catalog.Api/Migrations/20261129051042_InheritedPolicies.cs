using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace SmartInventory.Catalog.Api.Migrations
{
    /// <inheritdoc />
    public partial class InheritedPolicies : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AlterColumn<decimal>(
                name: "service_level",
                schema: "catalog",
                table: "products",
                type: "numeric",
                nullable: true,
                oldClrType: typeof(decimal),
                oldType: "numeric");

            migrationBuilder.AlterColumn<int>(
                name: "review_period_days",
                schema: "catalog",
                table: "products",
                type: "integer",
                nullable: true,
                oldClrType: typeof(int),
                oldType: "integer");

            // What everybody had who said nothing is inherited from here on: the built-in policy says the same.
            migrationBuilder.Sql(
                """
                WITH inherited AS (
                    UPDATE catalog.products SET service_level = nullif(service_level, 0.95),
                        review_period_days = nullif(review_period_days, 7), version = version + 1
                    WHERE service_level = 0.95 OR review_period_days = 7 RETURNING sku)
                INSERT INTO catalog.unannounced (kind, key) SELECT 'Product', sku FROM inherited
                """);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql(
                """
                UPDATE catalog.products SET service_level = coalesce(service_level, 0.95),
                    review_period_days = coalesce(review_period_days, 7)
                WHERE service_level IS NULL OR review_period_days IS NULL
                """);

            migrationBuilder.AlterColumn<decimal>(
                name: "service_level",
                schema: "catalog",
                table: "products",
                type: "numeric",
                nullable: false,
                defaultValue: 0m,
                oldClrType: typeof(decimal),
                oldType: "numeric",
                oldNullable: true);

            migrationBuilder.AlterColumn<int>(
                name: "review_period_days",
                schema: "catalog",
                table: "products",
                type: "integer",
                nullable: false,
                defaultValue: 0,
                oldClrType: typeof(int),
                oldType: "integer",
                oldNullable: true);
        }
    }
}
