using SmartInventory.Contracts.Catalog;
using SmartInventory.Dashboard.Web.Editing;
using SmartInventory.Dashboard.Web.Shared;
using SmartInventory.ServiceDefaults.Web;

namespace SmartInventory.Dashboard.Web.Products;

/// <summary>What people change of a product on its page; the rest stays as it is.</summary>
public static class ProductForm
{
    private const string Yes = "yes";
    private const string No = "no";

    public static EditForm<ProductResponse, UpdateProduct> Form { get; } =
        new(
            new("name", "Name", p => p.Name, (u, t) => u with { Name = t }) { Required = true },
            new(
                "description",
                "Description",
                p => p.Description ?? "",
                (u, t) => u with { Description = Query.Text(t) }
            )
            {
                Type = "area",
            },
            new("category", "Category", p => p.Category ?? "", (u, t) => u with { Category = Query.Text(t) })
            {
                Hint = "A path, as Drinks/Hot/Tea",
            },
            new(
                "status",
                "Status",
                p => Words.Of(p.Status),
                (u, t) => u with { Status = FormText.Word<ProductStatus>(t) }
            )
            {
                Choices = [.. Enum.GetValues<ProductStatus>().Select(Words.Of)],
            },
            new("price", "Price", p => FormText.Of(p.Price), (u, t) => u with { Price = FormText.Number(t) })
            {
                Type = "number",
                Required = true,
            },
            new("cost", "Cost", p => FormText.Of(p.Cost), (u, t) => u with { Cost = FormText.Optional(t) })
            {
                Type = "number",
            },
            new("unit", "Unit", p => p.Unit, (u, t) => u with { Unit = Query.Text(t) }),
            new(
                "wholeUnits",
                "Whole units only",
                p => p.WholeUnits ? Yes : No,
                (u, t) => u with { WholeUnits = t == Yes }
            )
            {
                Choices = [Yes, No],
            },
            new(
                "serviceLevel",
                "Service level",
                p => FormText.Of(p.ServiceLevel),
                (u, t) => u with { ServiceLevel = FormText.Optional(t) }
            )
            {
                Type = "number",
                Hint = "0.5 to 0.999: how often a cycle is to end without running out. Empty: as policies say",
            },
            new(
                "reviewPeriodDays",
                "Review period, days",
                p => FormText.Of(p.ReviewPeriodDays),
                (u, t) => u with { ReviewPeriodDays = FormText.Whole(t) }
            )
            {
                Type = "number",
                Hint = "1 to 90. Empty: as policies say",
            },
            new("assignee", "Looked after by", p => p.Assignee ?? "", (u, t) => u with { Assignee = Query.Text(t) })
            {
                Hint = "A user name; empty for whoever looks after its supplier",
            },
            new("tags", "Tags", p => FormText.Of(p.Tags), (u, t) => u with { Tags = FormText.List(t) })
            {
                Hint = "With commas between",
            },
            new("barcodes", "Barcodes", p => FormText.Of(p.Barcodes), (u, t) => u with { Barcodes = FormText.List(t) })
            {
                Hint = "With commas between",
            }
        );
}
