using SmartInventory.Contracts;
using SmartInventory.Contracts.Catalog;
using SmartInventory.Contracts.Collaboration;
using SmartInventory.Contracts.Identity;
using SmartInventory.Dashboard.Web.Editing;
using SmartInventory.Dashboard.Web.Identity;

namespace SmartInventory.Dashboard.Web.Locations;

/// <summary>Changes a location, also while somebody else does.</summary>
[Needs(Role.Planner)]
public sealed class EditLocationModel(ICatalogApi catalog) : EditPage<LocationResponse, UpdateLocation>
{
    public override Subject Subject => new(SubjectKind.Location, Key);

    public override string Back => "/locations";

    protected override EditForm<LocationResponse, UpdateLocation> Fields => LocationForm.Form;

    protected override string? Parse(string text) => Code.TryParse(text, out var code) ? code.Value : null;

    protected override Task<LocationResponse> GetAsync(string key, CancellationToken ct) =>
        catalog.GetLocation(key, ct);

    protected override string VersionOf(LocationResponse thing) => thing.ETag;

    protected override UpdateLocation Unchanged(LocationResponse thing) => UpdateLocation.Of(thing);

    protected override Task SaveAsync(string key, UpdateLocation change, string etag, CancellationToken ct) =>
        catalog.UpdateLocation(key, change, etag, ct);
}
