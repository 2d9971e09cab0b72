using System.ComponentModel.DataAnnotations;

namespace SmartInventory.Contracts.Catalog;

/// <summary>A category, and those below it. It is there as long as a product is in it or below.</summary>
/// <param name="Path">The whole path, such as <c>Drinks/Hot</c>.</param>
/// <param name="Name">The last name of the path.</param>
/// <param name="Products">Products in exactly this category, without archived ones.</param>
/// <param name="Total">Products in it and below.</param>
/// <param name="Children">The categories right below, by name.</param>
public sealed record CategoryNode(
    string Path,
    string Name,
    int Products,
    int Total,
    IReadOnlyList<CategoryNode> Children
);

/// <summary>Gives a category and all below it another name or place.</summary>
public sealed record RenameCategory
{
    /// <summary>The path now, in any case; required.</summary>
    [Required]
    public string? From { get; init; }

    /// <summary>The path that it shall have, not below <see cref="From"/>; required.</summary>
    [Required]
    public string? To { get; init; }

    /// <summary>True where <see cref="To"/> has products already and both are to be one. Default false.</summary>
    public bool? Merge { get; init; }
}

/// <param name="From">The path before.</param>
/// <param name="To">The path now.</param>
/// <param name="Products">How many products have another category now, archived ones included.</param>
public sealed record CategoryRenamed(string From, string To, int Products);
