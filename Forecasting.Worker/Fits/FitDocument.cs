using System.Text.Json;
using SmartInventory.Forecasting.Engine;
using SmartInventory.Forecasting.Localization;

namespace SmartInventory.Forecasting.Fits;

/// <summary>What <see cref="StoredFit.Document"/> holds.</summary>
/// <param name="Fit">The choice.</param>
/// <param name="Model">Version of the global model that it was made with; 0 when there was none.</param>
internal sealed record FitDocument(SeriesFit Fit, long Model)
{
    public string ToJson() => JsonSerializer.Serialize(this, KeptJson.Options);

    public static FitDocument FromJson(string json) => JsonSerializer.Deserialize<FitDocument>(json, KeptJson.Options)!;
}
