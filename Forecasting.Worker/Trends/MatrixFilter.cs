using System.ComponentModel;
using Microsoft.AspNetCore.Mvc;
using SmartInventory.Contracts.Forecasting;
using SmartInventory.ServiceDefaults.Web;

namespace SmartInventory.Forecasting.Trends;

/// <summary>Which products are classed, by what, and where the classes end.</summary>
internal sealed record MatrixFilter : ProductFilter
{
    [FromQuery(Name = "by")]
    [Description("revenue or units, of the last 365 days; default revenue.")]
    public string? By { get; init; }

    [FromQuery(Name = "a")]
    [Description("Share that class A makes up; default 0.8.")]
    public decimal? A { get; init; }

    [FromQuery(Name = "b")]
    [Description("Share that classes A and B make up together; default 0.95.")]
    public decimal? B { get; init; }

    [FromQuery(Name = "x")]
    [Description("Highest error (RMSSE) of class X; default 0.8.")]
    public decimal? X { get; init; }

    [FromQuery(Name = "y")]
    [Description("Highest error (RMSSE) of class Y; default 1.")]
    public decimal? Y { get; init; }

    /// <summary>Whether anything but the usual is asked for.</summary>
    public bool Says => (Location ?? Category ?? Supplier ?? By) is not null || (A ?? B ?? X ?? Y) is not null;

    public MatrixChoice ReadMatrix(FieldErrors errors)
    {
        var (a, b) = (A ?? (decimal)Movers.FirstClass, B ?? (decimal)Movers.SecondClass);
        var (x, y) = (X ?? (decimal)Segments.Known, Y ?? (decimal)Segments.NoBetterThanNaive);
        var choice = new MatrixChoice(
            Read(errors),
            errors.Word<MatrixBy>("by", By) ?? MatrixBy.Revenue,
            new(
                (double)errors.Number("a", a, 0, 0.9999m, exclusive: true),
                (double)errors.Number("b", b, 0, 1, exclusive: true),
                (double)errors.Number("x", x, 0, 100, exclusive: true),
                (double)errors.Number("y", y, 0, 100, exclusive: true)
            )
        );
        if (b <= a)
            errors.Add("b", T("must be above a"));
        if (y <= x)
            errors.Add("y", T("must be above x"));
        return choice;
    }
}

internal sealed record MatrixChoice(ProductChoice Products, MatrixBy By, MatrixThresholds Thresholds);
