using System;
using Microsoft.EntityFrameworkCore.Migrations;
using SmartInventory.Gateway.Identity;
using SmartInventory.ServiceDefaults.Activities;

#nullable disable

namespace SmartInventory.Gateway.Migrations
{
    /// <inheritdoc />
    public partial class Activity : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "activity",
                schema: "identity",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    by_id = table.Column<string>(type: "text", nullable: true),
                    by = table.Column<string>(type: "text", nullable: true),
                    by_name = table.Column<string>(type: "text", nullable: true),
                    via = table.Column<string>(type: "character varying(10)", maxLength: 10, nullable: false),
                    action = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    kind = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    key = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false, collation: "C"),
                    location = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: true),
                    changes = table.Column<string>(type: "jsonb", nullable: false),
                    replaced = table.Column<long>(type: "bigint", nullable: true),
                    trace_id = table.Column<string>(type: "text", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_activity", x => x.id);
                });

            migrationBuilder.CreateIndex(
                name: "ix_activity_at_id",
                schema: "identity",
                table: "activity",
                columns: new[] { "at", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_activity_by_at",
                schema: "identity",
                table: "activity",
                columns: new[] { "by", "at" });

            migrationBuilder.CreateIndex(
                name: "ix_activity_kind_key_at",
                schema: "identity",
                table: "activity",
                columns: new[] { "kind", "key", "at" });

            migrationBuilder.Sql(ActivityLog.AppendOnlySql(IdentityDb.Schema));
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "activity",
                schema: "identity");
            migrationBuilder.Sql("DROP FUNCTION identity.refuse_activity_change()");
        }
    }
}
