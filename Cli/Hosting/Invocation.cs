using System.CommandLine;
using SmartInventory.Cli.Installation;
using SmartInventory.Cli.Output;
using SmartInventory.Contracts;

namespace SmartInventory.Cli.Hosting;

/// <summary>One run of one verb: what was asked for, and the means to answer.</summary>
internal sealed class Invocation(ParseResult parsed, Shell shell, Uri address, Form form, CancellationToken ct)
    : IDisposable
{
    private readonly Lazy<Gateway> _gateway = new(() => new Gateway(address, shell, form.Fields is not null));

    public Shell Shell => shell;
    public OutputFormat Format => form.Format;
    public Form Form => form;
    public Gateway Gateway => _gateway.Value;
    public ICatalogApi Catalog => Gateway.Catalog;
    public ISalesApi Sales => Gateway.Sales;

    /// <summary>What amounts of the installation are in.</summary>
    public KeptCurrency Currency => field ??= new KeptCurrency(() => Gateway.Catalog, shell, address, ct);

    public IForecastingApi Forecasting => Gateway.Forecasting;

    /// <summary>The idempotency key of this action: one per run, the same on every attempt.</summary>
    public string Key { get; } = Guid.CreateVersion7().ToString();

    public T? Get<T>(Option<T> option) => parsed.GetValue(option);

    public T Get<T>(Argument<T> argument) => parsed.GetValue(argument)!;

    /// <summary>
    /// How many of a list: what was said, else a screenful for eyes and all of it for programs.
    /// </summary>
    public int Get(ListLimit limit) =>
        parsed.GetValue(limit) ?? (form.Format == OutputFormat.Table ? ListLimit.ForEyes : int.MaxValue);

    /// <summary>A message for the person: on stderr, so that data can be piped.</summary>
    public void Say(string message) => shell.Say(message);

    /// <summary>Prints a list.</summary>
    public int Show<TItem>(View<TItem> view, IReadOnlyList<TItem> items)
    {
        view.Write(shell, form, items, Money(view));
        return ExitCode.Ok;
    }

    /// <summary>Prints a list, and a hint when there is more of it than was asked for.</summary>
    public int Show<TItem>(View<TItem> view, Listing<TItem> listing)
    {
        Show(view, listing.Items);
        if (listing.More)
            Say(
                Format == OutputFormat.Table
                    ? T(
                        $"There is more: the first {listing.Items.Count} are shown, "
                            + $"--limit shows as many as you want, -o csv all."
                    )
                    : T($"There is more: the first {listing.Items.Count} are shown, --limit shows as many as you want.")
            );
        return ExitCode.Ok;
    }

    /// <summary>Prints one thing.</summary>
    public int Show<TItem>(View<TItem> view, TItem item)
    {
        view.WriteOne(shell, form, item, Money(view));
        return ExitCode.Ok;
    }

    // Programs read bare numbers.
    private Currency? Money<TItem>(View<TItem> view) =>
        form.Format == OutputFormat.Table && view.HasMoney ? Currency.Value : null;

    public void Dispose()
    {
        if (_gateway.IsValueCreated)
            _gateway.Value.Dispose();
    }
}
