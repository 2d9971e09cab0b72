using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using SmartInventory.Contracts;
using SmartInventory.Contracts.Catalog;
using SmartInventory.Contracts.Identity;
using SmartInventory.Contracts.Sales;
using SmartInventory.Dashboard.Web.Editing;
using SmartInventory.Dashboard.Web.Gateway;
using SmartInventory.Dashboard.Web.Identity;
using SmartInventory.Dashboard.Web.Shared;

namespace SmartInventory.Dashboard.Web.Sales;

/// <summary>
/// A sale as it is made at a till: everything that was typed is in the form, so that nothing is kept here between two
/// lines and a script that sends the form for each scan only makes it faster.
/// </summary>
[Needs(Role.Clerk)]
public sealed partial class NewSaleModel(ICatalogApi catalog, ISalesApi sales) : PageModel
{
    /// <summary>The address of the page that shows them has to hold their ids.</summary>
    private const int MostLines = 100;
    private const int Near = 5;
    private const string LocationCookie = "sale-location";
    private static readonly TimeSpan Remembered = TimeSpan.FromDays(365);

    /// <summary>A SKU or barcode, with how many before a star; of the address the first line.</summary>
    [BindProperty]
    public string? Code { get; set; }

    /// <summary>One of the products that are like what was typed, and as many of it.</summary>
    [BindProperty]
    public string? Pick { get; set; }

    [BindProperty]
    public string? Location { get; set; }

    /// <summary>On the location's clock; empty: now.</summary>
    [BindProperty]
    public string? SoldAt { get; set; }

    [BindProperty]
    public string? Receipt { get; set; }

    [BindProperty]
    public string? Customer { get; set; }

    [BindProperty]
    public List<BasketLine> Lines { get; set; } = [];

    /// <summary>One per sale: sent twice, it is one sale.</summary>
    [BindProperty]
    public string? Key { get; set; }

    public Loaded<Page<LocationResponse>> Locations { get; private set; } = null!;

    /// <summary>What was just done, for who cannot see it.</summary>
    public string? Said { get; private set; }

    /// <summary>Why nothing was added; null when something was.</summary>
    public string? NotAdded { get; private set; }

    /// <summary>What may have been meant.</summary>
    public IReadOnlyList<ProductResponse> NearMatches { get; private set; } = [];

    /// <summary>Why nothing was recorded.</summary>
    public string? Refusal { get; private set; }

    public BasketErrors Errors { get; } = new();

    /// <summary>As many of a product as were typed of what is like it.</summary>
    public string PickOf(ProductResponse product) =>
        Scan.Of(Code ?? "") is { Quantity: not 1 and var quantity }
            ? $"{FormText.Of(quantity)}*{product.Sku}"
            : product.Sku;

    /// <summary>Whether the sale is next to be recorded, and not another line to be typed.</summary>
    public bool Ready { get; private set; }

    public decimal Total => Lines.Sum(line => line.Amount ?? 0);

    public async Task OnGetAsync(string? sku, CancellationToken ct)
    {
        Key = Guid.CreateVersion7().ToString();
        Location = Request.Cookies[LocationCookie];
        if (Query.Text(sku) is { } first)
            await AddAsync(Scan.Of(first), ct);
        await FillAsync(ct);
    }

    /// <summary>One line more, or more of a line; without a code the sums anew.</summary>
    public async Task<IActionResult> OnPostAddAsync(CancellationToken ct)
    {
        ModelState.Clear();
        if (Query.Text(Pick) is { } picked)
            await AddAsync(Scan.Of(picked), ct);
        else if (Query.Text(Code) is { } typed)
            await AddAsync(Scan.Of(typed), ct);
        else
            Ready = Lines.Count > 0;
        await FillAsync(ct);
        return Page();
    }

    public async Task<IActionResult> OnPostRemoveAsync(int remove, CancellationToken ct)
    {
        ModelState.Clear();
        if (remove >= 0 && remove < Lines.Count)
        {
            Said = T($"Removed {Lines[remove].Sku}.");
            Lines.RemoveAt(remove);
        }

        await FillAsync(ct);
        return Page();
    }

    /// <summary>Records all lines, or none.</summary>
    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        ModelState.Clear();
        // A code that was typed and not yet added is part of the sale.
        if (Query.Text(Code) is { } typed)
        {
            await AddAsync(Scan.Of(typed), ct);
            await FillAsync(ct);
            return Page();
        }

        if (Lines.Count == 0)
        {
            NotAdded = T("There is nothing to record yet: type or scan a code first.");
            await FillAsync(ct);
            return Page();
        }

        var requests = Lines.Select(Read).ToList();
        if (Errors.All.Count > 0)
            Refusal = T("Nothing was recorded. Put this right, and record again:");
        else
        {
            var recorded = await Load.TryAsync(sales.RecordSales(new RecordSales { Sales = requests }, Key, ct), ct);
            if (recorded.Value is { } stored)
            {
                Remember();
                return LocalRedirect(SaleWords.RecordedUrl(stored.Rows.Select(row => row.Id!.Value)));
            }

            Explain(recorded);
        }

        Ready = true;
        await FillAsync(ct);
        return Page();
    }

    /// <summary>The clock of the chosen location; null while none is chosen.</summary>
    public string? Clock => Locations.Value?.Items.FirstOrDefault(l => l.Code == Location)?.TimeZone;

    private async Task AddAsync(Scan scan, CancellationToken ct)
    {
        var found = await Load.TryAsync(catalog.ListProducts(Near, search: scan.Code, ct: ct), ct);
        if (found.Value is not { } products)
        {
            NotAdded = T($"'{scan.Code}' was not added: {found.Error}");
            return;
        }

        if (products.Items.FirstOrDefault(scan.Means) is not { } product)
        {
            NotAdded = T($"Nothing in the catalogue has the SKU or barcode '{scan.Code}'.");
            NearMatches = products.Items;
            return;
        }

        var line = Lines.Find(line => line.Sku == product.Sku);
        if (line is null && Lines.Count == MostLines)
        {
            NotAdded = T($"A sale has at most {MostLines} lines: record this one, and go on with the next.");
            return;
        }

        if (line is null)
            Lines.Add(line = BasketLine.Of(product, scan.Quantity));
        else if (!line.Add(scan.Quantity))
        {
            NotAdded = T($"{product.Sku} was not added: the quantity of its line is no number.");
            return;
        }

        Said = T($"{product.Sku} {product.Name}: {line.Quantity}. Total {Show.Money(Total)}.");
        Code = null;
    }

    private RecordSale Read(BasketLine line, int place)
    {
        LocationTime? soldAt = Query.Text(SoldAt) is { } typed ? LocationTime.Read(typed) : null;
        return new RecordSale
        {
            Sku = line.Sku,
            Location = Query.Text(Location),
            Quantity = Number("quantity", line.Quantity),
            UnitPrice = Number("unitPrice", line.UnitPrice),
            Discount = Number("discount", line.Discount),
            SoldAt = soldAt,
            Receipt = Query.Text(Receipt),
            Customer = Query.Text(Customer),
        };

        decimal? Number(string field, string? text)
        {
            try
            {
                return FormText.Optional(text?.Trim() ?? "");
            }
            catch (FormatException e)
            {
                Errors.Add(place, line.Sku, field, Label(field), e.Message.TrimEnd('.'));
                return null;
            }
        }
    }

    private void Explain(Loaded<BatchResult> refused)
    {
        foreach (var (name, reasons) in refused.Fields)
        {
            var reason = string.Join(", ", reasons);
            if (
                OfLine().Match(name) is { Success: true } match
                && int.Parse(match.Groups["line"].Value, CultureInfo.InvariantCulture) is var line
                && line < Lines.Count
            )
            {
                var field = match.Groups["field"].Value;
                // What is asked once for all lines is wrong once.
                if (field is "location" or "soldAt" or "receipt" or "customer")
                    Errors.Add(field, Label(field), reason);
                else
                    Errors.Add(line, Lines[line].Sku, field, Label(field), reason);
            }
            else
            {
                Errors.Add(name, name, reason);
            }
        }

        Refusal =
            Errors.All.Count > 0 ? T("Nothing was recorded. Put this right, and record again:")
            : refused.Fields.Count == 0 ? T($"{refused.Error} Record again: nothing is recorded twice.")
            : refused.Error;
    }

    private static string Label(string field) =>
        field switch
        {
            "quantity" => T("Quantity"),
            "unitPrice" => T("Unit price"),
            "discount" => T("Discount"),
            "location" => T("Location"),
            "soldAt" => T("Sold at"),
            "receipt" => T("Receipt"),
            "customer" => T("Customer"),
            _ => field,
        };

    private async Task FillAsync(CancellationToken ct)
    {
        Locations = await Load.TryAsync(catalog.ListLocations(Limits.MaxPage, archived: false, ct: ct), ct);
        // A shop with one place has nothing to choose.
        if (Query.Text(Location) is null && Locations.Value is { Items: [var only] })
            Location = only.Code;
    }

    // This till sells at this place, whoever stands there.
    private void Remember()
    {
        if (Query.Text(Location) is { } location)
            Response.Cookies.Append(
                LocationCookie,
                location,
                new CookieOptions
                {
                    MaxAge = Remembered,
                    Path = "/sales",
                    HttpOnly = true,
                    IsEssential = true,
                    SameSite = SameSiteMode.Lax,
                    Secure = Request.IsHttps,
                }
            );
    }

    [GeneratedRegex(@"\Asales\[(?<line>\d{1,4})\]\.(?<field>\w+)\z")]
    private static partial Regex OfLine();
}
