using System.Text;
using SmartInventory.Contracts.Sales;

namespace SmartInventory.Files;

/// <summary>A row as it was understood.</summary>
public sealed record UnderstoodRow(
    string SoldAt,
    string Kind,
    string Sku,
    decimal Quantity,
    decimal? UnitPrice,
    string Location
);

/// <summary>
/// What a first reading made of a file: its first rows and the totals, to be looked at before anything is sent.
/// </summary>
public sealed class Understanding
{
    private const int Shown = 5;

    private readonly List<UnderstoodRow> _first = [];
    private readonly HashSet<string> _products = new(StringComparer.Ordinal);
    private long _rows,
        _returns,
        _rejected,
        _inexact;
    private decimal _sold,
        _returned,
        _money,
        _off;
    private DateTime? _from,
        _to;

    /// <summary>The first rows that are sales.</summary>
    public IReadOnlyList<UnderstoodRow> First => _first;

    internal void Reject()
    {
        _rows++;
        _rejected++;
    }

    internal void Add(ref SaleRow sale)
    {
        _rows++;
        _products.GetAlternateLookup<ReadOnlySpan<char>>().Add(sale.Sku);
        var product = LineAmount.Of(sale.Quantity, sale.UnitPrice ?? 0, sale.Discount ?? 0);
        var money = sale.LineTotal ?? product;
        if (Math.Round(product - money, 2) is not 0 and var off)
        {
            _inexact++;
            _off += sale.IsReturn ? -off : off;
        }

        if (sale.IsReturn)
        {
            _returns++;
            _returned += sale.Quantity;
            _money -= money;
        }
        else
        {
            _sold += sale.Quantity;
            _money += money;
        }

        if (sale.SoldAt is { } time)
        {
            _from = _from < time.Clock ? _from : time.Clock;
            _to = _to > time.Clock ? _to : time.Clock;
        }

        if (_first.Count < Shown)
            _first.Add(
                new UnderstoodRow(
                    sale.SoldAt?.ToString().Replace('T', ' ') ?? T("now"),
                    sale.IsReturn ? T("return") : T("sale"),
                    sale.Sku.ToString(),
                    sale.Quantity,
                    sale.UnitPrice,
                    Encoding.UTF8.GetString(sale.Location)
                )
            );
    }

    /// <summary>The totals in a sentence.</summary>
    public string Totals()
    {
        var text = new StringBuilder(
            T(
                $"{_rows:N0} rows: {_sold:#,0.####} units sold, {_returned:#,0.####} back in {_returns:N0} returns, "
                    + $"{_money:#,0.00##} in money, {_products.Count:N0} products"
            )
        );
        if (_from is { } from && _to is { } to)
            text.Append(T($", {from:yyyy-MM-dd} to {to:yyyy-MM-dd}"));
        if (_rejected > 0)
            text.Append(T($"; {_rejected:N0} rows are no sales"));
        if (_inexact > 0)
            text.Append(
                T(
                    $"; in {_inexact:N0} rows a price of four digits misses the line's money: "
                        + $"{_off:+0.##;-0.##} in all"
                )
            );
        return text.Append('.').ToString();
    }
}
