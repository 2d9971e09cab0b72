using System;
using Microsoft.EntityFrameworkCore.Migrations;
using SmartInventory.Catalog.Api.Stock;
using SmartInventory.ServiceDefaults.Messaging;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

#nullable disable

namespace SmartInventory.Catalog.Api.Migrations
{
    /// <inheritdoc />
    public partial class Initial : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.EnsureSchema(
                name: "catalog");

            migrationBuilder.CreateSequence(
                name: "purchase_order_number",
                schema: "catalog");

            migrationBuilder.CreateTable(
                name: "idempotency",
                schema: "catalog",
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
                schema: "catalog",
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
                schema: "catalog",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    code = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false, collation: "C"),
                    name = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    time_zone = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    archived = table.Column<bool>(type: "boolean", nullable: false),
                    version = table.Column<long>(type: "bigint", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    updated_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    xmin = table.Column<uint>(type: "xid", rowVersion: true, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_locations", x => x.id);
                    table.UniqueConstraint("ak_locations_code", x => x.code);
                });

            migrationBuilder.CreateTable(
                name: "outbox",
                schema: "catalog",
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
                schema: "catalog",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    sku = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false, collation: "C"),
                    name = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    description = table.Column<string>(type: "character varying(4000)", maxLength: 4000, nullable: true),
                    category = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: true),
                    unit = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    whole_units = table.Column<bool>(type: "boolean", nullable: false),
                    price = table.Column<decimal>(type: "numeric", nullable: false),
                    cost = table.Column<decimal>(type: "numeric", nullable: true),
                    service_level = table.Column<decimal>(type: "numeric", nullable: false),
                    review_period_days = table.Column<int>(type: "integer", nullable: false),
                    sort_name = table.Column<string>(type: "character varying(400)", maxLength: 400, nullable: false, collation: "C"),
                    search_text = table.Column<string>(type: "text", nullable: false),
                    archived = table.Column<bool>(type: "boolean", nullable: false),
                    version = table.Column<long>(type: "bigint", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    updated_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    xmin = table.Column<uint>(type: "xid", rowVersion: true, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_products", x => x.id);
                    table.UniqueConstraint("ak_products_sku", x => x.sku);
                });

            migrationBuilder.CreateTable(
                name: "stock_movements",
                schema: "catalog",
                columns: table => new
                {
                    sku = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false, collation: "C"),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    occurred_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    recorded_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    location = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false, collation: "C"),
                    kind = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    quantity = table.Column<decimal>(type: "numeric", nullable: false),
                    amount = table.Column<decimal>(type: "numeric", nullable: true),
                    source = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: true),
                    reference = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: true),
                    reason = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_stock_movements", x => new { x.sku, x.id });
                });

            migrationBuilder.CreateTable(
                name: "suppliers",
                schema: "catalog",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    code = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false, collation: "C"),
                    name = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    email = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true),
                    phone = table.Column<string>(type: "character varying(50)", maxLength: 50, nullable: true),
                    notes = table.Column<string>(type: "character varying(4000)", maxLength: 4000, nullable: true),
                    search_text = table.Column<string>(type: "text", nullable: false),
                    archived = table.Column<bool>(type: "boolean", nullable: false),
                    version = table.Column<long>(type: "bigint", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    updated_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    xmin = table.Column<uint>(type: "xid", rowVersion: true, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_suppliers", x => x.id);
                    table.UniqueConstraint("ak_suppliers_code", x => x.code);
                });

            migrationBuilder.CreateTable(
                name: "product_totals",
                schema: "catalog",
                columns: table => new
                {
                    sku = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false, collation: "C"),
                    on_hand = table.Column<decimal>(type: "numeric", nullable: false, defaultValueSql: "0"),
                    on_order = table.Column<decimal>(type: "numeric", nullable: false, defaultValueSql: "0"),
                    units_sold = table.Column<decimal>(type: "numeric", nullable: false, defaultValueSql: "0"),
                    revenue = table.Column<decimal>(type: "numeric", nullable: false, defaultValueSql: "0"),
                    last_sold_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_product_totals", x => x.sku);
                    table.ForeignKey(
                        name: "fk_product_totals_products_sku",
                        column: x => x.sku,
                        principalSchema: "catalog",
                        principalTable: "products",
                        principalColumn: "sku",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "stock_levels",
                schema: "catalog",
                columns: table => new
                {
                    sku = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false, collation: "C"),
                    location = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false, collation: "C"),
                    on_hand = table.Column<decimal>(type: "numeric", nullable: false),
                    on_order = table.Column<decimal>(type: "numeric", nullable: false),
                    counted = table.Column<bool>(type: "boolean", nullable: false),
                    version = table.Column<long>(type: "bigint", nullable: false),
                    announced = table.Column<bool>(type: "boolean", nullable: false),
                    updated_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    moved_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_stock_levels", x => new { x.sku, x.location });
                    table.ForeignKey(
                        name: "fk_stock_levels_locations_location",
                        column: x => x.location,
                        principalSchema: "catalog",
                        principalTable: "locations",
                        principalColumn: "code",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_stock_levels_products_sku",
                        column: x => x.sku,
                        principalSchema: "catalog",
                        principalTable: "products",
                        principalColumn: "sku",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "purchase_orders",
                schema: "catalog",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    number = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false, collation: "C"),
                    supplier = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false, collation: "C"),
                    location = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false, collation: "C"),
                    status = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    ordered_on = table.Column<DateOnly>(type: "date", nullable: false),
                    expected_on = table.Column<DateOnly>(type: "date", nullable: false),
                    updated_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    xmin = table.Column<uint>(type: "xid", rowVersion: true, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_purchase_orders", x => x.id);
                    table.ForeignKey(
                        name: "fk_purchase_orders_locations_location",
                        column: x => x.location,
                        principalSchema: "catalog",
                        principalTable: "locations",
                        principalColumn: "code",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_purchase_orders_suppliers_supplier",
                        column: x => x.supplier,
                        principalSchema: "catalog",
                        principalTable: "suppliers",
                        principalColumn: "code",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "supplier_terms",
                schema: "catalog",
                columns: table => new
                {
                    sku = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false, collation: "C"),
                    supplier = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false, collation: "C"),
                    lead_time_days = table.Column<int>(type: "integer", nullable: false),
                    moq = table.Column<decimal>(type: "numeric", nullable: false),
                    pack_multiple = table.Column<decimal>(type: "numeric", nullable: false),
                    unit_cost = table.Column<decimal>(type: "numeric", nullable: false),
                    preferred = table.Column<bool>(type: "boolean", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_supplier_terms", x => new { x.sku, x.supplier });
                    table.ForeignKey(
                        name: "fk_supplier_terms_products_sku",
                        column: x => x.sku,
                        principalSchema: "catalog",
                        principalTable: "products",
                        principalColumn: "sku",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_supplier_terms_suppliers_supplier",
                        column: x => x.supplier,
                        principalSchema: "catalog",
                        principalTable: "suppliers",
                        principalColumn: "code",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "purchase_order_lines",
                schema: "catalog",
                columns: table => new
                {
                    order_id = table.Column<Guid>(type: "uuid", nullable: false),
                    line = table.Column<int>(type: "integer", nullable: false),
                    sku = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false, collation: "C"),
                    ordered = table.Column<decimal>(type: "numeric", nullable: false),
                    received = table.Column<decimal>(type: "numeric", nullable: false),
                    unit_cost = table.Column<decimal>(type: "numeric", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_purchase_order_lines", x => new { x.order_id, x.line });
                    table.ForeignKey(
                        name: "fk_purchase_order_lines_products_sku",
                        column: x => x.sku,
                        principalSchema: "catalog",
                        principalTable: "products",
                        principalColumn: "sku",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_purchase_order_lines_purchase_orders_order_id",
                        column: x => x.order_id,
                        principalSchema: "catalog",
                        principalTable: "purchase_orders",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "ix_inbox_applied_at",
                schema: "catalog",
                table: "inbox",
                column: "applied_at")
                .Annotation("Npgsql:IndexMethod", "brin");

            migrationBuilder.CreateIndex(
                name: "ix_outbox_sent",
                schema: "catalog",
                table: "outbox",
                column: "sent_at",
                filter: "sent_at IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_outbox_unsent",
                schema: "catalog",
                table: "outbox",
                column: "sequence",
                filter: "sent_at IS NULL");

            migrationBuilder.CreateIndex(
                name: "ix_product_totals_on_hand_sku",
                schema: "catalog",
                table: "product_totals",
                columns: new[] { "on_hand", "sku" },
                descending: new[] { true, false });

            migrationBuilder.CreateIndex(
                name: "ix_product_totals_revenue_sku",
                schema: "catalog",
                table: "product_totals",
                columns: new[] { "revenue", "sku" },
                descending: new[] { true, false });

            migrationBuilder.CreateIndex(
                name: "ix_product_totals_units_sold_sku",
                schema: "catalog",
                table: "product_totals",
                columns: new[] { "units_sold", "sku" },
                descending: new[] { true, false });

            migrationBuilder.CreateIndex(
                name: "ix_products_category_sku",
                schema: "catalog",
                table: "products",
                columns: new[] { "category", "sku" });

            migrationBuilder.CreateIndex(
                name: "ix_products_price_sku",
                schema: "catalog",
                table: "products",
                columns: new[] { "price", "sku" });

            migrationBuilder.CreateIndex(
                name: "ix_products_sort_name_sku",
                schema: "catalog",
                table: "products",
                columns: new[] { "sort_name", "sku" });

            migrationBuilder.CreateIndex(
                name: "ix_purchase_order_lines_sku",
                schema: "catalog",
                table: "purchase_order_lines",
                column: "sku");

            migrationBuilder.CreateIndex(
                name: "ix_purchase_orders_location",
                schema: "catalog",
                table: "purchase_orders",
                column: "location");

            migrationBuilder.CreateIndex(
                name: "ix_purchase_orders_number",
                schema: "catalog",
                table: "purchase_orders",
                column: "number",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_purchase_orders_supplier",
                schema: "catalog",
                table: "purchase_orders",
                column: "supplier");

            migrationBuilder.CreateIndex(
                name: "ix_stock_levels_location",
                schema: "catalog",
                table: "stock_levels",
                column: "location");

            migrationBuilder.CreateIndex(
                name: "ix_stock_levels_to_announce",
                schema: "catalog",
                table: "stock_levels",
                columns: new[] { "sku", "location" },
                filter: "NOT announced");

            migrationBuilder.CreateIndex(
                name: "ix_supplier_terms_one_preferred",
                schema: "catalog",
                table: "supplier_terms",
                column: "sku",
                unique: true,
                filter: "preferred");

            migrationBuilder.CreateIndex(
                name: "ix_supplier_terms_supplier",
                schema: "catalog",
                table: "supplier_terms",
                column: "supplier");

            migrationBuilder.Sql(OutboxExtensions.NotifySql(CatalogDb.Schema));
            migrationBuilder.Sql(StockFeature.Sql);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "idempotency",
                schema: "catalog");

            migrationBuilder.DropTable(
                name: "inbox",
                schema: "catalog");

            migrationBuilder.DropTable(
                name: "outbox",
                schema: "catalog");

            migrationBuilder.DropTable(
                name: "product_totals",
                schema: "catalog");

            migrationBuilder.DropTable(
                name: "purchase_order_lines",
                schema: "catalog");

            migrationBuilder.DropTable(
                name: "stock_levels",
                schema: "catalog");

            migrationBuilder.DropTable(
                name: "stock_movements",
                schema: "catalog");

            migrationBuilder.DropTable(
                name: "supplier_terms",
                schema: "catalog");

            migrationBuilder.DropTable(
                name: "purchase_orders",
                schema: "catalog");

            migrationBuilder.DropTable(
                name: "products",
                schema: "catalog");

            migrationBuilder.DropTable(
                name: "locations",
                schema: "catalog");

            migrationBuilder.DropTable(
                name: "suppliers",
                schema: "catalog");

            migrationBuilder.DropSequence(
                name: "purchase_order_number",
                schema: "catalog");
        }
    }
}
