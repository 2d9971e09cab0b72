namespace SmartInventory.Contracts.Catalog;

/// <summary>How the products of a choice are spread. Each list begins with the most.</summary>
/// <param name="Products">How many products are chosen.</param>
/// <param name="Categories">Products right below the category that was asked for (else the topmost), with those below
/// them, and those in it itself.</param>
/// <param name="Statuses">Products of each status.</param>
/// <param name="Tags">Products of each tag.</param>
/// <param name="Suppliers">Products that each supplier delivers.</param>
/// <param name="Attributes">Products of each value of each attribute.</param>
/// <param name="Archived">How many archived products the same filters select.</param>
/// <param name="Locations">Products of which each location keeps a level, in the state that was asked for.</param>
/// <param name="Stock">Products that have a level in each state; a product may be in several.</param>
/// <param name="Cut">Which of these lists end before all was told.</param>
public sealed record ProductFacets(
    int Products,
    IReadOnlyList<FacetCount> Categories,
    IReadOnlyList<FacetCount> Statuses,
    IReadOnlyList<FacetCount> Tags,
    IReadOnlyList<SupplierCount> Suppliers,
    IReadOnlyList<AttributeCount> Attributes,
    int Archived,
    IReadOnlyList<FacetCount> Locations,
    IReadOnlyList<FacetCount> Stock,
    IReadOnlyList<string> Cut
);

/// <param name="Value">As the list filters by it.</param>
public sealed record FacetCount(string Value, int Products);

/// <param name="Supplier">The supplier's code.</param>
/// <param name="Name">Its name.</param>
/// <param name="Products">How many it delivers.</param>
public sealed record SupplierCount(string Supplier, string Name, int Products);

/// <param name="Name">The attribute.</param>
/// <param name="Value">The value.</param>
/// <param name="Products">How many have it.</param>
public sealed record AttributeCount(string Name, string Value, int Products);
