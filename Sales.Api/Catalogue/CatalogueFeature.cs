using MassTransit;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Http.Resilience;
using Polly;
using Refit;
using SmartInventory.Contracts;
using SmartInventory.ServiceDefaults.Identity;

namespace SmartInventory.Sales.Api.Catalogue;

internal static class CatalogueFeature
{
    /// <summary>The replica, and the catalogue behind it by HTTP.</summary>
    public static void AddCatalogue(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<Replica>();
        builder.Services.AddScoped<CatalogueLookup>();
        builder
            .Services.AddRefitGeneratedClient<ICatalogApi>(ContractsJson.Refit())
            .ConfigureHttpClient(http => http.BaseAddress = new Uri("http://catalog"))
            .AddOwnToken("sales");
        // Somebody waits at the till: every question here is a read, so all are repeated, and none waits long.
        builder.Services.PostConfigureAll<HttpStandardResilienceOptions>(options =>
        {
            options.AttemptTimeout.Timeout = TimeSpan.FromSeconds(2);
            options.TotalRequestTimeout.Timeout = TimeSpan.FromSeconds(6);
            options.Retry.ShouldHandle = attempt =>
                ValueTask.FromResult(HttpClientResiliencePredicates.IsTransient(attempt.Outcome));
            options.Retry.MaxRetryAttempts = 2;
            options.Retry.BackoffType = DelayBackoffType.Constant;
            options.Retry.Delay = TimeSpan.FromMilliseconds(250);
            options.CircuitBreaker.BreakDuration = TimeSpan.FromSeconds(2);
        });
    }

    public static void AddCatalogueConsumers(this IBusRegistrationConfigurator bus)
    {
        bus.AddConsumer<ProductChangedConsumer>();
        bus.AddConsumer<LocationChangedConsumer>();
    }

    public static void MapCatalogueTables(this ModelBuilder model)
    {
        model.Entity<KnownProduct>().ToTable("products").HasKey(p => p.Sku);
        model.Entity<KnownLocation>().ToTable("locations").HasKey(l => l.Code);
    }
}
