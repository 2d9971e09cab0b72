using System;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;
using SmartInventory.ServiceDefaults.Messaging;

#nullable disable

namespace SmartInventory.Forecasting.Worker.Migrations
{
    /// <inheritdoc />
    public partial class Initial : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.EnsureSchema(
                name: "forecasting");

            migrationBuilder.CreateSequence(
                name: "touch",
                schema: "forecasting");

            migrationBuilder.CreateTable(
                name: "cache_debts",
                schema: "forecasting",
                columns: table => new
                {
                    sku = table.Column<string>(type: "text", nullable: false),
                    location = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_cache_debts", x => new { x.sku, x.location });
                });

            migrationBuilder.CreateTable(
                name: "calendar_factors",
                schema: "forecasting",
                columns: table => new
                {
                    location = table.Column<string>(type: "text", nullable: false),
                    cut_off = table.Column<DateOnly>(type: "date", nullable: false),
                    first_day = table.Column<DateOnly>(type: "date", nullable: false),
                    factors = table.Column<double[]>(type: "double precision[]", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_calendar_factors", x => new { x.location, x.cut_off });
                });

            migrationBuilder.CreateTable(
                name: "demand",
                schema: "forecasting",
                columns: table => new
                {
                    sku = table.Column<string>(type: "text", nullable: false),
                    location = table.Column<string>(type: "text", nullable: false),
                    day = table.Column<DateOnly>(type: "date", nullable: false),
                    channel = table.Column<string>(type: "text", nullable: false),
                    sold = table.Column<decimal>(type: "numeric(19,4)", precision: 19, scale: 4, nullable: false),
                    returned = table.Column<decimal>(type: "numeric(19,4)", precision: 19, scale: 4, nullable: false),
                    revenue = table.Column<decimal>(type: "numeric(19,4)", precision: 19, scale: 4, nullable: false),
                    lines = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_demand", x => new { x.sku, x.location, x.day, x.channel });
                });

            migrationBuilder.CreateTable(
                name: "dirty_series",
                schema: "forecasting",
                columns: table => new
                {
                    sku = table.Column<string>(type: "text", nullable: false),
                    location = table.Column<string>(type: "text", nullable: false),
                    refit = table.Column<bool>(type: "boolean", nullable: false),
                    priority = table.Column<short>(type: "smallint", nullable: false),
                    dirty_since = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    touched_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    touch = table.Column<long>(type: "bigint", nullable: false),
                    trace_parent = table.Column<string>(type: "text", nullable: true),
                    claimed_until = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_dirty_series", x => new { x.sku, x.location });
                });

            migrationBuilder.CreateTable(
                name: "forecasts",
                schema: "forecasting",
                columns: table => new
                {
                    sku = table.Column<string>(type: "text", nullable: false),
                    location = table.Column<string>(type: "text", nullable: false),
                    version = table.Column<long>(type: "bigint", nullable: false),
                    computed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    document = table.Column<string>(type: "json", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_forecasts", x => new { x.sku, x.location });
                });

            migrationBuilder.CreateTable(
                name: "idempotency",
                schema: "forecasting",
                columns: table => new
                {
                    key = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: false),
                    request_hash = table.Column<byte[]>(type: "bytea", nullable: false),
                    status_code = table.Column<int>(type: "integer", nullable: false),
                    location = table.Column<string>(type: "text", nullable: true),
                    e_tag = table.Column<string>(type: "text", nullable: true),
                    body = table.Column<string>(type: "text", nullable: true),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_idempotency", x => x.key);
                });

            migrationBuilder.CreateTable(
                name: "inbox",
                schema: "forecasting",
                columns: table => new
                {
                    message_id = table.Column<Guid>(type: "uuid", nullable: false),
                    applied_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_inbox", x => x.message_id);
                });

            migrationBuilder.CreateTable(
                name: "locations",
                schema: "forecasting",
                columns: table => new
                {
                    code = table.Column<string>(type: "text", nullable: false),
                    version = table.Column<long>(type: "bigint", nullable: false),
                    name = table.Column<string>(type: "text", nullable: false),
                    time_zone = table.Column<string>(type: "text", nullable: false),
                    archived = table.Column<bool>(type: "boolean", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_locations", x => x.code);
                });

            migrationBuilder.CreateTable(
                name: "outbox",
                schema: "forecasting",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    sequence = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityAlwaysColumn),
                    type = table.Column<string>(type: "character varying(300)", maxLength: 300, nullable: false),
                    body = table.Column<string>(type: "text", nullable: false),
                    trace_parent = table.Column<string>(type: "text", nullable: true),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    sent_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_outbox", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "products",
                schema: "forecasting",
                columns: table => new
                {
                    sku = table.Column<string>(type: "text", nullable: false),
                    version = table.Column<long>(type: "bigint", nullable: false),
                    name = table.Column<string>(type: "text", nullable: false),
                    unit = table.Column<string>(type: "text", nullable: false),
                    whole_units = table.Column<bool>(type: "boolean", nullable: false),
                    cost = table.Column<decimal>(type: "numeric(19,4)", precision: 19, scale: 4, nullable: true),
                    service_level = table.Column<decimal>(type: "numeric(19,4)", precision: 19, scale: 4, nullable: false),
                    review_period_days = table.Column<int>(type: "integer", nullable: false),
                    archived = table.Column<bool>(type: "boolean", nullable: false),
                    terms = table.Column<string>(type: "jsonb", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_products", x => x.sku);
                });

            migrationBuilder.CreateTable(
                name: "stock",
                schema: "forecasting",
                columns: table => new
                {
                    sku = table.Column<string>(type: "text", nullable: false),
                    location = table.Column<string>(type: "text", nullable: false),
                    version = table.Column<long>(type: "bigint", nullable: false),
                    on_hand = table.Column<decimal>(type: "numeric(19,4)", precision: 19, scale: 4, nullable: false),
                    on_order = table.Column<decimal>(type: "numeric(19,4)", precision: 19, scale: 4, nullable: false),
                    counted = table.Column<bool>(type: "boolean", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_stock", x => new { x.sku, x.location });
                });

            migrationBuilder.CreateTable(
                name: "suggestions",
                schema: "forecasting",
                columns: table => new
                {
                    sku = table.Column<string>(type: "text", nullable: false),
                    location = table.Column<string>(type: "text", nullable: false),
                    urgency = table.Column<short>(type: "smallint", nullable: false),
                    archived = table.Column<bool>(type: "boolean", nullable: false),
                    order_by = table.Column<DateOnly>(type: "date", nullable: false),
                    cost = table.Column<decimal>(type: "numeric(19,4)", precision: 19, scale: 4, nullable: false),
                    document = table.Column<string>(type: "json", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_suggestions", x => new { x.sku, x.location });
                });

            migrationBuilder.CreateTable(
                name: "suppliers",
                schema: "forecasting",
                columns: table => new
                {
                    code = table.Column<string>(type: "text", nullable: false),
                    version = table.Column<long>(type: "bigint", nullable: false),
                    name = table.Column<string>(type: "text", nullable: false),
                    archived = table.Column<bool>(type: "boolean", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_suppliers", x => x.code);
                });

            migrationBuilder.CreateTable(
                name: "trading_days",
                schema: "forecasting",
                columns: table => new
                {
                    location = table.Column<string>(type: "text", nullable: false),
                    day = table.Column<DateOnly>(type: "date", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_trading_days", x => new { x.location, x.day });
                });

            migrationBuilder.CreateTable(
                name: "trainings",
                schema: "forecasting",
                columns: table => new
                {
                    location = table.Column<string>(type: "text", nullable: false),
                    as_of = table.Column<DateOnly>(type: "date", nullable: true),
                    days = table.Column<int>(type: "integer", nullable: false),
                    trained_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_trainings", x => x.location);
                });

            migrationBuilder.CreateTable(
                name: "trends",
                schema: "forecasting",
                columns: table => new
                {
                    sku = table.Column<string>(type: "text", nullable: false),
                    as_of = table.Column<DateOnly>(type: "date", nullable: false),
                    first_sale = table.Column<DateOnly>(type: "date", nullable: true),
                    last_sale = table.Column<DateOnly>(type: "date", nullable: true),
                    units_per_day = table.Column<double>(type: "double precision", nullable: false),
                    change = table.Column<double>(type: "double precision", nullable: true),
                    slope_per_week = table.Column<double>(type: "double precision", nullable: false),
                    direction = table.Column<short>(type: "smallint", nullable: false),
                    revenue28 = table.Column<decimal>(type: "numeric(19,4)", precision: 19, scale: 4, nullable: false),
                    revenue365 = table.Column<decimal>(type: "numeric(19,4)", precision: 19, scale: 4, nullable: false),
                    peak_weekday = table.Column<short>(type: "smallint", nullable: true),
                    peak_weekday_share = table.Column<double>(type: "double precision", nullable: true),
                    @class = table.Column<short>(name: "class", type: "smallint", nullable: false),
                    abc = table.Column<char>(type: "character(1)", nullable: false),
                    revenue_share = table.Column<double>(type: "double precision", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_trends", x => x.sku);
                });

            migrationBuilder.CreateIndex(
                name: "ix_dirty_series_priority_dirty_since",
                schema: "forecasting",
                table: "dirty_series",
                columns: new[] { "priority", "dirty_since" });

            migrationBuilder.CreateIndex(
                name: "ix_outbox_sent",
                schema: "forecasting",
                table: "outbox",
                column: "sent_at",
                filter: "sent_at IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_outbox_unsent",
                schema: "forecasting",
                table: "outbox",
                column: "sequence",
                filter: "sent_at IS NULL");

            migrationBuilder.CreateIndex(
                name: "ix_suggestions_urgency_order_by_cost_sku_location",
                schema: "forecasting",
                table: "suggestions",
                columns: new[] { "urgency", "order_by", "cost", "sku", "location" },
                descending: new[] { false, false, true, false, false });

            migrationBuilder.CreateIndex(
                name: "ix_trends_revenue28_sku",
                schema: "forecasting",
                table: "trends",
                columns: new[] { "revenue28", "sku" });

            migrationBuilder.CreateIndex(
                name: "ix_trends_units_per_day_sku",
                schema: "forecasting",
                table: "trends",
                columns: new[] { "units_per_day", "sku" });

            migrationBuilder.Sql(OutboxExtensions.NotifySql(ForecastingDb.Schema));
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "cache_debts",
                schema: "forecasting");

            migrationBuilder.DropTable(
                name: "calendar_factors",
                schema: "forecasting");

            migrationBuilder.DropTable(
                name: "demand",
                schema: "forecasting");

            migrationBuilder.DropTable(
                name: "dirty_series",
                schema: "forecasting");

            migrationBuilder.DropTable(
                name: "forecasts",
                schema: "forecasting");

            migrationBuilder.DropTable(
                name: "idempotency",
                schema: "forecasting");

            migrationBuilder.DropTable(
                name: "inbox",
                schema: "forecasting");

            migrationBuilder.DropTable(
                name: "locations",
                schema: "forecasting");

            migrationBuilder.DropTable(
                name: "outbox",
                schema: "forecasting");

            migrationBuilder.DropTable(
                name: "products",
                schema: "forecasting");

            migrationBuilder.DropTable(
                name: "stock",
                schema: "forecasting");

            migrationBuilder.DropTable(
                name: "suggestions",
                schema: "forecasting");

            migrationBuilder.DropTable(
                name: "suppliers",
                schema: "forecasting");

            migrationBuilder.DropTable(
                name: "trading_days",
                schema: "forecasting");

            migrationBuilder.DropTable(
                name: "trainings",
                schema: "forecasting");

            migrationBuilder.DropTable(
                name: "trends",
                schema: "forecasting");

            migrationBuilder.DropSequence(
                name: "touch",
                schema: "forecasting");
        }
    }
}
