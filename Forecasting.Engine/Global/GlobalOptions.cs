namespace SmartInventory.Forecasting.Engine.Global;

/// <summary>How much is learned from.</summary>
/// <param name="Rows">Most rows, so that time and memory stay bounded whatever the number of series.</param>
/// <param name="Series">Most series; of more, every nth.</param>
internal sealed record GlobalOptions(
    int Trees = 120,
    int Leaves = 16,
    double Rate = .06,
    int Rows = 120_000,
    int Series = 3_000
);
