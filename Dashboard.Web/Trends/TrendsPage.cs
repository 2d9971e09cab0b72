using Microsoft.AspNetCore.Mvc;
using SmartInventory.Dashboard.Web.Shared;

namespace SmartInventory.Dashboard.Web.Trends;

/// <summary>What the pages about trends share: which products are looked at stands in the address.</summary>
public abstract class TrendsPage : TilePage
{
    [BindProperty(SupportsGet = true)]
    public string? Location { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Category { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Supplier { get; set; }

    /// <summary>The page's own address.</summary>
    public abstract string Here { get; }

    /// <summary>Says of whom an answer is, for those that are shared.</summary>
    protected string ChoiceKey => string.Join('\n', Location, Category, Supplier);

    /// <summary>Another page about the same products.</summary>
    public string Beside(string page) => Query.Address(page, Choice);

    protected IEnumerable<(string Name, string? Value)> Choice =>
        [("location", Location), ("category", Category), ("supplier", Supplier)];
}
