using System.Globalization;
using SmartInventory.Contracts;
using SmartInventory.Contracts.Sales;
using SmartInventory.Dashboard.Web.Shared;

namespace SmartInventory.Dashboard.Web.Sales;

/// <summary>Which sales: what list, sums, hours and file share.</summary>
public sealed record SalesFilter(
    string? Sku,
    string? Category,
    string? Location,
    string? Channel,
    SaleKind? Kind,
    DateOnly? From,
    DateOnly? To,
    string? Receipt,
    Guid? Import,
    string? RecordedBy
)
{
    /// <summary>A day as an address and an input have it.</summary>
    public static string? Day(DateOnly? day) => day?.ToString("O", CultureInfo.InvariantCulture);

    /// <summary>As it stands in the address.</summary>
    public IEnumerable<(string Name, string? Value)> Fields =>
        [
            ("sku", Sku),
            ("category", Category),
            ("location", Location),
            ("channel", Channel),
            ("kind", Kind is { } kind ? Show.Word(kind) : null),
            ("from", Day(From)),
            ("to", Day(To)),
            ("receipt", Receipt),
            ("import", Import?.ToString()),
            ("recordedBy", RecordedBy),
        ];

    public bool Any => Fields.Any(one => one.Value is not null);

    /// <summary>Says of which sales an answer is, for those that are shared.</summary>
    public string Key => string.Join('\n', Fields.Select(one => one.Value));

    public Task<Page<SaleResponse>> List(ISalesApi api, int limit, string? after, CancellationToken ct) =>
        api.ListSales(
            limit,
            after,
            Sku,
            Location,
            Channel,
            Kind,
            From,
            To,
            Category,
            Import,
            Receipt,
            RecordedBy,
            ct: ct
        );

    /// <param name="days">How many, where the filter does not say from when.</param>
    public Task<SalesSum> Sum(ISalesApi api, int days, CancellationToken ct) =>
        api.SumSales(days, Sku, Location, Channel, Kind, From, To, Category, Import, Receipt, RecordedBy, ct: ct);

    public Task<IReadOnlyList<PeriodSales>> Periods(ISalesApi api, SalesPeriod by, CancellationToken ct) =>
        api.SalesByPeriod(by, Sku, Location, Channel, Kind, From, To, Category, Import, Receipt, RecordedBy, ct: ct);

    public Task<WeekHours> Week(ISalesApi api, CancellationToken ct) =>
        api.SalesByWeekHour(Sku, Location, Channel, Kind, From, To, Category, Import, Receipt, RecordedBy, ct: ct);

    public Task<Stream> Csv(ISalesApi api, CancellationToken ct) =>
        api.ExportSales(
            "text/csv",
            Sku,
            Location,
            Channel,
            Kind,
            From,
            To,
            Category,
            Import,
            Receipt,
            RecordedBy,
            ct: ct
        );
}
