using SmartInventory.Contracts;
using SmartInventory.Contracts.Catalog;
using SmartInventory.Contracts.Identity;
using SmartInventory.Dashboard.Web.Editing;
using SmartInventory.Dashboard.Web.Identity;

namespace SmartInventory.Dashboard.Web.Locations;

/// <summary>A new location: its code, which stays for ever, and what its form has.</summary>
[Needs(Role.Planner)]
public sealed class NewLocationModel(ICatalogApi catalog) : NewPage<LocationResponse, UpdateLocation>
{
    public override string Back => "/locations";

    protected override FormField<LocationResponse, UpdateLocation> Name =>
        new("code", T("Code"), l => l.Code, (change, _) => change)
        {
            Required = true,
            Hint = T("A short name of letters, digits, dots and dashes, as MADRID. It never changes."),
        };

    protected override EditForm<LocationResponse, UpdateLocation> Fields => LocationForm.Form;

    protected override Task CreateAsync(string? name, UpdateLocation said, string? key, CancellationToken ct) =>
        catalog.CreateLocation(CreateLocation.Of(name, said), key, ct);

    protected override string PageOf(string name) => Back;
}
