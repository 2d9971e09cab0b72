using System.Text.Json;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using SmartInventory.Catalog.Api.Collaboration;
using SmartInventory.Catalog.Api.Stock;
using SmartInventory.Catalog.Api.Suppliers;
using SmartInventory.Contracts;
using SmartInventory.Contracts.Catalog;
using SmartInventory.ServiceDefaults.Data;
using SmartInventory.ServiceDefaults.Identity;
using SmartInventory.ServiceDefaults.Web;

namespace SmartInventory.Catalog.Api.Products;

/// <summary>What is sold, and how each supplier delivers it.</summary>
internal static class ProductsFeature
{
    public const string SkuIsTaken = "ak_products_sku";

    public static void AddProducts(this WebApplicationBuilder builder)
    {
        builder.Services.AddScoped<ProductReader>();
        builder.Services.AddScoped<ProductEditing>();
        builder.Services.AddScoped<ProductWriter>();
        builder.Services.AddScoped<CategoryStore>();
    }

    public static void MapProducts(this RouteGroupBuilder api)
    {
        api.MapImages();
        api.MapCategories();
        var products = api.MapGroup("/products")
            .WithTag("Products", "The catalogue: products, their images and categories.");
        products
            .MapGet("/", ProductList.List)
            .RequireAuthorization(Access.View)
            .WithName("ListProducts")
            .WithSummary("Products, filtered and sorted")
            .WithDescription(
                "search looks into SKU, name, barcodes and tags; the best match comes first, unless sort says "
                    + "otherwise. Where nothing has it, the answer has at most ten products whose SKU or name is "
                    + "nearest, and says so (nearest). assignee is who looks after the product itself, and not after "
                    + "its supplier: a user name, me, or none for nobody. "
                    + $"status is one of {Words.All<ProductStatus>()}; sort one of "
                    + $"{Words.All<ProductSort>()}: sku (default), name and price ascend, the others begin with the "
                    + "most."
            );
        products
            .MapGet("/facets", ProductFacetsEndpoint.Get)
            .RequireAuthorization(Access.View)
            .WithName("ProductFacets")
            .WithSummary(
                "How the products of the list are spread over categories, statuses, tags, suppliers, attributes, stock"
            )
            .WithDescription(
                $"Takes the filters of the list. Each list has at most {ProductFacetsEndpoint.MaxValues} values, the "
                    + "most frequent ones; cut names those that have more. Categories are those right below the one "
                    + "that was asked for, else the topmost, with all below them."
            );
        products
            .MapPatch("/", ProductEdits.Edit)
            .RequireAuthorization(Access.Plan)
            .WithName("EditProducts")
            .WithSummary("Changes many products alike, all or none")
            .WithDescription(
                $"Which, say at most {Limits.MaxBatch} skus, or filter and how many products it is expected to select: "
                    + "another number is a 409. Each product that cannot be changed so is named by its SKU, and then "
                    + "none is. With preview=true nothing is stored, and the answer says what would be."
            )
            .ProducesProblem(StatusCodes.Status409Conflict)
            .WithIdempotency<CatalogDb>();
        products
            .MapGet("/{sku}", ProductEndpoints.Get)
            .RequireAuthorization(Access.View)
            .WithName("GetProduct")
            .WithSummary("One product, archived or not")
            .ProducesProblem(StatusCodes.Status404NotFound);
        products
            .MapPost("/", ProductEndpoints.Create)
            .RequireAuthorization(Access.Plan)
            .WithName("CreateProduct")
            .WithSummary("Adds a product")
            .WithExample(
                new CreateProduct
                {
                    Sku = "LAMP-1",
                    Name = "Desk lamp",
                    Category = "Home/Lighting",
                    Price = 24.90m,
                    Cost = 11.20m,
                    Suppliers =
                    [
                        new()
                        {
                            Supplier = "NORDLICHT",
                            LeadTimeDays = 9,
                            Moq = 12,
                            PackMultiple = 6,
                            Preferred = true,
                        },
                    ],
                }
            )
            .ProducesProblem(StatusCodes.Status409Conflict)
            .WithIdempotency<CatalogDb>();
        products
            .MapPost("/batch", ProductEndpoints.CreateMany)
            .RequireAuthorization(Access.Plan)
            .WithName("CreateProducts")
            .WithSummary("Adds the products that are missing")
            .WithDescription(
                $"At most {Limits.MaxBatch}. Existing SKUs are left as they are (duplicate). In mode "
                    + "reject-everything, the default, one bad row is a 400 that names every bad field of every row; "
                    + "in mode reject-failed-rows the good rows are stored."
            )
            .WithIdempotency<CatalogDb>();
        products
            .MapPost("/upsert", ProductUpsert.Upsert)
            .RequireAuthorization(Access.Plan)
            .WithName("UpsertProducts")
            .WithSummary("Creates or changes products by their SKU")
            .WithDescription(
                $"At most {Limits.MaxBatch}, each SKU once. What a row does not say stays as it is, what clear names "
                    + "becomes empty; a new product needs name and price. In mode reject-everything, the default, one "
                    + "bad row is a 400 that names every bad field of every row; in mode reject-failed-rows the good "
                    + "rows are stored. With preview=true nothing is, and the answer says what would be."
            )
            .WithIdempotency<CatalogDb>();
        products
            .MapPost("/lookup", ProductEndpoints.Lookup)
            .RequireAuthorization(Access.View)
            .WithName("LookupProducts")
            .WithSummary("Which of these SKUs exist, and what are they?")
            .WithDescription(
                $"At most {Limits.MaxBatch} SKUs, archived ones included; unknown ones are absent from the answer."
            );
        products
            .MapPut("/{sku}", ProductEndpoints.Update)
            .RequireAuthorization(Access.Plan)
            .WithName("UpdateProduct")
            .WithSummary("Replaces a product's state; needs If-Match")
            .NeedsIfMatch();
        products
            .MapDelete("/{sku}", ProductEndpoints.Delete)
            .RequireAuthorization(Access.Plan)
            .WithName("DeleteProduct")
            .WithSummary("Archives a product; needs If-Match")
            .WithDescription("Its history stays and its SKU stays taken.")
            .NeedsIfMatch();
    }

    private static void MapImages(this RouteGroupBuilder api)
    {
        var image = api.MapGroup("/products/{sku}/image").WithTags("Products");
        image
            .MapGet("/", ProductImages.Get)
            .RequireAuthorization(Access.View)
            .WithName("GetProductImage")
            .WithSummary("The image of a product, as WebP")
            .WithDescription(
                $"size is one of {Words.All<ImageSize>()}: at most 1,024 pixels wide and high (default), or 128. With "
                    + "If-None-Match it is 304 as long as it is the same."
            )
            .Produces<byte[]>(StatusCodes.Status200OK, Picture.ContentType)
            .ProducesProblem(StatusCodes.Status404NotFound);
        image
            .MapPut("/", ProductImages.Set)
            .RequireAuthorization(Access.Plan)
            .WithName("SetProductImage")
            .WithSummary("Sets the image of a product")
            .WithDescription(
                "The body is PNG, JPEG, WebP or GIF, told by its bytes and not by its type; at most "
                    + $"{Limits.MaxImageBytes} bytes and {Picture.MaxMegapixels} megapixels. It is kept as WebP of at "
                    + "most 1,024 pixels, upright and without metadata; of a moving picture the first frame. The "
                    + "last one stays."
            )
            .Accepts<string>(isOptional: true, "*/*")
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status409Conflict)
            .ProducesProblem(StatusCodes.Status413PayloadTooLarge)
            .ProducesProblem(StatusCodes.Status415UnsupportedMediaType)
            .ProducesProblem(StatusCodes.Status422UnprocessableEntity)
            // It has a limit of its own, which names itself.
            .WithMetadata(new DisableRequestSizeLimitAttribute());
        image
            .MapDelete("/", ProductImages.Remove)
            .RequireAuthorization(Access.Plan)
            .WithName("RemoveProductImage")
            .WithSummary("Removes the image of a product")
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status409Conflict);
    }

    private static void MapCategories(this RouteGroupBuilder api)
    {
        var categories = api.MapGroup("/categories").WithTags("Products");
        categories
            .MapGet("/", CategoryEndpoints.List)
            .RequireAuthorization(Access.View)
            .WithName("ListCategories")
            .WithSummary("The tree of categories, with how many products each has, itself and below")
            .WithDescription("A category is there as long as a product is in it or below; archived ones do not count.");
        categories
            .MapPost("/rename", CategoryEndpoints.Rename)
            .RequireAuthorization(Access.Plan)
            .WithName("RenameCategory")
            .WithSummary("Gives a category, and all below it, another name or place")
            .WithDescription(
                "All products in it and below change together and are announced. A place that has products already is "
                    + "a 409, unless merge is true."
            )
            .ProducesProblem(StatusCodes.Status409Conflict)
            .WithIdempotency<CatalogDb>();
    }

    public static void MapProductTables(this ModelBuilder model)
    {
        model.Entity<Product>(product =>
        {
            product.ToTable("products");
            product.HasAlternateKey(p => p.Sku).HasName(SkuIsTaken);
            product.Property(p => p.Sku).IsKeyText(64);
            product.Property(p => p.Name).HasMaxLength(200);
            product.Property(p => p.SortName).HasMaxLength(400).UseCollation("C");
            product.Property(p => p.Description).HasMaxLength(4_000);
            product.Property(p => p.Category).HasMaxLength(CategoryPath.MaxLength);
            // Lower case may be longer, and a slash is added.
            product.Property(p => p.CategoryKey!).IsKeyText(2 * CategoryPath.MaxLength);
            product.Property(p => p.Unit).HasMaxLength(20);
            product.Property(p => p.Image).HasMaxLength(16);
            product
                .Property(p => p.Status)
                .HasConversion<string>()
                .HasMaxLength(20)
                .HasDefaultValueSql("'Active'")
                .HasSentinel(ProductStatus.Active);
            product.Property(p => p.Barcodes).HasDefaultValueSql("'{}'");
            product.Property(p => p.Tags).HasDefaultValueSql("'{}'");
            product.HasIndex(p => p.Barcodes).HasMethod("gin");
            product.HasIndex(p => p.Tags).HasMethod("gin");
            product
                .Property(p => p.Attributes)
                .HasColumnType("jsonb")
                .HasDefaultValueSql("'{}'")
                .HasConversion(
                    map => JsonSerializer.Serialize(map, JsonSerializerOptions.Default),
                    text =>
                        JsonSerializer.Deserialize<Dictionary<string, string>>(text, JsonSerializerOptions.Default)!,
                    new ValueComparer<Dictionary<string, string>>(
                        (a, b) => a!.Count == b!.Count && !a.Except(b).Any(),
                        map => map.Count,
                        map => new Dictionary<string, string>(map)
                    )
                );
            product.HasIndex(p => p.Attributes).HasMethod("gin").HasOperators("jsonb_path_ops");
            product.HasIndex(p => p.SearchText).HasMethod("gin").HasOperators("gin_trgm_ops");
            product.IsAssignable();
            product.HasIndex(p => new { p.Assignee, p.Sku }).HasFilter("assignee IS NOT NULL");
            product.Property(p => p.Xmin).IsXmin();
            product.HasIndex(p => new { p.SortName, p.Sku });
            product.HasIndex(p => new { p.Price, p.Sku });
            product.HasIndex(p => new { p.CategoryKey, p.Sku });
            product
                .HasOne(p => p.Totals)
                .WithOne()
                .HasForeignKey<ProductTotals>(t => t.Sku)
                .HasPrincipalKey<Product>(p => p.Sku)
                .OnDelete(DeleteBehavior.Restrict);
            product.Navigation(p => p.Totals).IsRequired();
        });
        model.Entity<ProductImage>(image =>
        {
            image.ToTable("product_images");
            image.HasKey(i => i.Sku);
            image.Property(i => i.Sku).IsKeyText(64);
            image
                .HasOne(i => i.Product)
                .WithOne()
                .HasForeignKey<ProductImage>(i => i.Sku)
                .HasPrincipalKey<Product>(p => p.Sku)
                .OnDelete(DeleteBehavior.Restrict);
        });
        model.Entity<Category>(category =>
        {
            category.ToTable("categories");
            category.HasKey(c => c.Key);
            category.Property(c => c.Key).IsKeyText(2 * CategoryPath.MaxLength);
            category.Property(c => c.Path).HasMaxLength(CategoryPath.MaxLength);
        });
        model.Entity<SupplierTerm>(SupplierTerm.Map);
    }
}
