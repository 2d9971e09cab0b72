using SmartInventory.Contracts.Catalog;
using SmartInventory.Dashboard.Web.Editing;

namespace SmartInventory.Dashboard.Web.Products;

/// <summary>What people say of how a supplier delivers a product.</summary>
public static class TermForm
{
    private const char Between = ';';

    public static EditForm<SupplierTermResponse, UpsertTerm> Form =>
        new(
            new(
                "leadTimeDays",
                T("Lead time, days"),
                t => FormText.Of(t.LeadTimeDays),
                (u, t) => u with { LeadTimeDays = FormText.Whole(t) }
            )
            {
                Type = "number",
                Required = true,
                Hint = T("From the order to the goods on the shelf, 0 to 365"),
            },
            new(
                "unitCost",
                T("Unit cost"),
                t => FormText.Of(t.UnitCost),
                (u, t) => u with { UnitCost = FormText.Optional(t) }
            )
            {
                Type = "number",
                Required = true,
            },
            new("moq", T("Minimum order"), t => FormText.Of(t.Moq), (u, t) => u with { Moq = FormText.Optional(t) })
            {
                Type = "number",
                Hint = T("Units of one order line at least. Empty: 1"),
            },
            new(
                "packMultiple",
                T("Pack"),
                t => FormText.Of(t.PackMultiple),
                (u, t) => u with { PackMultiple = FormText.Optional(t) }
            )
            {
                Type = "number",
                Hint = T("Orders are multiples of it. Empty: 1"),
            },
            new(
                "priceBreaks",
                T("Price breaks"),
                t => Text(t.PriceBreaks),
                (u, t) => u with { PriceBreaks = Breaks(t) }
            )
            {
                Type = "area",
                Hint = T("One a line: from how many units; unit cost. As 100; 4.50"),
            },
            new(
                "supplierSku",
                T("What the supplier calls it"),
                t => t.SupplierSku ?? "",
                (u, t) => u with { SupplierSku = t }
            ),
            new(
                "preferred",
                T("Preferred supplier"),
                t => FormText.Of(t.Preferred),
                (u, t) => u with { Preferred = t == FormText.Yes }
            )
            {
                Choices = [FormText.No, FormText.Yes],
                Call = FormText.Call,
                Hint = T("Suggestions order from it. A product has exactly one, the first unless another is"),
            }
        );

    private static string Text(IEnumerable<PriceBreak>? breaks) =>
        string.Join(
            '\n',
            (breaks ?? []).Select(b => $"{FormText.Of(b.FromQuantity)}{Between} {FormText.Of(b.UnitCost)}")
        );

    private static PriceBreakRequest[] Breaks(string text) =>
        [.. text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(Break)];

    private static PriceBreakRequest Break(string line) =>
        line.Split(Between, StringSplitOptions.TrimEntries) is [var from, var cost]
            ? new PriceBreakRequest { FromQuantity = FormText.Number(from), UnitCost = FormText.Number(cost) }
            : throw new FormatException(T($"'{line}' is not two numbers with a semicolon between."));
}
