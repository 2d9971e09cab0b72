using Refit;
using SmartInventory.Contracts.Catalog;
using SmartInventory.Contracts.Collaboration;
using SmartInventory.Contracts.Forecasting;
using SmartInventory.Contracts.Identity;
using SmartInventory.Contracts.Messages;
using SmartInventory.Contracts.Sales;
using SmartInventory.Contracts.Status;

namespace SmartInventory.Contracts;

// The public API as Refit clients. Non-2xx answers throw ApiException with the problem document as its content.

/// <summary>Catalogue, stock and purchase orders.</summary>
public interface ICatalogApi
{
    [Get("/api/v1/products")]
    Task<ProductPage> ListProducts(
        int? limit = null,
        string? after = null,
        string? search = null,
        string? category = null,
        string? supplier = null,
        bool? archived = null,
        ProductSort? sort = null,
        string? tag = null,
        ProductStatus? status = null,
        [Query(CollectionFormat.Multi)] IReadOnlyList<string>? attribute = null,
        string? assignee = null,
        string? location = null,
        LevelState? stock = null,
        CancellationToken ct = default
    );

    [Get("/api/v1/products/{sku}")]
    Task<ProductResponse> GetProduct(string sku, CancellationToken ct = default);

    [Post("/api/v1/products")]
    Task<ProductResponse> CreateProduct(
        [Body] CreateProduct product,
        [Header("Idempotency-Key")] string? key = null,
        CancellationToken ct = default
    );

    [Post("/api/v1/products/batch")]
    Task<BatchResult> CreateProducts(
        [Body] CreateProducts products,
        [Header("Idempotency-Key")] string? key = null,
        CancellationToken ct = default
    );

    /// <param name="products">What shall be.</param>
    /// <param name="preview">True stores nothing and answers what would be.</param>
    /// <param name="key">Makes it safe to repeat.</param>
    /// <param name="ct">Ends it early.</param>
    [Post("/api/v1/products/upsert")]
    Task<UpsertResult> UpsertProducts(
        [Body] UpsertProducts products,
        bool? preview = null,
        [Header("Idempotency-Key")] string? key = null,
        CancellationToken ct = default
    );

    /// <param name="edit">Which products, and what shall be different.</param>
    /// <param name="preview">True stores nothing and answers what would be.</param>
    /// <param name="key">Makes it safe to repeat.</param>
    /// <param name="ct">Ends it early.</param>
    [Patch("/api/v1/products")]
    Task<EditResult> EditProducts(
        [Body] EditProducts edit,
        bool? preview = null,
        [Header("Idempotency-Key")] string? key = null,
        CancellationToken ct = default
    );

    /// <summary>How the products of the list with the same filters are spread.</summary>
    [Get("/api/v1/products/facets")]
    Task<ProductFacets> ProductFacets(
        string? search = null,
        string? category = null,
        string? supplier = null,
        bool? archived = null,
        string? tag = null,
        ProductStatus? status = null,
        [Query(CollectionFormat.Multi)] IReadOnlyList<string>? attribute = null,
        string? assignee = null,
        string? location = null,
        LevelState? stock = null,
        CancellationToken ct = default
    );

    /// <summary>The named products that exist, as their state messages would say it; archived ones included.</summary>
    [Post("/api/v1/products/lookup")]
    Task<IReadOnlyList<ProductState>> LookupProducts([Body] LookupProducts skus, CancellationToken ct = default);

    [Put("/api/v1/products/{sku}")]
    Task<ProductResponse> UpdateProduct(
        string sku,
        [Body] UpdateProduct product,
        [Header("If-Match")] string etag,
        CancellationToken ct = default
    );

    [Delete("/api/v1/products/{sku}")]
    Task DeleteProduct(string sku, [Header("If-Match")] string etag, CancellationToken ct = default);

    /// <summary>The image as WebP.</summary>
    [Get("/api/v1/products/{sku}/image")]
    Task<HttpContent> GetProductImage(string sku, ImageSize? size = null, CancellationToken ct = default);

    /// <summary>Sets the image: PNG, JPEG, WebP or GIF of at most 5 MiB and 40 megapixels.</summary>
    [Put("/api/v1/products/{sku}/image")]
    Task<StoredImage> SetProductImage(string sku, [Body] HttpContent image, CancellationToken ct = default);

    [Delete("/api/v1/products/{sku}/image")]
    Task RemoveProductImage(string sku, CancellationToken ct = default);

    [Get("/api/v1/categories")]
    Task<IReadOnlyList<CategoryNode>> ListCategories(CancellationToken ct = default);

    [Post("/api/v1/categories/rename")]
    Task<CategoryRenamed> RenameCategory(
        [Body] RenameCategory rename,
        [Header("Idempotency-Key")] string? key = null,
        CancellationToken ct = default
    );

    [Get("/api/v1/suppliers")]
    Task<Page<SupplierResponse>> ListSuppliers(
        int? limit = null,
        string? after = null,
        string? search = null,
        bool? archived = null,
        string? assignee = null,
        CancellationToken ct = default
    );

    /// <summary>Suppliers beside each other: lead times, reliability, what is on order.</summary>
    [Get("/api/v1/supplier-figures")]
    Task<Page<SupplierFigures>> ListSupplierFigures(
        int? limit = null,
        string? after = null,
        string? search = null,
        bool? archived = null,
        string? assignee = null,
        SupplierSort? sort = null,
        CancellationToken ct = default
    );

    [Get("/api/v1/suppliers/{code}")]
    Task<SupplierResponse> GetSupplier(string code, CancellationToken ct = default);

    [Post("/api/v1/suppliers")]
    Task<SupplierResponse> CreateSupplier(
        [Body] CreateSupplier supplier,
        [Header("Idempotency-Key")] string? key = null,
        CancellationToken ct = default
    );

    [Put("/api/v1/suppliers/{code}")]
    Task<SupplierResponse> UpdateSupplier(
        string code,
        [Body] UpdateSupplier supplier,
        [Header("If-Match")] string etag,
        CancellationToken ct = default
    );

    [Delete("/api/v1/suppliers/{code}")]
    Task DeleteSupplier(string code, [Header("If-Match")] string etag, CancellationToken ct = default);

    /// <summary>What the supplier delivers and how, by SKU; archived products are left out.</summary>
    [Get("/api/v1/suppliers/{code}/terms")]
    Task<Page<SupplierProduct>> ListSupplierTerms(
        string code,
        int? limit = null,
        string? after = null,
        string? sku = null,
        CancellationToken ct = default
    );

    /// <summary>What receipts say of its lead times, beside what it promises; its products by SKU.</summary>
    [Get("/api/v1/suppliers/{code}/lead-times")]
    Task<SupplierLeadTimes> GetSupplierLeadTimes(
        string code,
        int? limit = null,
        string? after = null,
        string? sku = null,
        CancellationToken ct = default
    );

    /// <summary>
    /// Adds terms that are missing, and changes what the rows name of those that are there; with
    /// <paramref name="preview"/> it says what would become of them.
    /// </summary>
    [Post("/api/v1/suppliers/terms/upsert")]
    Task<UpsertResult> UpsertSupplierTerms(
        [Body] UpsertTerms terms,
        bool? preview = null,
        [Header("Idempotency-Key")] string? key = null,
        CancellationToken ct = default
    );

    [Get("/api/v1/locations")]
    Task<Page<LocationResponse>> ListLocations(
        int? limit = null,
        string? after = null,
        bool? archived = null,
        CancellationToken ct = default
    );

    [Get("/api/v1/locations/{code}")]
    Task<LocationResponse> GetLocation(string code, CancellationToken ct = default);

    [Post("/api/v1/locations")]
    Task<LocationResponse> CreateLocation(
        [Body] CreateLocation location,
        [Header("Idempotency-Key")] string? key = null,
        CancellationToken ct = default
    );

    [Put("/api/v1/locations/{code}")]
    Task<LocationResponse> UpdateLocation(
        string code,
        [Body] UpdateLocation location,
        [Header("If-Match")] string etag,
        CancellationToken ct = default
    );

    [Delete("/api/v1/locations/{code}")]
    Task DeleteLocation(string code, [Header("If-Match")] string etag, CancellationToken ct = default);

    /// <param name="limit">How many at most.</param>
    /// <param name="after">The cursor of the page before.</param>
    /// <param name="sku">Only this product.</param>
    /// <param name="location">Only this location.</param>
    /// <param name="asOf">
    /// What lay there at that moment: without an offset on each location's clock, a plain date is its beginning.
    /// </param>
    /// <param name="search">Only products with this part in SKU, name, barcode or tag.</param>
    /// <param name="category">Only products in it or below.</param>
    /// <param name="supplier">Only products of which this supplier is the preferred one.</param>
    /// <param name="state">Only levels that are like that.</param>
    /// <param name="idleDays">Only levels at which nothing moved for so many days. Not of the past.</param>
    /// <param name="sort">The order; default by SKU.</param>
    /// <param name="ct">Ends it early.</param>
    [Get("/api/v1/stock")]
    Task<Page<StockLevelResponse>> ListStock(
        int? limit = null,
        string? after = null,
        string? sku = null,
        string? location = null,
        LocationTime? asOf = null,
        string? search = null,
        string? category = null,
        string? supplier = null,
        LevelState? state = null,
        int? idleDays = null,
        LevelSort? sort = null,
        CancellationToken ct = default
    );

    /// <summary>The levels of the list with the same filters, added up.</summary>
    [Get("/api/v1/stock/levels/totals")]
    Task<LevelTotals> LevelTotals(
        string? sku = null,
        string? location = null,
        LocationTime? asOf = null,
        string? search = null,
        string? category = null,
        string? supplier = null,
        LevelState? state = null,
        int? idleDays = null,
        CancellationToken ct = default
    );

    [Get("/api/v1/stock/summary")]
    Task<StockSummary> StockSummary(CancellationToken ct = default);

    /// <summary>Counted stock by how long it has lain. A supplier is the preferred one, a category has those below it.
    /// </summary>
    [Get("/api/v1/stock/age")]
    Task<Page<StockAge>> ListStockAges(
        int? limit = null,
        string? after = null,
        StockAgeSort? sort = null,
        string? sku = null,
        string? location = null,
        string? category = null,
        string? supplier = null,
        CancellationToken ct = default
    );

    [Get("/api/v1/stock/age/totals")]
    Task<StockAgeTotals> StockAgeTotals(
        string? sku = null,
        string? location = null,
        string? category = null,
        string? supplier = null,
        CancellationToken ct = default
    );

    [Get("/api/v1/stock/totals")]
    Task<LedgerTotals> StockTotals(bool? recount = null, CancellationToken ct = default);

    /// <summary>The ledger, what happened last first.</summary>
    /// <param name="limit">How many at most.</param>
    /// <param name="after">The cursor of the page before.</param>
    /// <param name="sku">Only this product.</param>
    /// <param name="location">Only this location.</param>
    /// <param name="kind">Only this kind.</param>
    /// <param name="by">Only what this person or token recorded, by user name.</param>
    /// <param name="reference">Only lines with this reference: an order's number, a transfer's id.</param>
    /// <param name="from">From this day on, of the location's clock.</param>
    /// <param name="to">Up to this day, which belongs to it.</param>
    /// <param name="ct">Ends it early.</param>
    [Get("/api/v1/stock/movements")]
    Task<Page<MovementResponse>> ListAllMovements(
        int? limit = null,
        string? after = null,
        string? sku = null,
        string? location = null,
        MovementKind? kind = null,
        string? by = null,
        string? reference = null,
        DateOnly? from = null,
        DateOnly? to = null,
        CancellationToken ct = default
    );

    /// <summary>The ledger of one product, what happened last first.</summary>
    [Get("/api/v1/stock/{sku}/movements")]
    Task<Page<MovementResponse>> ListMovements(
        string sku,
        string? location = null,
        int? limit = null,
        string? after = null,
        CancellationToken ct = default
    );

    [Get("/api/v1/stock/{sku}/movements/{id}")]
    Task<MovementDetail> GetMovement(string sku, Guid id, CancellationToken ct = default);

    /// <summary>
    /// Takes a receipt, an adjustment or a transfer back, at the moment at which it was.
    /// </summary>
    [Post("/api/v1/stock/{sku}/movements/{id}/undo")]
    Task<StockUndone> UndoMovement(
        string sku,
        Guid id,
        [Header("Idempotency-Key")] string? key = null,
        CancellationToken ct = default
    );

    /// <summary>Count sheets, the newest first.</summary>
    [Get("/api/v1/stock/counts")]
    Task<Page<CountSheetSummary>> ListCountSheets(
        int? limit = null,
        string? after = null,
        string? location = null,
        CountSheetState? state = null,
        CancellationToken ct = default
    );

    [Get("/api/v1/stock/counts/{number}")]
    Task<CountSheetResponse> GetCountSheet(int number, CancellationToken ct = default);

    [Post("/api/v1/stock/counts")]
    Task<CountSheetResponse> CreateCountSheet(
        [Body] CreateCountSheet sheet,
        [Header("Idempotency-Key")] string? key = null,
        CancellationToken ct = default
    );

    /// <summary>What lay there of one product, and when.</summary>
    [Put("/api/v1/stock/counts/{number}/lines/{sku}")]
    Task<CountSheetResponse> RecordCount(
        int number,
        string sku,
        [Body] RecordCount count,
        CancellationToken ct = default
    );

    /// <summary>Puts what was counted into the ledger.</summary>
    [Post("/api/v1/stock/counts/{number}/post")]
    Task<CountSheetResponse> PostCountSheet(
        int number,
        [Body] PostCountSheet post,
        [Header("Idempotency-Key")] string? key = null,
        CancellationToken ct = default
    );

    [Post("/api/v1/stock/counts/{number}/cancel")]
    Task<CountSheetResponse> CancelCountSheet(
        int number,
        [Header("Idempotency-Key")] string? key = null,
        CancellationToken ct = default
    );

    [Post("/api/v1/stock/receipts")]
    Task<StockMoved> ReceiveStock(
        [Body] ReceiveStock receipt,
        [Header("Idempotency-Key")] string? key = null,
        CancellationToken ct = default
    );

    [Post("/api/v1/stock/adjustments")]
    Task<StockMoved> AdjustStock(
        [Body] AdjustStock adjustment,
        [Header("Idempotency-Key")] string? key = null,
        CancellationToken ct = default
    );

    [Post("/api/v1/stock/transfers")]
    Task<StockTransferred> TransferStock(
        [Body] TransferStock transfer,
        [Header("Idempotency-Key")] string? key = null,
        CancellationToken ct = default
    );

    [Post("/api/v1/stock/moves")]
    Task<BatchResult> MoveStock(
        [Body] MoveStock moves,
        [Header("Idempotency-Key")] string? key = null,
        CancellationToken ct = default
    );

    [Get("/api/v1/purchase-orders")]
    Task<Page<PurchaseOrderResponse>> ListPurchaseOrders(
        int? limit = null,
        string? after = null,
        PurchaseOrderStatus? status = null,
        string? supplier = null,
        string? location = null,
        string? sku = null,
        DateOnly? expectedBefore = null,
        bool? late = null,
        bool? approvable = null,
        string? createdBy = null,
        CancellationToken ct = default
    );

    /// <summary>By where they stand, with sums.</summary>
    [Get("/api/v1/order-board")]
    Task<OrderBoard> GetOrderBoard(
        string? supplier = null,
        string? location = null,
        string? createdBy = null,
        CancellationToken ct = default
    );

    [Get("/api/v1/purchase-orders/{number}")]
    Task<PurchaseOrderResponse> GetPurchaseOrder(string number, CancellationToken ct = default);

    /// <summary>Whether it may be approved, and by whom.</summary>
    [Get("/api/v1/purchase-orders/{number}/approval")]
    Task<OrderApproval> GetOrderApproval(string number, CancellationToken ct = default);

    [Get("/api/v1/purchase-orders/approval-limits")]
    Task<ApprovalLimitsResponse> GetApprovalLimits(CancellationToken ct = default);

    [Put("/api/v1/purchase-orders/approval-limits")]
    Task<ApprovalLimitsResponse> SetApprovalLimits(
        [Body] SetApprovalLimits limits,
        [Header("If-Match")] string etag,
        CancellationToken ct = default
    );

    /// <summary>An A4 document, <c>application/pdf</c>.</summary>
    [Get("/api/v1/purchase-orders/{number}/pdf")]
    Task<Stream> PrintPurchaseOrder(string number, CancellationToken ct = default);

    [Post("/api/v1/purchase-orders")]
    Task<PurchaseOrderResponse> CreatePurchaseOrder(
        [Body] CreatePurchaseOrder order,
        [Header("Idempotency-Key")] string? key = null,
        CancellationToken ct = default
    );

    /// <summary>All of them or none.</summary>
    [Post("/api/v1/purchase-orders/batch")]
    Task<IReadOnlyList<PurchaseOrderResponse>> CreatePurchaseOrders(
        [Body] CreatePurchaseOrders orders,
        [Header("Idempotency-Key")] string? key = null,
        CancellationToken ct = default
    );

    /// <summary>From here on it counts as on order.</summary>
    [Post("/api/v1/purchase-orders/{number}/approve")]
    Task<PurchaseOrderResponse> ApprovePurchaseOrder(
        string number,
        [Header("If-Match")] string etag,
        [Header("Idempotency-Key")] string? key = null,
        CancellationToken ct = default
    );

    /// <summary>A draft again, before it is sent.</summary>
    [Post("/api/v1/purchase-orders/{number}/take-back")]
    Task<PurchaseOrderResponse> TakeBackApproval(
        string number,
        [Header("If-Match")] string etag,
        [Header("Idempotency-Key")] string? key = null,
        CancellationToken ct = default
    );

    /// <summary>The supplier has it now.</summary>
    [Post("/api/v1/purchase-orders/{number}/send")]
    Task<PurchaseOrderResponse> SendPurchaseOrder(
        string number,
        [Body] SendPurchaseOrder send,
        [Header("If-Match")] string etag,
        [Header("Idempotency-Key")] string? key = null,
        CancellationToken ct = default
    );

    [Post("/api/v1/purchase-orders/{number}/expected-date")]
    Task<PurchaseOrderResponse> ChangeExpectedDate(
        string number,
        [Body] ChangeExpectedDate change,
        [Header("If-Match")] string etag,
        [Header("Idempotency-Key")] string? key = null,
        CancellationToken ct = default
    );

    [Post("/api/v1/purchase-orders/{number}/cancel")]
    Task<PurchaseOrderResponse> CancelPurchaseOrder(
        string number,
        [Body] CancelPurchaseOrder cancel,
        [Header("If-Match")] string etag,
        [Header("Idempotency-Key")] string? key = null,
        CancellationToken ct = default
    );

    /// <summary>What holds for the whole installation.</summary>
    [Get("/api/v1/installation")]
    Task<InstallationResponse> GetInstallation(CancellationToken ct = default);

    [Put("/api/v1/installation")]
    Task<InstallationResponse> SetInstallation(
        [Body] SetInstallation installation,
        [Header("If-Match")] string etag,
        CancellationToken ct = default
    );

    /// <summary>Everybody, by name.</summary>
    [Get("/api/v1/people")]
    Task<IReadOnlyList<PersonResponse>> ListPeople(CancellationToken ct = default);

    /// <summary>What was said of something, newest first.</summary>
    [Get("/api/v1/comments")]
    Task<Page<CommentResponse>> ListComments(
        string subject,
        int? limit = null,
        string? after = null,
        CancellationToken ct = default
    );

    [Post("/api/v1/comments")]
    Task<CommentResponse> AddComment(
        [Body] AddComment comment,
        [Header("Idempotency-Key")] string? key = null,
        CancellationToken ct = default
    );

    /// <summary>Of one's own.</summary>
    [Put("/api/v1/comments/{id}")]
    Task<CommentResponse> EditComment(
        Guid id,
        [Body] EditComment comment,
        [Header("If-Match")] string etag,
        CancellationToken ct = default
    );

    /// <summary>Of one's own; that there was one stays.</summary>
    [Delete("/api/v1/comments/{id}")]
    Task DeleteComment(Guid id, [Header("If-Match")] string etag, CancellationToken ct = default);

    /// <summary>What concerns me, newest first.</summary>
    [Get("/api/v1/inbox")]
    Task<Page<InboxItem>> ListInbox(
        int? limit = null,
        string? after = null,
        bool? unread = null,
        CancellationToken ct = default
    );

    [Get("/api/v1/inbox/count")]
    Task<InboxCounts> CountInbox(CancellationToken ct = default);

    [Put("/api/v1/inbox/marks")]
    Task MarkInbox([Body] MarkInbox marks, CancellationToken ct = default);

    /// <summary>What I follow, by name.</summary>
    [Get("/api/v1/follows")]
    Task<Page<FollowResponse>> ListFollows(int? limit = null, string? after = null, CancellationToken ct = default);

    /// <summary>From now on what is said of it and done to it is in my inbox.</summary>
    [Put("/api/v1/follows")]
    Task Follow(string subject, CancellationToken ct = default);

    [Delete("/api/v1/follows")]
    Task Unfollow(string subject, CancellationToken ct = default);
}

/// <summary>Sales history and its ingestion.</summary>
public interface ISalesApi
{
    [Post("/api/v1/sales")]
    Task<SaleResponse> RecordSale(
        [Body] RecordSale sale,
        [Header("Idempotency-Key")] string? key = null,
        CancellationToken ct = default
    );

    [Post("/api/v1/sales/batch")]
    Task<BatchResult> RecordSales(
        [Body] RecordSales sales,
        [Header("Idempotency-Key")] string? key = null,
        CancellationToken ct = default
    );

    /// <summary>
    /// A stream of lines of any length, <c>application/x-ndjson</c> (a <see cref="Sales.RecordSale"/> per line) or
    /// <c>text/csv</c> (its field names as header), optionally <c>Content-Encoding: gzip</c>. Good rows are stored
    /// chunk by chunk, bad ones reported; sending it again adds nothing as long as the rows have external ids, which
    /// are required here. A body that breaks off or cannot be parsed ends in a problem document that carries the report
    /// so far; what was stored stays, and repeating the whole is safe.
    /// </summary>
    /// <param name="rows">The body.</param>
    /// <param name="dryRun">
    /// Checks all that the import would check and stores nothing. A name that stands twice in the body is found where
    /// the
    /// two rows are near to each other.
    /// </param>
    /// <param name="rejects">
    /// How many rejected rows the report shows, 0 to <see cref="Limits.MaxRejects"/>; default
    /// <see cref="Limits.DefaultRejects"/>.
    /// </param>
    /// <param name="decimalMark">
    /// What stands before the decimals of every number in CSV, <c>point</c> or <c>comma</c>. Without it a number that
    /// could be two is rejected.
    /// </param>
    /// <param name="import">The import that the rows belong to, see <see cref="BeginImport"/>; null: to none.</param>
    [Post("/api/v1/sales/import")]
    Task<ImportReport> ImportSales(
        [Body] HttpContent rows,
        bool? dryRun = null,
        int? rejects = null,
        string? decimalMark = null,
        Guid? import = null,
        CancellationToken ct = default
    );

    /// <summary>Begins an import, so that what comes in one or many bodies can be taken back as a whole.</summary>
    [Post("/api/v1/sales/imports")]
    Task<SalesImportResponse> BeginImport(
        [Body] BeginImport import,
        [Header("Idempotency-Key")] string? key = null,
        CancellationToken ct = default
    );

    /// <summary>Newest first.</summary>
    [Get("/api/v1/sales/imports")]
    Task<Page<SalesImportResponse>> ListImports(
        int? limit = null,
        string? after = null,
        CancellationToken ct = default
    );

    [Get("/api/v1/sales/imports/{id}")]
    Task<SalesImportResponse> GetImport(Guid id, CancellationToken ct = default);

    /// <summary>All rows were sent.</summary>
    [Post("/api/v1/sales/imports/{id}/finish")]
    Task<SalesImportResponse> FinishImport(Guid id, CancellationToken ct = default);

    /// <summary>
    /// Takes all lines of an import back, or, while goods of one of its sales came back (409), none. Afterwards the
    /// same rows can be imported again.
    /// </summary>
    [Post("/api/v1/sales/imports/{id}/undo")]
    Task<SalesImportResponse> UndoImport(Guid id, CancellationToken ct = default);

    /// <summary>Takes a line back that should never have been recorded: it counts nowhere any more.</summary>
    [Post("/api/v1/sales/{id}/void")]
    Task<SaleResponse> VoidSale(
        Guid id,
        [Body] VoidSale request,
        [Header("Idempotency-Key")] string? key = null,
        CancellationToken ct = default
    );

    /// <summary>
    /// Sales and returns, newest first, as a stream of <c>text/csv</c> or <c>application/x-ndjson</c>, whichever
    /// <paramref name="accept"/> names; with the filters of the list. What is exported can be imported.
    /// </summary>
    [Get("/api/v1/sales/export")]
    Task<Stream> ExportSales(
        [Header("Accept")] string accept,
        string? sku = null,
        string? location = null,
        string? channel = null,
        SaleKind? kind = null,
        DateOnly? from = null,
        DateOnly? to = null,
        string? category = null,
        Guid? import = null,
        string? receipt = null,
        string? recordedBy = null,
        Guid? returnOf = null,
        CancellationToken ct = default
    );

    [Post("/api/v1/sales/{id}/returns")]
    Task<SaleResponse> ReturnSale(
        Guid id,
        [Body] ReturnSale request,
        [Header("Idempotency-Key")] string? key = null,
        CancellationToken ct = default
    );

    /// <summary>
    /// Newest first. <paramref name="from"/> and <paramref name="to"/> are demand days, both included.
    /// </summary>
    [Get("/api/v1/sales")]
    Task<Page<SaleResponse>> ListSales(
        int? limit = null,
        string? after = null,
        string? sku = null,
        string? location = null,
        string? channel = null,
        SaleKind? kind = null,
        DateOnly? from = null,
        DateOnly? to = null,
        string? category = null,
        Guid? import = null,
        string? receipt = null,
        string? recordedBy = null,
        Guid? returnOf = null,
        CancellationToken ct = default
    );

    [Get("/api/v1/sales/{id}")]
    Task<SaleResponse> GetSale(Guid id, CancellationToken ct = default);

    /// <summary>
    /// One row per day with a sale, ascending. Without <paramref name="from"/>: the last 90 days up to the last day
    /// with
    /// a sale (of the SKU and location asked for).
    /// </summary>
    [Get("/api/v1/sales/daily")]
    Task<IReadOnlyList<DailySales>> DailySales(
        string? sku = null,
        string? location = null,
        string? channel = null,
        DateOnly? from = null,
        DateOnly? to = null,
        string? category = null,
        CancellationToken ct = default
    );

    /// <summary>
    /// One row per hour, day, week or month with a sale, ascending. Without <paramref name="from"/>: everything; of
    /// hours the last 31 days up to <paramref name="to"/> or today.
    /// </summary>
    [Get("/api/v1/sales/periods")]
    Task<IReadOnlyList<PeriodSales>> SalesByPeriod(
        SalesPeriod by,
        string? sku = null,
        string? location = null,
        string? channel = null,
        SaleKind? kind = null,
        DateOnly? from = null,
        DateOnly? to = null,
        string? category = null,
        Guid? import = null,
        string? receipt = null,
        string? recordedBy = null,
        Guid? returnOf = null,
        CancellationToken ct = default
    );

    /// <summary>
    /// Everything that the filter selects, added up. Without <paramref name="from"/>: of a receipt, an import or the
    /// returns of a sale all of it, else the last days up to <paramref name="to"/> or the last day with a sale.
    /// </summary>
    /// <param name="days">How many days without <paramref name="from"/>, 1 to 3,660; default 31.</param>
    [Get("/api/v1/sales/sum")]
    Task<SalesSum> SumSales(
        int? days = null,
        string? sku = null,
        string? location = null,
        string? channel = null,
        SaleKind? kind = null,
        DateOnly? from = null,
        DateOnly? to = null,
        string? category = null,
        Guid? import = null,
        string? receipt = null,
        string? recordedBy = null,
        Guid? returnOf = null,
        CancellationToken ct = default
    );

    /// <summary>
    /// By weekday and hour. Without <paramref name="from"/>: the thirteen weeks up to <paramref name="to"/> or the last
    /// day with a sale.
    /// </summary>
    [Get("/api/v1/sales/week-hours")]
    Task<WeekHours> SalesByWeekHour(
        string? sku = null,
        string? location = null,
        string? channel = null,
        SaleKind? kind = null,
        DateOnly? from = null,
        DateOnly? to = null,
        string? category = null,
        Guid? import = null,
        string? receipt = null,
        string? recordedBy = null,
        Guid? returnOf = null,
        CancellationToken ct = default
    );

    /// <summary>
    /// Of a SKU the others that were on the same receipts, else the strongest pairs of all. Without
    /// <paramref name="from"/>: the 365 days up to <paramref name="to"/> or the last day with a sale.
    /// </summary>
    /// <param name="sku">Only pairs with it.</param>
    /// <param name="location">Only what was sold there.</param>
    /// <param name="from">First demand day.</param>
    /// <param name="to">Last demand day.</param>
    /// <param name="least">Fewest receipts with both, 1 to 1,000, default 3.</param>
    /// <param name="limit">How many pairs, 1 to 200, default 20.</param>
    /// <param name="ct">Ends it early.</param>
    [Get("/api/v1/sales/together")]
    Task<SoldTogether> SoldTogether(
        string? sku = null,
        string? location = null,
        DateOnly? from = null,
        DateOnly? to = null,
        int? least = null,
        int? limit = null,
        CancellationToken ct = default
    );

    [Get("/api/v1/sales/totals")]
    Task<LedgerTotals> SalesTotals(CancellationToken ct = default);
}

/// <summary>People and tokens, kept by the gateway.</summary>
public interface IIdentityApi
{
    [Get("/api/v1/me")]
    Task<Me> WhoAmI(CancellationToken ct = default);

    [Put("/api/v1/me/language")]
    Task<Me> ChooseLanguage([Body] ChooseLanguage choice, CancellationToken ct = default);

    /// <summary>What the caller saved, by page and name.</summary>
    [Get("/api/v1/me/views")]
    Task<IReadOnlyList<SavedView>> ListViews(CancellationToken ct = default);

    /// <returns>All that are saved then.</returns>
    [Put("/api/v1/me/views")]
    Task<IReadOnlyList<SavedView>> SaveView([Body] SaveView view, CancellationToken ct = default);

    [Get("/api/v1/users")]
    Task<IReadOnlyList<UserResponse>> ListUsers(CancellationToken ct = default);

    [Post("/api/v1/users")]
    Task<NewPassword> CreateUser([Body] CreateUser user, CancellationToken ct = default);

    [Patch("/api/v1/users/{name}")]
    Task<UserResponse> UpdateUser(string name, [Body] UpdateUser user, CancellationToken ct = default);

    [Post("/api/v1/users/{name}/password")]
    Task<NewPassword> ResetPassword(string name, CancellationToken ct = default);

    [Get("/api/v1/tokens")]
    Task<IReadOnlyList<TokenResponse>> ListTokens(CancellationToken ct = default);

    [Post("/api/v1/tokens")]
    Task<NewToken> CreateToken([Body] CreateToken token, CancellationToken ct = default);

    [Delete("/api/v1/tokens/{id}")]
    Task RevokeToken(string id, CancellationToken ct = default);
}

/// <summary>Forecasts, trends, replenishment.</summary>
public interface IForecastingApi
{
    /// <summary>
    /// One forecast per location that sells the SKU. Horizon 1 to <see cref="Limits.MaxHorizonDays"/>, default
    /// <see cref="Limits.DefaultHorizonDays"/>; by week at most <see cref="Limits.MaxHorizonWeeks"/>, by month
    /// <see cref="Limits.MaxHorizonMonths"/>, which are also their defaults.
    /// </summary>
    [Get("/api/v1/forecasts/{sku}")]
    Task<IReadOnlyList<ForecastResponse>> GetForecasts(
        string sku,
        string? location = null,
        int? horizon = null,
        ForecastGrain? grain = null,
        CancellationToken ct = default
    );

    /// <summary>
    /// What categories, locations or all together are expected to sell: by week or month, default month; horizon as
    /// above. At most <paramref name="limit"/> groups, default 50.
    /// </summary>
    [Get("/api/v1/forecasts/groups")]
    Task<GroupForecasts> GetGroupForecasts(
        ForecastGroupBy? by = null,
        string? category = null,
        string? location = null,
        ForecastGrain? grain = null,
        int? horizon = null,
        int? limit = null,
        CancellationToken ct = default
    );

    [Get("/api/v1/forecasts/{sku}/history")]
    Task<IReadOnlyList<DemandHistory>> GetHistory(
        string sku,
        string? location = null,
        int? days = null,
        CancellationToken ct = default
    );

    /// <summary>What was said of days of a product, by location, the newest first.</summary>
    [Get("/api/v1/forecasts/{sku}/marked-days")]
    Task<IReadOnlyList<MarkedStretch>> ListMarkedDays(
        string sku,
        string? location = null,
        CancellationToken ct = default
    );

    /// <summary>Says of days that they do not count, that they count, or that they are a promotion.</summary>
    [Post("/api/v1/forecasts/{sku}/marked-days")]
    Task<MarkedStretch> MarkDays(string sku, [Body] MarkDays days, CancellationToken ct = default);

    /// <summary>Takes back what was said of days.</summary>
    [Delete("/api/v1/forecasts/{sku}/marked-days/{id}")]
    Task UnmarkDays(string sku, Guid id, CancellationToken ct = default);

    /// <summary>Computes the SKU's forecasts anew and answers with them.</summary>
    [Post("/api/v1/forecasts/{sku}/refresh")]
    Task<IReadOnlyList<ForecastResponse>> RefreshForecasts(
        string sku,
        [Header("Idempotency-Key")] string? key = null,
        CancellationToken ct = default
    );

    /// <summary>Trains the pooled model anew and marks every series for a refresh; 202.</summary>
    [Post("/api/v1/forecasts/refresh")]
    Task<RefreshAccepted> RefreshAll([Header("Idempotency-Key")] string? key = null, CancellationToken ct = default);

    /// <summary>
    /// What forecasts of the last days were worth against what came: <paramref name="days"/> 1 to
    /// <see cref="Limits.MaxAccuracyDays"/>,
    /// default 28.
    /// </summary>
    [Get("/api/v1/forecasts/accuracy")]
    Task<ForecastAccuracy> GetAccuracy(
        int? days = null,
        string? sku = null,
        string? location = null,
        string? category = null,
        CancellationToken ct = default
    );

    /// <summary>The same week by week, as far back as scores are kept.</summary>
    [Get("/api/v1/forecasts/accuracy/weeks")]
    Task<AccuracyByWeek> GetAccuracyByWeek(
        string? location = null,
        string? category = null,
        CancellationToken ct = default
    );

    /// <summary>The series that missed by the most money: at most <paramref name="limit"/>, default 20.</summary>
    [Get("/api/v1/forecasts/accuracy/worst")]
    Task<WorstForecasts> ListWorstForecasts(
        int? days = null,
        int? limit = null,
        string? location = null,
        string? category = null,
        CancellationToken ct = default
    );

    /// <summary>How many series each method was chosen for, and when.</summary>
    [Get("/api/v1/forecasts/accuracy/methods")]
    Task<ForecastMethods> GetForecastMethods(
        string? location = null,
        string? category = null,
        CancellationToken ct = default
    );

    [Get("/api/v1/forecasts/totals")]
    Task<LedgerTotals> DemandTotals(bool? recount = null, CancellationToken ct = default);

    /// <summary>What is set of how things are ordered, from wide to narrow.</summary>
    [Get("/api/v1/replenishment/policies")]
    Task<Page<PolicyResponse>> ListPolicies(
        int? limit = null,
        string? after = null,
        PolicyScope? scope = null,
        CancellationToken ct = default
    );

    /// <summary>Null as key of all products.</summary>
    [Get("/api/v1/replenishment/policies/one")]
    Task<PolicyResponse> GetPolicy(PolicyScope scope, string? key, CancellationToken ct = default);

    /// <summary>Without an ETag where nothing is set yet.</summary>
    [Put("/api/v1/replenishment/policies/one")]
    Task<PolicyResponse> SetPolicy(
        PolicyScope scope,
        string? key,
        [Body] PolicyFields fields,
        [Header("If-Match")] string? etag = null,
        [Header("Idempotency-Key")] string? idempotencyKey = null,
        CancellationToken ct = default
    );

    [Delete("/api/v1/replenishment/policies/one")]
    Task ClearPolicy(PolicyScope scope, string? key, [Header("If-Match")] string etag, CancellationToken ct = default);

    [Get("/api/v1/replenishment/policies/effective")]
    Task<EffectivePolicy> GetEffectivePolicy(string sku, string? location = null, CancellationToken ct = default);

    [Get("/api/v1/trends")]
    Task<Page<TrendResponse>> ListTrends(
        int? limit = null,
        string? after = null,
        TrendSort? sort = null,
        MoverClass? mover = null,
        string? search = null,
        ValueClass? abc = null,
        ForecastClass? xyz = null,
        string? location = null,
        string? category = null,
        string? supplier = null,
        MatrixBy? by = null,
        decimal? a = null,
        decimal? b = null,
        decimal? x = null,
        decimal? y = null,
        CancellationToken ct = default
    );

    /// <summary>Products by value (ABC) and forecastability (XYZ), in nine cells.</summary>
    [Get("/api/v1/trends/matrix")]
    Task<TrendMatrix> GetTrendMatrix(
        MatrixBy? by = null,
        decimal? a = null,
        decimal? b = null,
        decimal? x = null,
        decimal? y = null,
        string? location = null,
        string? category = null,
        string? supplier = null,
        CancellationToken ct = default
    );

    /// <summary>Counted stock by how it turns over. Cover: days that it may last before the rest is excess.</summary>
    [Get("/api/v1/trends/stock")]
    Task<Page<StockTrend>> ListStockTrends(
        int? limit = null,
        string? after = null,
        StockMotion? motion = null,
        StockSort? sort = null,
        int? cover = null,
        string? location = null,
        string? category = null,
        string? supplier = null,
        CancellationToken ct = default
    );

    /// <summary>The same in numbers.</summary>
    [Get("/api/v1/trends/stock/summary")]
    Task<StockTrendSummary> GetStockTrendSummary(
        int? cover = null,
        string? location = null,
        string? category = null,
        string? supplier = null,
        CancellationToken ct = default
    );

    /// <summary>What was sold, its margin and what was missed in the last whole days against as many before, and the
    /// stock of now: <paramref name="days"/> 1 to 366, default 28.</summary>
    [Get("/api/v1/trends/figures")]
    Task<TrendFigures> GetTrendFigures(
        int? days = null,
        string? location = null,
        string? category = null,
        string? supplier = null,
        CancellationToken ct = default
    );

    /// <summary>What was sold in a window, default the last 28 days, against another.</summary>
    [Get("/api/v1/trends/totals")]
    Task<TrendTotals> GetTrendTotals(
        TotalsBy? by = null,
        DateOnly? from = null,
        DateOnly? to = null,
        TotalsAgainst? against = null,
        int? limit = null,
        string? location = null,
        string? category = null,
        string? supplier = null,
        CancellationToken ct = default
    );

    /// <summary>Days that the twelve weeks before them do not explain, newest first.</summary>
    [Get("/api/v1/trends/anomalies")]
    Task<Page<AnomalyResponse>> ListAnomalies(
        int? limit = null,
        string? after = null,
        AnomalyKind? kind = null,
        string? sku = null,
        DateOnly? from = null,
        string? location = null,
        string? category = null,
        string? supplier = null,
        CancellationToken ct = default
    );

    [Get("/api/v1/trends/{sku}")]
    Task<TrendResponse> GetTrend(string sku, CancellationToken ct = default);

    /// <summary>Its week and year, their strength, trend, stage of life and what promotions did.</summary>
    [Get("/api/v1/trends/{sku}/patterns")]
    Task<ProductPatterns> GetPatterns(string sku, string? location = null, CancellationToken ct = default);

    /// <summary>
    /// The dearest to wait with first. Without <paramref name="all"/> or an <paramref name="advice"/> only what is to
    /// be ordered.
    /// </summary>
    [Get("/api/v1/replenishment")]
    Task<Page<SuggestionResponse>> ListSuggestions(
        int? limit = null,
        string? after = null,
        string? location = null,
        bool? all = null,
        string? supplier = null,
        string? category = null,
        Urgency? urgency = null,
        Advice? advice = null,
        bool? setAside = null,
        string? assignee = null,
        StockRisk? risk = null,
        CancellationToken ct = default
    );

    /// <summary>The worklist in numbers, as a whole and per group.</summary>
    [Get("/api/v1/replenishment/summary")]
    Task<WorklistSummary> GetWorklistSummary(
        WorklistGroup? by = null,
        string? location = null,
        string? supplier = null,
        string? category = null,
        Urgency? urgency = null,
        string? assignee = null,
        StockRisk? risk = null,
        CancellationToken ct = default
    );

    /// <summary>What is accepted becomes draft orders, one per supplier and location.</summary>
    [Post("/api/v1/replenishment/decisions")]
    Task<DecisionsMade> DecideSuggestions(
        [Body] DecideSuggestions decisions,
        [Header("Idempotency-Key")] string? key = null,
        CancellationToken ct = default
    );

    /// <summary>Accepts all that is due at a supplier.</summary>
    [Post("/api/v1/replenishment/decisions/accept-due")]
    Task<DecisionsMade> AcceptDueSuggestions(
        [Body] AcceptDue due,
        [Header("Idempotency-Key")] string? key = null,
        CancellationToken ct = default
    );

    /// <summary>What was decided, newest first.</summary>
    [Get("/api/v1/replenishment/decisions")]
    Task<Page<DecisionResponse>> ListDecisions(
        int? limit = null,
        string? after = null,
        string? sku = null,
        string? location = null,
        DecisionAction? action = null,
        string? by = null,
        CancellationToken ct = default
    );

    /// <summary>What a policy would have done with the past, beside the one in force. Stores nothing.</summary>
    [Post("/api/v1/replenishment/simulate")]
    Task<SimulationResult> SimulateReplenishment(
        [Body] SimulateReplenishment simulation,
        CancellationToken ct = default
    );

    /// <summary>What would be suggested under other circumstances, beside what is. Stores nothing.</summary>
    [Post("/api/v1/replenishment/what-if")]
    Task<WhatIfResult> AskWhatIf([Body] WhatIfReplenishment question, CancellationToken ct = default);

    /// <summary>Who was closer, people or suggestions; by default in the last year.</summary>
    [Get("/api/v1/replenishment/decisions/scores")]
    Task<DecisionScores> ScoreDecisions(DateOnly? from = null, DateOnly? to = null, CancellationToken ct = default);

    /// <summary>
    /// The projected stock, one per location that knows the SKU. Days 1 to <see cref="Limits.MaxHorizonDays"/>, default
    /// lead time + review period + 14.
    /// </summary>
    [Get("/api/v1/replenishment/{sku}/projection")]
    Task<IReadOnlyList<StockProjection>> GetStockProjections(
        string sku,
        string? location = null,
        int? days = null,
        CancellationToken ct = default
    );

    /// <summary>One explained suggestion per location that knows the SKU.</summary>
    [Get("/api/v1/replenishment/{sku}")]
    Task<IReadOnlyList<SuggestionExplanation>> ExplainSuggestions(
        string sku,
        string? location = null,
        string? at = null,
        CancellationToken ct = default
    );

    [Get("/api/v1/replenishment/{sku}/changes")]
    Task<IReadOnlyList<SuggestionChange>> ListSuggestionChanges(
        string sku,
        string? location = null,
        int? limit = null,
        CancellationToken ct = default
    );
}

/// <summary>What the gateway itself answers.</summary>
public interface IStatusApi
{
    [Get("/api/v1/status")]
    Task<StatusResponse> GetStatus(CancellationToken ct = default);
}

/// <summary>What was done. Each service answers for itself, the gateway for all of them.</summary>
public interface IActivityApi
{
    /// <param name="limit">How many at most.</param>
    /// <param name="after">The cursor of the page before.</param>
    /// <param name="subject">Only what was done to this, see <see cref="Subject"/>.</param>
    /// <param name="by">Only what this person, token or service did.</param>
    /// <param name="via">Only what came this way.</param>
    /// <param name="action">Only this.</param>
    /// <param name="from">The first day, in UTC.</param>
    /// <param name="to">The last day, in UTC.</param>
    /// <param name="ct">Ends it early.</param>
    [Get("/api/v1/activity")]
    Task<ActivityPage> ListActivity(
        int? limit = null,
        string? after = null,
        string? subject = null,
        string? by = null,
        Via? via = null,
        string? action = null,
        DateOnly? from = null,
        DateOnly? to = null,
        CancellationToken ct = default
    );
}

/// <summary>Messages that failed. Each service answers for its own queues, the gateway for all of them.</summary>
public interface IFailedMessagesApi
{
    [Get("/api/v1/failed-messages")]
    Task<FailedMessages> ListFailedMessages(CancellationToken ct = default);

    /// <summary>
    /// Sends every message that waits in an error queue to its consumer once more, and answers how many those were.
    /// What fails
    /// again comes back.
    /// </summary>
    [Post("/api/v1/failed-messages/resend")]
    Task<FailedMessages> ResendFailedMessages(CancellationToken ct = default);
}
