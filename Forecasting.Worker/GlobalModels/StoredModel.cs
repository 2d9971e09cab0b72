namespace SmartInventory.Forecasting.GlobalModels;

/// <summary>A model that was trained on all series together. The last few are kept.</summary>
internal sealed class StoredModel
{
    /// <summary>Grows with every training, whatever the kind.</summary>
    public long Version { get; init; }

    /// <summary>What kind of model, such as "global".</summary>
    public required string Kind { get; init; }

    public DateTimeOffset TrainedAt { get; init; }

    /// <summary>The newest day it learned from.</summary>
    public DateOnly AsOf { get; init; }

    /// <summary>How many series it learned from.</summary>
    public int Series { get; init; }

    public required byte[] Bytes { get; init; }
}
