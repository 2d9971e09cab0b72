using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using SmartInventory.Contracts;
using SmartInventory.Contracts.Catalog;
using SmartInventory.Contracts.Collaboration;
using SmartInventory.ServiceDefaults.Activities;
using SmartInventory.ServiceDefaults.Web;

namespace SmartInventory.Catalog.Api.Locations;

internal sealed class LocationEditing(CatalogDb db, TimeProvider time) : Editing<Location, LocationResponse>(db, time)
{
    protected override string IsArchived(string key) => T($"Location '{key}' is archived.");

    protected override SubjectKind Kind => SubjectKind.Location;

    protected override FieldTexts<Location> Fields { get; } =
        new(
            ("name", l => l.Name),
            ("timeZone", l => l.TimeZone),
            ("negativeStock", l => Words.Of(l.NegativeStock)),
            ("address", l => l.Address)
        );

    public override Task<LocationResponse?> FindAsync(string key, CancellationToken ct) =>
        Db
            .Locations.AsNoTracking()
            .Where(l => l.Code == key)
            .Select(LocationEndpoints.ToResponse)
            .SingleOrDefaultAsync(ct);

    public override ProblemHttpResult Unknown(string text) =>
        Refusals.NotFound(T($"No location has the code '{text}'."));

    protected override string? Parse(string text) => Code.TryParse(text, out var code) ? code.Value : null;

    protected override IQueryable<Location> Locked(string key) =>
        Db.Locations.FromSql($"SELECT *, xmin FROM catalog.locations WHERE code = {key} FOR NO KEY UPDATE");
}
