using System.CommandLine;
using SmartInventory.Cli.Hosting;
using SmartInventory.Contracts;
using SmartInventory.Contracts.Sales;

namespace SmartInventory.Cli.Sales;

/// <summary>Which sales: the options that list, totals and export share.</summary>
internal sealed class SaleFilter
{
    private readonly Option<string?> _sku = Inputs.Text("--sku", T("Only this product."));
    private readonly Option<string?> _location = Inputs.Text("--location", T("Only this location."));
    private readonly Option<string?> _channel = Inputs.Text("--channel", T("Only this channel."));
    private readonly Option<SaleKind?> _kind = Inputs.Word<SaleKind>("--kind", T("Only sales, or only returns."));
    private readonly Option<DateOnly?> _from = Inputs.Date("--from", T("First day."));
    private readonly Option<DateOnly?> _to = Inputs.Date("--to", T("Last day."));

    private readonly Option<string?> _category = Inputs.Text(
        "--category",
        T("Only products of this category and those below it.")
    );

    private readonly Option<Guid?> _import = new("--import")
    {
        Description = T("Only lines of this import, by the id that 'inv import list' shows."),
    };

    private readonly Option<string?> _receipt = Inputs.Text("--receipt", T("Only lines of this receipt."));

    private readonly Option<string?> _recordedBy = Inputs.Text(
        "--recorded-by",
        T("Only lines that this person recorded, by user name, or this token, by id.")
    );

    private readonly Option<Guid?> _returnOf = new("--return-of")
    {
        Description = T("Only returns of this sale, by the id that 'inv sale list' shows."),
    };

    public Symbol[] All =>
        [_sku, _category, _location, _channel, _kind, _from, _to, _import, _receipt, _recordedBy, _returnOf];

    public Task<Page<SaleResponse>> Read(Invocation run, int size, string? after, CancellationToken ct) =>
        run.Sales.ListSales(
            size,
            after,
            run.Get(_sku),
            run.Get(_location),
            run.Get(_channel),
            run.Get(_kind),
            run.Get(_from),
            run.Get(_to),
            run.Get(_category),
            run.Get(_import),
            run.Get(_receipt),
            run.Get(_recordedBy),
            run.Get(_returnOf),
            ct
        );

    public Task<IReadOnlyList<PeriodSales>> AddUp(Invocation run, SalesPeriod by, CancellationToken ct) =>
        run.Sales.SalesByPeriod(
            by,
            run.Get(_sku),
            run.Get(_location),
            run.Get(_channel),
            run.Get(_kind),
            run.Get(_from),
            run.Get(_to),
            run.Get(_category),
            run.Get(_import),
            run.Get(_receipt),
            run.Get(_recordedBy),
            run.Get(_returnOf),
            ct
        );

    public Task<SalesSum> Sum(Invocation run, int? days, CancellationToken ct) =>
        run.Sales.SumSales(
            days,
            run.Get(_sku),
            run.Get(_location),
            run.Get(_channel),
            run.Get(_kind),
            run.Get(_from),
            run.Get(_to),
            run.Get(_category),
            run.Get(_import),
            run.Get(_receipt),
            run.Get(_recordedBy),
            run.Get(_returnOf),
            ct
        );

    public Task<WeekHours> Week(Invocation run, CancellationToken ct) =>
        run.Sales.SalesByWeekHour(
            run.Get(_sku),
            run.Get(_location),
            run.Get(_channel),
            run.Get(_kind),
            run.Get(_from),
            run.Get(_to),
            run.Get(_category),
            run.Get(_import),
            run.Get(_receipt),
            run.Get(_recordedBy),
            run.Get(_returnOf),
            ct
        );

    public Task<Stream> Export(Invocation run, string accept, CancellationToken ct) =>
        run.Sales.ExportSales(
            accept,
            run.Get(_sku),
            run.Get(_location),
            run.Get(_channel),
            run.Get(_kind),
            run.Get(_from),
            run.Get(_to),
            run.Get(_category),
            run.Get(_import),
            run.Get(_receipt),
            run.Get(_recordedBy),
            run.Get(_returnOf),
            ct
        );
}
