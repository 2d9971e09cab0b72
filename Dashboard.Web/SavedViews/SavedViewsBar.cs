using SmartInventory.Contracts.Identity;
using SmartInventory.Dashboard.Web.Gateway;

namespace SmartInventory.Dashboard.Web.SavedViews;

/// <summary>The saved views of a list above it, and the form that saves what is shown.</summary>
/// <param name="Path">The page.</param>
/// <param name="Query">What is shown of it now; empty for all.</param>
/// <param name="Saved">Of who looks, for all pages.</param>
public sealed record SavedViewsBar(string Path, string Query, Loaded<IReadOnlyList<SavedView>> Saved);
