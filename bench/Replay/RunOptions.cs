using SmartInventory.Forecasting.Engine.Replenishment;

namespace SmartInventory.ReplayBench;

/// <summary>What was asked for on the command line.</summary>
public sealed record RunOptions(
    string Data,
    string Format,
    int Days,
    int Skip,
    int Lead,
    double? Late,
    int Review,
    double Pack,
    int Speed,
    int Plan
)
{
    public SupplyTerms Terms(double price) =>
        new()
        {
            LeadTime = Late is { } p90 ? LeadTime.Learned(Lead, p90) : LeadTime.Fixed(Lead),
            Order = new(Pack: Pack),
            Prices = [new(0, price)],
        };
}

/// <summary>The command line or a file is not as it has to be; the message says what and where.</summary>
public sealed class BadInputException(string message) : Exception(message);
