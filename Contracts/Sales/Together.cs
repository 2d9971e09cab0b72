namespace SmartInventory.Contracts.Sales;

/// <summary>Products that were on the same receipts. Returns and lines that were taken back do not count.</summary>
/// <param name="From">First demand day that was read; null where nothing was ever sold.</param>
/// <param name="To">Last demand day.</param>
/// <param name="Shortened">There was more to read than one answer takes: days before <paramref name="From"/> that were
/// asked for are left out.</param>
/// <param name="Lines">Sale lines of these days.</param>
/// <param name="WithoutReceipt">Those that carry none: they are not counted.</param>
/// <param name="Receipts">Receipts that were counted.</param>
/// <param name="ReceiptsOfSku">Those with the product that was asked for; null where none was.</param>
/// <param name="Pairs">By <see cref="TogetherPair.LiftAtLeast"/>, the strongest first.</param>
public sealed record SoldTogether(
    DateOnly? From,
    DateOnly? To,
    bool Shortened,
    long Lines,
    long WithoutReceipt,
    int Receipts,
    int? ReceiptsOfSku,
    IReadOnlyList<TogetherPair> Pairs
);

/// <summary>Two products that were on the same receipts.</summary>
/// <param name="Sku">The product that was asked for; else the rarer of the two.</param>
/// <param name="With">The other one.</param>
/// <param name="Receipts">Receipts with both.</param>
/// <param name="ReceiptsOfSku">Receipts with <paramref name="Sku"/>.</param>
/// <param name="ReceiptsOfWith">Receipts with <paramref name="With"/>.</param>
/// <param name="Expected">Receipts that would have both by chance alone.</param>
/// <param name="Support">Share of all receipts that have both.</param>
/// <param name="Confidence">Share of the receipts with <paramref name="Sku"/> that have the other, too.</param>
/// <param name="Lift">Receipts with both / expected (Brin et al. 1997): 1 is chance, 3 three times as often.</param>
/// <param name="LiftAtLeast">
/// Lower end of the 95% interval of (receipts + 1/2) / (expected + 1/2) (Norén, Hopstadius and Bate 2013): what is left
/// of the lift when luck is taken off. Above 1 they belong together beyond doubt.
/// </param>
public sealed record TogetherPair(
    string Sku,
    string With,
    int Receipts,
    int ReceiptsOfSku,
    int ReceiptsOfWith,
    double Expected,
    double Support,
    double Confidence,
    double Lift,
    double LiftAtLeast
);
