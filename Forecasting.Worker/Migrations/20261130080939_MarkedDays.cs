using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace SmartInventory.Forecasting.Worker.Migrations
{
    /// <inheritdoc />
    public partial class MarkedDays : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.RenameTable(
                name: "excluded_days",
                schema: "forecasting",
                newName: "marked_days",
                newSchema: "forecasting");

            migrationBuilder.Sql(
                """
                ALTER TABLE forecasting.marked_days RENAME CONSTRAINT pk_excluded_days TO pk_marked_days;
                ALTER INDEX forecasting.ix_excluded_days_sku_location_from_day
                    RENAME TO ix_marked_days_sku_location_from_day;
                """);

            // What was said before there was anything else to say.
            migrationBuilder.AddColumn<string>(
                name: "kind",
                schema: "forecasting",
                table: "marked_days",
                type: "character varying(20)",
                maxLength: 20,
                nullable: false,
                defaultValue: "DoesNotCount");

            migrationBuilder.AlterColumn<string>(
                name: "kind",
                schema: "forecasting",
                table: "marked_days",
                type: "character varying(20)",
                maxLength: 20,
                nullable: false,
                oldClrType: typeof(string),
                oldType: "character varying(20)",
                oldMaxLength: 20,
                oldDefaultValue: "DoesNotCount");

            migrationBuilder.AddColumn<int>(
                name: "measured_days",
                schema: "forecasting",
                table: "marked_days",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<double>(
                name: "measured_sold",
                schema: "forecasting",
                table: "marked_days",
                type: "double precision",
                nullable: false,
                defaultValue: 0.0);

            migrationBuilder.AddColumn<double>(
                name: "measured_usual",
                schema: "forecasting",
                table: "marked_days",
                type: "double precision",
                nullable: false,
                defaultValue: 0.0);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            // Days of which something else was said were not excluded.
            migrationBuilder.Sql("DELETE FROM forecasting.marked_days WHERE kind <> 'DoesNotCount'");

            migrationBuilder.DropColumn(
                name: "kind",
                schema: "forecasting",
                table: "marked_days");

            migrationBuilder.DropColumn(
                name: "measured_days",
                schema: "forecasting",
                table: "marked_days");

            migrationBuilder.DropColumn(
                name: "measured_sold",
                schema: "forecasting",
                table: "marked_days");

            migrationBuilder.DropColumn(
                name: "measured_usual",
                schema: "forecasting",
                table: "marked_days");

            migrationBuilder.Sql(
                """
                ALTER INDEX forecasting.ix_marked_days_sku_location_from_day
                    RENAME TO ix_excluded_days_sku_location_from_day;
                ALTER TABLE forecasting.marked_days RENAME CONSTRAINT pk_marked_days TO pk_excluded_days;
                """);

            migrationBuilder.RenameTable(
                name: "marked_days",
                schema: "forecasting",
                newName: "excluded_days",
                newSchema: "forecasting");
        }
    }
}
