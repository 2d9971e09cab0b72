using Refit;
using SmartInventory.Contracts;
using SmartInventory.Contracts.Catalog;
using SmartInventory.Testing;

namespace SmartInventory.Catalog.Api.Tests;

public sealed class InstallationTests(CatalogApp app)
{
    private const string Path = "/api/v1/installation";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_currency_is_set_and_cleared_and_the_log_says_so()
    {
        var before = await app.Api.GetInstallation(Cancellation);
        Assert.Equal((null, null), (before.Currency, before.Decimals));
        var euro = await Set(" eur ", before.ETag);
        Assert.Equal(("EUR", 2), (euro.Currency, euro.Decimals));
        Assert.Equal(euro, await app.Api.GetInstallation(Cancellation));
        var yen = await Set("JPY", euro.ETag);
        Assert.Equal(("JPY", 0), (yen.Currency, yen.Decimals));

        Assert.StartsWith(
            "412 ",
            await Problem.Read(
                app.Http.Send(HttpMethod.Put, Path, new SetInstallation { Currency = "USD" }, ifMatch: euro.ETag)
            ),
            StringComparison.Ordinal
        );
        Assert.StartsWith(
            "428 ",
            await Problem.Read(app.Http.Put(Path, new SetInstallation { Currency = "USD" })),
            StringComparison.Ordinal
        );
        foreach (var wrong in (string[])["EURO", "XXX", "€", "E R"])
        {
            var refused = await Problem.Read(
                app.Http.Send(HttpMethod.Put, Path, new SetInstallation { Currency = wrong }, ifMatch: yen.ETag)
            );
            Assert.StartsWith("400 ", refused, StringComparison.Ordinal);
            Assert.Contains("currency", refused, StringComparison.Ordinal);
        }

        var none = await Set(null, yen.ETag);
        Assert.Equal((null, null), (none.Currency, none.Decimals));
        var log = await RestService
            .For<IActivityApi>(app.Http, ContractsJson.Refit())
            .ListActivity(subject: "system:installation", ct: Cancellation);
        Assert.Equal(
            ["currency JPY -> ", "currency EUR -> JPY", "currency  -> EUR"],
            log.Items.Select(e => string.Join("; ", e.Changes.Select(c => $"{c.Field} {c.From} -> {c.To}")))
        );
    }

    private Task<InstallationResponse> Set(string? currency, string etag) =>
        app.Api.SetInstallation(new SetInstallation { Currency = currency }, etag, Cancellation);
}
