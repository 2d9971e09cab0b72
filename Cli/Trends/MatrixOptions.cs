using System.CommandLine;
using SmartInventory.Cli.Hosting;
using SmartInventory.Contracts.Forecasting;

namespace SmartInventory.Cli.Trends;

/// <summary>Which products are classed, by what, and where the classes end.</summary>
internal sealed class MatrixOptions
{
    public Option<MatrixBy?> By { get; } =
        Inputs.Word<MatrixBy>("--by", T("What of the last year makes the value; default revenue."));
    public Option<decimal?> A { get; } = Inputs.Number("--a", T("Share that class A makes up; default 0.8."));
    public Option<decimal?> B { get; } = Inputs.Number("--b", T("Share that A and B make up; default 0.95."));
    public Option<decimal?> X { get; } = Inputs.Number("--x", T("Highest error (RMSSE) of class X; default 0.8."));
    public Option<decimal?> Y { get; } = Inputs.Number("--y", T("Highest error (RMSSE) of class Y; default 1."));
    public Option<string?> Location { get; } =
        Inputs.Text("--location", T("Only what is sold or held at this location."));
    public Option<string?> Category { get; } = Inputs.Text("--category", T("Only this category and those below it."));
    public Option<string?> Supplier { get; } = Inputs.Text("--supplier", T("Only what is ordered from this supplier."));

    public Option[] All => [By, A, B, X, Y, Location, Category, Supplier];
}
