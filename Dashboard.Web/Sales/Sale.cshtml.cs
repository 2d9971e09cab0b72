using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using SmartInventory.Contracts;
using SmartInventory.Contracts.Identity;
using SmartInventory.Contracts.Sales;
using SmartInventory.Dashboard.Web.Gateway;
using SmartInventory.Dashboard.Web.Identity;
using SmartInventory.Dashboard.Web.Shared;

namespace SmartInventory.Dashboard.Web.Sales;

/// <summary>Everything about one line, and what can be done with it.</summary>
public sealed class SaleModel(ISalesApi sales, ICatalogApi catalog, TimeProvider time) : PageModel
{
    private const int Most = 100;

    public Loaded<SaleResponse> Sale { get; private set; } = null!;

    public IReadOnlyDictionary<string, string> Names { get; private set; } = new Dictionary<string, string>();

    /// <summary>What came back of it, and what took that back.</summary>
    public Loaded<Page<SaleResponse>>? Returns { get; private set; }

    /// <summary>The other lines of its receipt; null where it bears none.</summary>
    public Loaded<Page<SaleResponse>>? Together { get; private set; }

    /// <summary>The line that took it back; null while it counts.</summary>
    public SaleResponse? VoidedBy { get; private set; }

    /// <summary>The import that brought it; null where none did, or where it cannot be read.</summary>
    public SalesImportResponse? Import { get; private set; }

    public string? Refusal { get; private set; }

    /// <summary>By the input, as the API calls it.</summary>
    public IReadOnlyDictionary<string, string[]> Wrong { get; private set; } = new Dictionary<string, string[]>();

    /// <summary>What was just done.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Done { get; set; }

    [BindProperty]
    public decimal? Quantity { get; set; }

    [BindProperty]
    public string? Reason { get; set; }

    /// <summary>One per shown form: pressed twice, a return is one.</summary>
    [BindProperty]
    public string? Key { get; set; }

    public DateTimeOffset ReadAt { get; private set; }

    /// <summary>What can still come back.</summary>
    public decimal Left =>
        Sale.Value is { Kind: SaleKind.Sale } sale && SaleWords.Counts(sale)
            ? sale.Quantity - (Returns?.Value?.Items.Sum(line => line.Quantity) ?? 0)
            : 0;

    public async Task<IActionResult> OnGetAsync(Guid id, string? tile, CancellationToken ct)
    {
        Key = Guid.CreateVersion7().ToString();
        await ReadAsync(id, ct);
        if (Sale.Missing)
            return NotFound();
        return tile switch
        {
            null => Page(),
            "sale" => Partial("_Sale", this),
            _ => NotFound(),
        };
    }

    [Needs(Role.Clerk)]
    public Task<IActionResult> OnPostReturnAsync(Guid id, CancellationToken ct) =>
        Act(
            id,
            "returned",
            ModelState.IsValid ? null : ("quantity", T("is no number")),
            () => sales.ReturnSale(id, new ReturnSale { Quantity = Quantity, Reason = Query.Text(Reason) }, Key, ct),
            ct
        );

    [Needs(Role.Clerk)]
    public Task<IActionResult> OnPostVoidAsync(Guid id, CancellationToken ct) =>
        Act(
            id,
            "voided",
            Query.Text(Reason) is null ? ("void", T("Say why.")) : null,
            () => sales.VoidSale(id, new VoidSale { Reason = Query.Text(Reason) }, Key, ct),
            ct
        );

    /// <summary>What is wrong with a field; null when it is good.</summary>
    public string? WrongWith(string field) =>
        Wrong.TryGetValue(field, out var reasons) ? string.Join(", ", reasons) : null;

    private async Task<IActionResult> Act(
        Guid id,
        string done,
        (string Field, string Reason)? wrong,
        Func<Task<SaleResponse>> action,
        CancellationToken ct
    )
    {
        if (wrong is { } bad)
            Wrong = new Dictionary<string, string[]> { [bad.Field] = [bad.Reason] };
        else
        {
            var result = await Load.TryAsync(action(), ct);
            if (result.Value is not null)
                return LocalRedirect($"{SaleWords.Url(id)}?done={done}");
            if (result.Missing)
                return NotFound();
            (Refusal, Wrong) = (result.Error, result.Fields);
        }

        await ReadAsync(id, ct);
        return Sale.Missing ? NotFound() : Page();
    }

    private async Task ReadAsync(Guid id, CancellationToken ct)
    {
        Sale = await Load.TryAsync(sales.GetSale(id, ct), ct);
        ReadAt = time.GetUtcNow();
        if (Sale.Value is not { } sale)
            return;
        var returns = Load.TryAsync(sales.ListSales(Most, returnOf: id, ct: ct), ct);
        var together = sale.Receipt is null
            ? null
            : Load.TryAsync(
                sales.ListSales(
                    Most,
                    location: sale.Location,
                    channel: sale.Channel,
                    from: sale.Day,
                    to: sale.Day,
                    receipt: sale.Receipt,
                    ct: ct
                ),
                ct
            );
        var taken = sale.VoidedBy is { } by ? Load.TryAsync(sales.GetSale(by, ct), ct) : null;
        var import = sale.Import is { } run ? Load.TryAsync(sales.GetImport(run, ct), ct) : null;
        Returns = await returns;
        if (together is not null)
        {
            Together = (await together).Select(page =>
                page with
                {
                    Items = [.. page.Items.Where(line => line.Id != id)],
                }
            );
        }

        VoidedBy = taken is null ? null : (await taken).Value;
        Import = import is null ? null : (await import).Value;
        Names = await ProductNames.ReadAsync(
            catalog,
            (Together?.Value?.Items ?? []).Select(line => line.Sku).Append(sale.Sku),
            ct
        );
    }
}
