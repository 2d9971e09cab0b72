using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using SmartInventory.Contracts;
using SmartInventory.Contracts.Catalog;
using SmartInventory.ServiceDefaults.Web;

namespace SmartInventory.Catalog.Api.Suppliers;

internal sealed class SupplierEditing(CatalogDb db) : Editing<Supplier, SupplierResponse>(db)
{
    protected override string Noun => "Supplier";

    public override Task<SupplierResponse?> FindAsync(string key, CancellationToken ct) =>
        Db
            .Suppliers.AsNoTracking()
            .Where(s => s.Code == key)
            .Select(SupplierEndpoints.ToResponse)
            .SingleOrDefaultAsync(ct);

    public override ProblemHttpResult Unknown(string text) => Refusals.NotFound($"No supplier has the code '{text}'.");

    protected override string? Parse(string text) => Code.TryParse(text, out var code) ? code.Value : null;

    protected override IQueryable<Supplier> Locked(string key) =>
        Db.Suppliers.FromSql($"SELECT *, xmin FROM catalog.suppliers WHERE code = {key} FOR NO KEY UPDATE");
}
