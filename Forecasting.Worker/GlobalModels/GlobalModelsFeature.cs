using Microsoft.EntityFrameworkCore;

namespace SmartInventory.Forecasting.GlobalModels;

/// <summary>The models over all series.</summary>
internal static class GlobalModelsFeature
{
    public static void AddGlobalModels(this WebApplicationBuilder builder) =>
        builder.Services.AddSingleton<GlobalModelStore>();

    public static void MapGlobalModelsTables(this ModelBuilder model) =>
        model.Entity<StoredModel>().ToTable("models").HasKey(m => m.Version);
}
