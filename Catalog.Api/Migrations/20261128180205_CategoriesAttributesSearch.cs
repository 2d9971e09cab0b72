using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace SmartInventory.Catalog.Api.Migrations
{
    /// <inheritdoc />
    public partial class CategoriesAttributesSearch : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            // Its index is made below. The service's own role may not make it.
            migrationBuilder.Sql(
                """
                DO $$ BEGIN
                    IF NOT EXISTS (SELECT FROM pg_extension WHERE extname = 'pg_trgm') THEN
                        RAISE EXCEPTION 'The database has no extension pg_trgm.'
                            USING HINT = 'As the superuser, in this database: CREATE EXTENSION pg_trgm';
                    END IF;
                END $$
                """);

            migrationBuilder.DropIndex(
                name: "ix_products_category_sku",
                schema: "catalog",
                table: "products");

            migrationBuilder.AlterColumn<string>(
                name: "category",
                schema: "catalog",
                table: "products",
                type: "character varying(200)",
                maxLength: 200,
                nullable: true,
                oldClrType: typeof(string),
                oldType: "character varying(100)",
                oldMaxLength: 100,
                oldNullable: true);

            migrationBuilder.AddColumn<string>(
                name: "attributes",
                schema: "catalog",
                table: "products",
                type: "jsonb",
                nullable: false,
                defaultValueSql: "'{}'");

            migrationBuilder.AddColumn<string>(
                name: "category_key",
                schema: "catalog",
                table: "products",
                type: "character varying(400)",
                maxLength: 400,
                nullable: true,
                collation: "C");

            migrationBuilder.CreateTable(
                name: "categories",
                schema: "catalog",
                columns: table => new
                {
                    key = table.Column<string>(type: "character varying(400)", maxLength: 400, nullable: false, collation: "C"),
                    path = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_categories", x => x.key);
                });

            // A category was a text; where it had slashes it is a path from here on. Of several spellings of a name one
            // stays, everywhere.
            migrationBuilder.Sql(
                """
                UPDATE catalog.products p SET category = (
                    SELECT string_agg(btrim(name, E' \t\r\n'), '/' ORDER BY n)
                    FROM unnest(string_to_array(p.category, '/')) WITH ORDINALITY AS s (name, n)
                    WHERE btrim(name, E' \t\r\n') <> '')
                WHERE category LIKE '%/%';
                CREATE TEMPORARY TABLE category_steps AS
                SELECT DISTINCT lower(array_to_string(names[1:n], '/')) AS key, names[n] AS name
                FROM (SELECT DISTINCT string_to_array(category, '/') AS names FROM catalog.products) AS c,
                    generate_series(1, cardinality(names)) AS n;
                INSERT INTO catalog.categories
                SELECT key || '/', (
                    SELECT string_agg(
                        (SELECT min(name) FROM category_steps s
                        WHERE s.key = array_to_string((string_to_array(k.key, '/'))[1:n], '/')), '/' ORDER BY n)
                    FROM generate_series(1, cardinality(string_to_array(k.key, '/'))) AS n)
                FROM (SELECT DISTINCT key FROM category_steps) AS k;
                DROP TABLE category_steps;
                UPDATE catalog.products p SET category = c.path, category_key = c.key
                FROM catalog.categories c WHERE c.key = lower(p.category) || '/';
                """);

            migrationBuilder.CreateIndex(
                name: "ix_products_attributes",
                schema: "catalog",
                table: "products",
                column: "attributes")
                .Annotation("Npgsql:IndexMethod", "gin")
                .Annotation("Npgsql:IndexOperators", new[] { "jsonb_path_ops" });

            migrationBuilder.CreateIndex(
                name: "ix_products_category_key_sku",
                schema: "catalog",
                table: "products",
                columns: new[] { "category_key", "sku" });

            migrationBuilder.CreateIndex(
                name: "ix_products_search_text",
                schema: "catalog",
                table: "products",
                column: "search_text")
                .Annotation("Npgsql:IndexMethod", "gin")
                .Annotation("Npgsql:IndexOperators", new[] { "gin_trgm_ops" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "categories",
                schema: "catalog");

            migrationBuilder.DropIndex(
                name: "ix_products_attributes",
                schema: "catalog",
                table: "products");

            migrationBuilder.DropIndex(
                name: "ix_products_category_key_sku",
                schema: "catalog",
                table: "products");

            migrationBuilder.DropIndex(
                name: "ix_products_search_text",
                schema: "catalog",
                table: "products");

            migrationBuilder.DropColumn(
                name: "attributes",
                schema: "catalog",
                table: "products");

            migrationBuilder.DropColumn(
                name: "category_key",
                schema: "catalog",
                table: "products");

            migrationBuilder.AlterColumn<string>(
                name: "category",
                schema: "catalog",
                table: "products",
                type: "character varying(100)",
                maxLength: 100,
                nullable: true,
                oldClrType: typeof(string),
                oldType: "character varying(200)",
                oldMaxLength: 200,
                oldNullable: true);

            migrationBuilder.CreateIndex(
                name: "ix_products_category_sku",
                schema: "catalog",
                table: "products",
                columns: new[] { "category", "sku" });
        }
    }
}
