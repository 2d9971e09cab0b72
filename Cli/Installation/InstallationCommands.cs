using System.CommandLine;
using SmartInventory.Cli.Hosting;
using SmartInventory.Cli.Output;
using SmartInventory.Contracts.Catalog;

namespace SmartInventory.Cli.Installation;

/// <summary>What holds for the whole installation.</summary>
internal static class InstallationCommands
{
    private const string Unset = "none";

    private static View<InstallationResponse> View =>
        new View<InstallationResponse>()
            .With("currency", T("Currency"), i => i.Currency)
            .With("decimals", T("Decimals"), i => i.Decimals);

    public static Command Create(Inv inv) =>
        inv.Noun("installation", T("What holds for the whole installation."), Show(inv), Set(inv));

    private static Command Show(Inv inv) =>
        inv.Verb(
            "show",
            T("Shows the currency that all amounts are in."),
            ["inv installation show"],
            [],
            async (run, ct) => run.Show(View, run.Currency.Keep(await run.Catalog.GetInstallation(ct)))
        );

    private static Command Set(Inv inv)
    {
        var currency = Inputs.Text(
            "--currency",
            T("Code by ISO 4217, such as EUR; none for none. Nothing is converted.")
        );
        currency.Required = true;
        return inv.Verb(
            "set",
            T("Says which currency all amounts are in. For admins."),
            ["inv installation set --currency EUR", "inv installation set --currency none"],
            [currency],
            async (run, ct) =>
            {
                var now = await run.Catalog.GetInstallation(ct);
                var code = run.Get(currency);
                var set = new SetInstallation
                {
                    Currency = Unset.Equals(code, StringComparison.OrdinalIgnoreCase) ? null : code,
                };
                return run.Show(View, run.Currency.Keep(await run.Catalog.SetInstallation(set, now.ETag, ct)));
            }
        );
    }
}
