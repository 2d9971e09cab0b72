using System.CommandLine;
using Refit;
using SmartInventory.Cli.Hosting;
using SmartInventory.Cli.Output;

namespace SmartInventory.Cli.Sample;

internal static class SampleCommands
{
    private const int DefaultProducts = 200;
    private const int DefaultDays = 730;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private static View<SampleSummary> Summary =>
        new View<SampleSummary>()
            .With("seed", T("Seed"), s => s.Seed)
            .With("from", T("From"), s => s.From)
            .With("to", T("To"), s => s.To)
            .With("products", T("Products"), s => s.Products)
            .With("suppliers", T("Suppliers"), s => s.Suppliers)
            .With("locations", T("Locations"), s => s.Locations)
            .With("series", T("Series"), s => s.Series)
            .With("movements", T("Receipts and openings"), s => s.Movements)
            .With("orders", T("Open orders"), s => s.Orders)
            .With("sales", T("Sales and returns"), s => s.Sales)
            .With("duplicates", T("There already"), s => s.Duplicates)
            .With("seconds", T("Seconds"), s => s.Seconds);

    public static Command Create(Inv inv) =>
        inv.Noun("sample", T("An invented shop to try things on."), Load(inv), Ensure(inv));

    private static Command Load(Inv inv)
    {
        var products = Count("--products", T("How many products."), DefaultProducts, 1, 5_000);
        var days = Count("--days", T("Days of history."), DefaultDays, 30, 3_650);
        var seed = Count("--seed", T("Another number is another shop."), SampleCatalogue.DefaultSeed, 0, 999_999_999);
        var end = Inputs.Date("--end", T("The last day of the history. Default: yesterday."));
        return inv.Verb(
            "load",
            T("Loads an invented shop with its sales, stock and suppliers. The same seed again adds nothing."),
            ["inv sample load", "inv sample load --products 50 --days 365 --seed 7"],
            [products, days, seed, end],
            async (run, ct) =>
                run.Show(
                    Summary,
                    await new SampleLoader(run).LoadAsync(
                        new SampleOptions(
                            run.Get(products),
                            run.Get(days),
                            run.Get(seed),
                            run.Get(end) ?? Yesterday(run)
                        ),
                        Patience,
                        ct
                    )
                )
        );
    }

    private static Command Ensure(Inv inv)
    {
        var wait = Count("--wait", T("Seconds to wait until every part is healthy."), 300, 0, 3_600);
        return inv.Verb(
            "ensure",
            T("Waits until the system is healthy, and loads the default sample if the catalogue is empty."),
            ["inv sample ensure"],
            [wait],
            async (run, ct) =>
            {
                await WaitAsync(run, TimeSpan.FromSeconds(run.Get(wait)), ct);
                var loader = new SampleLoader(run);
                if (!await IsEmptyAsync(run, ct) && !await loader.IsUnfinishedAsync(ct))
                {
                    run.Say(T("The catalogue is not empty: no sample is loaded."));
                    return ExitCode.Ok;
                }

                return run.Show(
                    Summary,
                    await loader.LoadAsync(
                        new SampleOptions(DefaultProducts, DefaultDays, SampleCatalogue.DefaultSeed, Yesterday(run)),
                        Patience,
                        ct
                    )
                );
            }
        );
    }

    private static async Task WaitAsync(Invocation run, TimeSpan patience, CancellationToken ct)
    {
        var started = run.Shell.Time.GetTimestamp();
        while (true)
        {
            string reason;
            try
            {
                var status = await run.Gateway.Status.GetStatus(ct);
                if (status.Healthy)
                    return;
                var ill = status.Parts.Where(part => part.State != "healthy").Select(part => part.Name);
                reason = T($"not healthy: {string.Join(", ", ill)}");
            }
            catch (Exception notYet) when (notYet is ApiException or ApiRequestException or HttpRequestException)
            {
                reason = Faults.Explain(notYet, run.Gateway.Address).Message;
            }

            if (run.Shell.Time.GetElapsedTime(started) >= patience)
                throw new Failure(T($"The system is not ready after {patience.TotalSeconds:0} s: {reason}"));
            await Task.Delay(TimeSpan.FromSeconds(1), run.Shell.Time, ct);
        }
    }

    private static async Task<bool> IsEmptyAsync(Invocation run, CancellationToken ct) =>
        (await run.Catalog.ListProducts(limit: 1, ct: ct)).Items.Count == 0
        && (await run.Catalog.ListProducts(limit: 1, archived: true, ct: ct)).Items.Count == 0;

    private static DateOnly Yesterday(Invocation run) =>
        DateOnly.FromDateTime(run.Shell.Time.GetUtcNow().UtcDateTime).AddDays(-1);

    private static Option<int> Count(string name, string description, int otherwise, int min, int max)
    {
        var option = new Option<int>(name)
        {
            Description = description,
            HelpName = "n",
            DefaultValueFactory = _ => otherwise,
        };
        option.Validators.Add(result =>
        {
            if (Inputs.IsOutside(result, min, max))
                result.AddError(T($"{name} must be between {min} and {max}."));
        });
        return option;
    }
}
