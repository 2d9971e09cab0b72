using System.CommandLine;
using SmartInventory.Cli.Output;
using SmartInventory.Contracts;

namespace SmartInventory.Cli.Hosting;

/// <summary>One run of one verb: what was asked for, and the means to answer.</summary>
internal sealed class Invocation(ParseResult parsed, Shell shell, Uri address, OutputFormat format) : IDisposable
{
    private readonly Lazy<Gateway> _gateway = new(() => new Gateway(address, shell));

    public Shell Shell => shell;
    public OutputFormat Format => format;
    public Gateway Gateway => _gateway.Value;
    public ICatalogApi Catalog => Gateway.Catalog;
    public ISalesApi Sales => Gateway.Sales;
    public IForecastingApi Forecasting => Gateway.Forecasting;

    /// <summary>The idempotency key of this action: one per run, the same on every attempt.</summary>
    public string Key { get; } = Guid.CreateVersion7().ToString();

    public T? Get<T>(Option<T> option) => parsed.GetValue(option);

    public T Get<T>(Argument<T> argument) => parsed.GetValue(argument)!;

    /// <summary>A message for the person: on stderr, so that data can be piped.</summary>
    public void Say(string message) => shell.Error.WriteLine(message);

    /// <summary>Prints a list.</summary>
    public int Show<T>(View<T> view, IReadOnlyList<T> items)
    {
        view.Write(shell, format, items);
        return ExitCode.Ok;
    }

    /// <summary>Prints a list, and a hint when there is more of it than was asked for.</summary>
    public int Show<T>(View<T> view, Listing<T> listing)
    {
        Show(view, listing.Items);
        shell.Out.Flush();
        if (listing.More)
            Say($"There is more: the first {listing.Items.Count} are shown, --limit shows as many as you want.");
        return ExitCode.Ok;
    }

    /// <summary>Prints one thing.</summary>
    public int Show<T>(View<T> view, T item)
    {
        view.WriteOne(shell, format, item);
        return ExitCode.Ok;
    }

    public void Dispose()
    {
        if (_gateway.IsValueCreated)
            _gateway.Value.Dispose();
    }
}
