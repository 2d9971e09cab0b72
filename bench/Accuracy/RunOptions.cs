namespace SmartInventory.Accuracy;

/// <summary>What was asked for on the command line.</summary>
public sealed record RunOptions(
    string Data,
    string Format,
    double Season,
    string By,
    int Horizon,
    int[] Sums,
    int Origins,
    int Skip,
    int? Train,
    string? Group,
    string? Prices,
    string? Calendar,
    string Method,
    int Every,
    int Resample,
    string? Write,
    string? Draw,
    string[] Ids,
    bool ByWeekToo,
    bool Refit,
    bool Json
);

/// <summary>The command line or a file is not as it has to be; the message says what and where.</summary>
public sealed class BadInputException(string message) : Exception(message);
