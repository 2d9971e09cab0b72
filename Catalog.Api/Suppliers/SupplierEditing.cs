using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using SmartInventory.Catalog.Api.Collaboration;
using SmartInventory.Contracts;
using SmartInventory.Contracts.Catalog;
using SmartInventory.Contracts.Collaboration;
using SmartInventory.ServiceDefaults.Activities;
using SmartInventory.ServiceDefaults.Web;

namespace SmartInventory.Catalog.Api.Suppliers;

internal sealed class SupplierEditing(CatalogDb db, TimeProvider time) : Editing<Supplier, SupplierResponse>(db, time)
{
    protected override string IsArchived(string key) => T($"Supplier '{key}' is archived.");

    protected override SubjectKind Kind => SubjectKind.Supplier;

    protected override FieldTexts<Supplier> Fields { get; } =
        new(
            ("name", s => s.Name),
            ("email", s => s.Email),
            ("phone", s => s.Phone),
            ("notes", s => s.Notes),
            ("contacts", s => FieldText.List(s.Contacts.Select(Contact))),
            ("orderDays", s => FieldText.List(s.OrderDays.Select(Words.Of))),
            ("minimumOrderValue", s => FieldText.Of(s.MinimumOrderValue)),
            ("paymentTerms", s => s.PaymentTerms),
            (Assignments.Field, s => s.Assignee)
        );

    public override Task<SupplierResponse?> FindAsync(string key, CancellationToken ct) =>
        Db
            .Suppliers.AsNoTracking()
            .Where(s => s.Code == key)
            .Select(SupplierEndpoints.ToResponse)
            .SingleOrDefaultAsync(ct);

    public override ProblemHttpResult Unknown(string text) =>
        Refusals.NotFound(T($"No supplier has the code '{text}'."));

    protected override string? Parse(string text) => Code.TryParse(text, out var code) ? code.Value : null;

    protected override IQueryable<Supplier> Locked(string key) =>
        Db.Suppliers.FromSql($"SELECT *, xmin FROM catalog.suppliers WHERE code = {key} FOR NO KEY UPDATE");

    private static string Contact(SupplierContact contact) =>
        string.Join(", ", new[] { contact.Name, contact.Role, contact.Email, contact.Phone }.OfType<string>());
}
