using System;
using Microsoft.EntityFrameworkCore.Migrations;
using SmartInventory.ServiceDefaults.Messaging;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

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
                name: "accuracy_reports",
                schema: "forecasting",
                columns: table => new
                {
                    days = table.Column<int>(type: "integer", nullable: false),
                    document = table.Column<string>(type: "json", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_accuracy_reports", x => x.days);
                });

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
                name: "dirty_trends",
                schema: "forecasting",
                columns: table => new
                {
                    sku = table.Column<string>(type: "text", nullable: false),
                    dirty_since = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    touch = table.Column<long>(type: "bigint", nullable: false),
                    claimed_until = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_dirty_trends", x => x.sku);
                });

            migrationBuilder.CreateTable(
                name: "forecast_log",
                schema: "forecasting",
                columns: table => new
                {
                    sku = table.Column<string>(type: "text", nullable: false),
                    location = table.Column<string>(type: "text", nullable: false),
                    as_of = table.Column<DateOnly>(type: "date", nullable: false),
                    span = table.Column<short>(type: "smallint", nullable: false),
                    days = table.Column<int>(type: "integer", nullable: false),
                    due = table.Column<DateOnly>(type: "date", nullable: false),
                    forecast_version = table.Column<long>(type: "bigint", nullable: false),
                    fit_version = table.Column<long>(type: "bigint", nullable: true),
                    model = table.Column<string>(type: "text", nullable: false),
                    expected = table.Column<float>(type: "real", nullable: false),
                    quantiles = table.Column<float[]>(type: "real[]", nullable: false),
                    naive = table.Column<float>(type: "real", nullable: false),
                    naive_deviation = table.Column<float>(type: "real", nullable: false),
                    absolute_scale = table.Column<float>(type: "real", nullable: false),
                    squared_scale = table.Column<float>(type: "real", nullable: false),
                    settled = table.Column<bool>(type: "boolean", nullable: false),
                    actual = table.Column<decimal>(type: "numeric(19,4)", precision: 19, scale: 4, nullable: true),
                    squared_error = table.Column<float>(type: "real", nullable: true),
                    pinball = table.Column<float>(type: "real", nullable: true),
                    naive_squared_error = table.Column<float>(type: "real", nullable: true),
                    naive_pinball = table.Column<float>(type: "real", nullable: true),
                    inside80 = table.Column<bool>(type: "boolean", nullable: true),
                    inside95 = table.Column<bool>(type: "boolean", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_forecast_log", x => new { x.sku, x.location, x.as_of, x.span });
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
                name: "location_days",
                schema: "forecasting",
                columns: table => new
                {
                    location = table.Column<string>(type: "text", nullable: false),
                    last = table.Column<DateOnly>(type: "date", nullable: false),
                    days = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_location_days", x => x.location);
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
                name: "models",
                schema: "forecasting",
                columns: table => new
                {
                    version = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    kind = table.Column<string>(type: "text", nullable: false),
                    trained_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    as_of = table.Column<DateOnly>(type: "date", nullable: false),
                    series = table.Column<int>(type: "integer", nullable: false),
                    bytes = table.Column<byte[]>(type: "bytea", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_models", x => x.version);
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
                    category = table.Column<string>(type: "text", nullable: true),
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
                name: "refit_requests",
                schema: "forecasting",
                columns: table => new
                {
                    sku = table.Column<string>(type: "text", nullable: false),
                    location = table.Column<string>(type: "text", nullable: false),
                    reason = table.Column<short>(type: "smallint", nullable: false),
                    requested_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    touched_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    batch = table.Column<Guid>(type: "uuid", nullable: true),
                    sent_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_refit_requests", x => new { x.sku, x.location });
                });

            migrationBuilder.CreateTable(
                name: "scorings",
                schema: "forecasting",
                columns: table => new
                {
                    location = table.Column<string>(type: "text", nullable: false),
                    day = table.Column<DateOnly>(type: "date", nullable: false),
                    claimed_until = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_scorings", x => x.location);
                });

            migrationBuilder.CreateTable(
                name: "series_fits",
                schema: "forecasting",
                columns: table => new
                {
                    sku = table.Column<string>(type: "text", nullable: false),
                    location = table.Column<string>(type: "text", nullable: false),
                    version = table.Column<long>(type: "bigint", nullable: false),
                    fitted_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    as_of = table.Column<DateOnly>(type: "date", nullable: false),
                    through = table.Column<DateOnly>(type: "date", nullable: false),
                    protection_days = table.Column<int>(type: "integer", nullable: false),
                    document = table.Column<string>(type: "json", nullable: false),
                    history = table.Column<byte[]>(type: "bytea", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_series_fits", x => new { x.sku, x.location });
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
                name: "stock_outs",
                schema: "forecasting",
                columns: table => new
                {
                    sku = table.Column<string>(type: "text", nullable: false),
                    location = table.Column<string>(type: "text", nullable: false),
                    from_day = table.Column<DateOnly>(type: "date", nullable: false),
                    to_day = table.Column<DateOnly>(type: "date", nullable: true),
                    version = table.Column<long>(type: "bigint", nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_stock_outs", x => new { x.sku, x.location, x.from_day });
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
                name: "tracking_signals",
                schema: "forecasting",
                columns: table => new
                {
                    sku = table.Column<string>(type: "text", nullable: false),
                    location = table.Column<string>(type: "text", nullable: false),
                    day = table.Column<DateOnly>(type: "date", nullable: false),
                    error = table.Column<double>(type: "double precision", nullable: false),
                    absolute_error = table.Column<double>(type: "double precision", nullable: false),
                    observations = table.Column<int>(type: "integer", nullable: false),
                    drifted_on = table.Column<DateOnly>(type: "date", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_tracking_signals", x => new { x.sku, x.location });
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
                    known_days = table.Column<int>(type: "integer", nullable: false),
                    days_since_last_sale = table.Column<int>(type: "integer", nullable: true),
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
                name: "ix_forecast_log_due",
                schema: "forecasting",
                table: "forecast_log",
                column: "due");

            migrationBuilder.CreateIndex(
                name: "ix_forecast_log_to_score",
                schema: "forecasting",
                table: "forecast_log",
                columns: new[] { "location", "due" },
                filter: "NOT settled");

            migrationBuilder.CreateIndex(
                name: "ix_inbox_applied_at",
                schema: "forecasting",
                table: "inbox",
                column: "applied_at")
                .Annotation("Npgsql:IndexMethod", "brin");

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
                name: "ix_refit_requests_batch",
                schema: "forecasting",
                table: "refit_requests",
                column: "batch");

            migrationBuilder.CreateIndex(
                name: "ix_refit_requests_unsent",
                schema: "forecasting",
                table: "refit_requests",
                column: "requested_at",
                filter: "batch IS NULL");

            migrationBuilder.CreateIndex(
                name: "ix_stock_outs_open",
                schema: "forecasting",
                table: "stock_outs",
                columns: new[] { "sku", "location" },
                unique: true,
                filter: "to_day IS NULL");

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
                name: "accuracy_reports",
                schema: "forecasting");

            migrationBuilder.DropTable(
                name: "cache_debts",
                schema: "forecasting");

            migrationBuilder.DropTable(
                name: "demand",
                schema: "forecasting");

            migrationBuilder.DropTable(
                name: "dirty_series",
                schema: "forecasting");

            migrationBuilder.DropTable(
                name: "dirty_trends",
                schema: "forecasting");

            migrationBuilder.DropTable(
                name: "forecast_log",
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
                name: "location_days",
                schema: "forecasting");

            migrationBuilder.DropTable(
                name: "locations",
                schema: "forecasting");

            migrationBuilder.DropTable(
                name: "models",
                schema: "forecasting");

            migrationBuilder.DropTable(
                name: "outbox",
                schema: "forecasting");

            migrationBuilder.DropTable(
                name: "products",
                schema: "forecasting");

            migrationBuilder.DropTable(
                name: "refit_requests",
                schema: "forecasting");

            migrationBuilder.DropTable(
                name: "scorings",
                schema: "forecasting");

            migrationBuilder.DropTable(
                name: "series_fits",
                schema: "forecasting");

            migrationBuilder.DropTable(
                name: "stock",
                schema: "forecasting");

            migrationBuilder.DropTable(
                name: "stock_outs",
                schema: "forecasting");

            migrationBuilder.DropTable(
                name: "suggestions",
                schema: "forecasting");

            migrationBuilder.DropTable(
                name: "suppliers",
                schema: "forecasting");

            migrationBuilder.DropTable(
                name: "tracking_signals",
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
