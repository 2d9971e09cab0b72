using SmartInventory.Contracts.Catalog;
using SmartInventory.Dashboard.Web.Editing;
using SmartInventory.Dashboard.Web.Shared;
using SmartInventory.ServiceDefaults.Web;

namespace SmartInventory.Dashboard.Web.Products;

/// <summary>What people change of a product on its page; the rest stays as it is.</summary>
public static class ProductForm
{
    public static EditForm<ProductResponse, UpdateProduct> Form =>
        new(
            new("name", T("Name"), p => p.Name, (u, t) => u with { Name = t }) { Required = true },
            new(
                "description",
                T("Description"),
                p => p.Description ?? "",
                (u, t) => u with { Description = Query.Text(t) }
            )
            {
                Type = "area",
            },
            new("category", T("Category"), p => p.Category ?? "", (u, t) => u with { Category = Query.Text(t) })
            {
                Hint = T("A path, as Drinks/Hot/Tea"),
            },
            new(
                "status",
                T("Status"),
                p => Words.Of(p.Status),
                (u, t) => u with { Status = FormText.Word<ProductStatus>(t) }
            )
            {
                Choices = [.. Enum.GetValues<ProductStatus>().Select(Words.Of)],
                Call = choice => Query.Word<ProductStatus>(choice) is { } status ? Named.Of(status) : choice,
            },
            new("price", T("Price"), p => FormText.Of(p.Price), (u, t) => u with { Price = FormText.Number(t) })
            {
                Type = "number",
                Required = true,
            },
            new("cost", T("Cost"), p => FormText.Of(p.Cost), (u, t) => u with { Cost = FormText.Optional(t) })
            {
                Type = "number",
            },
            new("unit", T("Unit"), p => p.Unit, (u, t) => u with { Unit = Query.Text(t) }),
            new(
                "wholeUnits",
                T("Whole units only"),
                p => FormText.Of(p.WholeUnits),
                (u, t) => u with { WholeUnits = t == FormText.Yes }
            )
            {
                Choices = [FormText.Yes, FormText.No],
                Call = FormText.Call,
            },
            new(
                "serviceLevel",
                T("Service level"),
                p => FormText.Of(p.ServiceLevel),
                (u, t) => u with { ServiceLevel = FormText.Optional(t) }
            )
            {
                Type = "number",
                Hint = T("0.5 to 0.999: how often a cycle is to end without running out. Empty: as policies say"),
            },
            new(
                "reviewPeriodDays",
                T("Review period, days"),
                p => FormText.Of(p.ReviewPeriodDays),
                (u, t) => u with { ReviewPeriodDays = FormText.Whole(t) }
            )
            {
                Type = "number",
                Hint = T("1 to 90. Empty: as policies say"),
            },
            new("assignee", T("Looked after by"), p => p.Assignee ?? "", (u, t) => u with { Assignee = Query.Text(t) })
            {
                Hint = T("A user name; empty for whoever looks after its supplier"),
            },
            new("tags", T("Tags"), p => FormText.Of(p.Tags), (u, t) => u with { Tags = FormText.List(t) })
            {
                Hint = T("With commas between"),
            },
            new(
                "barcodes",
                T("Barcodes"),
                p => FormText.Of(p.Barcodes),
                (u, t) => u with { Barcodes = FormText.List(t) }
            )
            {
                Hint = T("With commas between"),
            }
        );
}
