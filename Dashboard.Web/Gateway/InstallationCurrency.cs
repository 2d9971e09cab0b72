using Microsoft.AspNetCore.Mvc.RazorPages;
using SmartInventory.Contracts;
using SmartInventory.Contracts.Catalog;
using SmartInventory.Dashboard.Web.Identity;
using SmartInventory.Dashboard.Web.Shared;

namespace SmartInventory.Dashboard.Web.Gateway;

/// <summary>
/// The currency of the installation, as last heard. It is read when pages are shown, at most every half a minute, and
/// no page waits for a new one: only the first page after a start does, for a moment.
/// </summary>
public sealed class InstallationCurrency(TimeProvider time)
{
    public static readonly TimeSpan Fresh = TimeSpan.FromSeconds(30);

    // What could not be read is tried again by a later page.
    private static readonly TimeSpan Again = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private Currency? _current;
    private Task? _reading;
    private DateTimeOffset _due;
    private bool _known;

    /// <summary>What somebody said just now.</summary>
    public void Hear(InstallationResponse installation)
    {
        lock (_lock)
        {
            _current = Currency.Find(installation.Currency);
            _known = true;
            _due = time.GetUtcNow() + Fresh;
        }
    }

    /// <returns>Null where there is none, and before it could be read.</returns>
    public async Task<Currency?> GetAsync(Func<CancellationToken, Task<InstallationResponse>> ask)
    {
        Task reading;
        lock (_lock)
        {
            if (time.GetUtcNow() < _due)
                return _current;
            reading = _reading ??= ReadAsync(ask);
            if (_known)
                return _current;
        }

        await Task.WhenAny(reading, Task.Delay(Patience, time));
        lock (_lock)
            return _current;
    }

    private async Task ReadAsync(Func<CancellationToken, Task<InstallationResponse>> ask)
    {
        // Off the lock, and not as long as the page that began it.
        await Task.Yield();
        var read = await Load.TryAsync(ask(CancellationToken.None), CancellationToken.None);
        lock (_lock)
        {
            _reading = null;
            _due = time.GetUtcNow() + (read.Value is null ? Again : Fresh);
            if (read.Value is not { } installation)
                return;
            _current = Currency.Find(installation.Currency);
            _known = true;
        }
    }
}

/// <summary>Each page shows money in it.</summary>
internal static class CurrencyFeature
{
    public static void UseCurrency(this WebApplication app) =>
        app.Use(
            async (context, next) =>
            {
                // Only pages show money, and only who is signed in may ask.
                if (
                    context.GetEndpoint()?.Metadata.GetMetadata<PageActionDescriptor>() is not null
                    && Person.Of(context.User) is not null
                )
                    Show.Currency = await context
                        .RequestServices.GetRequiredService<InstallationCurrency>()
                        .GetAsync(context.RequestServices.GetRequiredService<ICatalogApi>().GetInstallation);
                await next(context);
            }
        );
}
