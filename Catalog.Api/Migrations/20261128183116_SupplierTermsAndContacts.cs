using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace SmartInventory.Catalog.Api.Migrations
{
    /// <inheritdoc />
    public partial class SupplierTermsAndContacts : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "contacts",
                schema: "catalog",
                table: "suppliers",
                type: "jsonb",
                nullable: false,
                defaultValueSql: "'[]'");

            migrationBuilder.AddColumn<decimal>(
                name: "minimum_order_value",
                schema: "catalog",
                table: "suppliers",
                type: "numeric",
                nullable: true);

            migrationBuilder.AddColumn<string[]>(
                name: "order_days",
                schema: "catalog",
                table: "suppliers",
                type: "text[]",
                nullable: false,
                defaultValueSql: "'{}'");

            migrationBuilder.AddColumn<string>(
                name: "payment_terms",
                schema: "catalog",
                table: "suppliers",
                type: "character varying(200)",
                maxLength: 200,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "price_breaks",
                schema: "catalog",
                table: "supplier_terms",
                type: "jsonb",
                nullable: false,
                defaultValueSql: "'[]'");

            migrationBuilder.AddColumn<string>(
                name: "supplier_sku",
                schema: "catalog",
                table: "supplier_terms",
                type: "character varying(64)",
                maxLength: 64,
                nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "sent_at",
                schema: "catalog",
                table: "purchase_orders",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<decimal>(
                name: "pack",
                schema: "catalog",
                table: "purchase_order_lines",
                type: "numeric",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "supplier_sku",
                schema: "catalog",
                table: "purchase_order_lines",
                type: "character varying(64)",
                maxLength: 64,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "address",
                schema: "catalog",
                table: "locations",
                type: "character varying(500)",
                maxLength: 500,
                nullable: true);

            migrationBuilder.CreateIndex(
                name: "ix_stock_movements_order_receipts",
                schema: "catalog",
                table: "stock_movements",
                column: "reference",
                filter: "kind = 'Receipt' AND reference IS NOT NULL");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_stock_movements_order_receipts",
                schema: "catalog",
                table: "stock_movements");

            migrationBuilder.DropColumn(
                name: "contacts",
                schema: "catalog",
                table: "suppliers");

            migrationBuilder.DropColumn(
                name: "minimum_order_value",
                schema: "catalog",
                table: "suppliers");

            migrationBuilder.DropColumn(
                name: "order_days",
                schema: "catalog",
                table: "suppliers");

            migrationBuilder.DropColumn(
                name: "payment_terms",
                schema: "catalog",
                table: "suppliers");

            migrationBuilder.DropColumn(
                name: "price_breaks",
                schema: "catalog",
                table: "supplier_terms");

            migrationBuilder.DropColumn(
                name: "supplier_sku",
                schema: "catalog",
                table: "supplier_terms");

            migrationBuilder.DropColumn(
                name: "sent_at",
                schema: "catalog",
                table: "purchase_orders");

            migrationBuilder.DropColumn(
                name: "pack",
                schema: "catalog",
                table: "purchase_order_lines");

            migrationBuilder.DropColumn(
                name: "supplier_sku",
                schema: "catalog",
                table: "purchase_order_lines");

            migrationBuilder.DropColumn(
                name: "address",
                schema: "catalog",
                table: "locations");
        }
    }
}
