using SmartInventory.Contracts.Sales;

namespace SmartInventory.Sales.Api.History;

/// <summary>
/// Counts which products were on the same receipts. Memory is that of the lines and time that of the pairs on each
/// receipt, whatever the number of different pairs.
/// </summary>
internal sealed class Baskets
{
    /// <summary>
    /// A receipt with more different products is no purchase but a day's sum or a load under one number. It bounds the
    /// cost, which grows with the square.
    /// </summary>
    public const int MostProducts = 1_000;

    private readonly Dictionary<string, int> _skus = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Channel, string Location, DateOnly Day, string Number), int> _receipts = [];
    private readonly List<long> _lines = [];

    /// <summary>
    /// Adds a line. Tills begin again with 1, so that a number is a receipt only within its channel, location and day.
    /// </summary>
    public void Add(string sku, string channel, string location, DateOnly day, string number)
    {
        if (!_skus.TryGetValue(sku, out var product))
            _skus.Add(sku, product = _skus.Count);
        if (!_receipts.TryGetValue((channel, location, day, number), out var receipt))
            _receipts.Add((channel, location, day, number), receipt = _receipts.Count);
        _lines.Add(((long)receipt << 32) | (uint)product);
    }

    /// <param name="sku">Only pairs with it; null: all.</param>
    /// <param name="least">Fewest receipts with both.</param>
    /// <param name="limit">How many pairs, the strongest first.</param>
    public (int Receipts, int? OfSku, IReadOnlyList<TogetherPair> Pairs) Count(string? sku, int least, int limit)
    {
        var (products, receipts) = Group(_lines, _receipts.Count);
        // What is left out closes up: a receipt is numbered by its place among those that count.
        var counted = 0;
        var lines = new List<long>(products.Length);
        for (var receipt = 0; receipt < _receipts.Count; receipt++)
        {
            var on = On(products, receipts, receipt);
            if (on.Length > MostProducts)
                continue;
            foreach (var product in on)
                lines.Add(((long)product << 32) | (uint)counted);
            counted++;
            on.CopyTo(products.AsSpan(receipts[counted - 1]));
            receipts[counted] = receipts[counted - 1] + on.Length;
        }

        var (receiptsOf, places) = Group(lines, _skus.Count);
        var names = new string[_skus.Count];
        foreach (var (name, product) in _skus)
            names[product] = name;
        if (sku is not null && !_skus.ContainsKey(sku))
            return (counted, 0, []);

        var best = new PriorityQueue<TogetherPair, TogetherPair>(Weaker);
        var both = new int[_skus.Count];
        var met = new List<int>();
        var asked = sku is null ? (int?)null : _skus[sku];
        for (var one = asked ?? 0; one < (asked + 1 ?? _skus.Count); one++)
        {
            var own = On(receiptsOf, places, one);
            if (own.Length < least)
                continue;
            foreach (var receipt in own)
            {
                foreach (var other in On(products, receipts, receipt))
                {
                    // Without a product that is asked for, each pair is met once.
                    if ((asked is null ? other > one : other != one) && both[other]++ == 0)
                        met.Add(other);
                }
            }

            foreach (var other in met)
            {
                if (both[other] >= least)
                    Keep(one, other, both[other]);
                both[other] = 0;
            }

            met.Clear();
        }

        var pairs = new TogetherPair[best.Count];
        for (var i = pairs.Length - 1; i >= 0; i--)
            pairs[i] = best.Dequeue();
        return (counted, asked is { } p ? On(receiptsOf, places, p).Length : null, pairs);

        void Keep(int one, int other, int receiptsOfBoth)
        {
            var (a, b) = (On(receiptsOf, places, one).Length, On(receiptsOf, places, other).Length);
            // Nearly all pairs end here.
            if (best.Count == limit && LiftAtLeast(receiptsOfBoth, (double)a * b / counted) < best.Peek().LiftAtLeast)
                return;
            // The rarer first: of it the share that has the other, too, says more.
            if (asked is null && (b < a || (b == a && string.CompareOrdinal(names[other], names[one]) < 0)))
                (one, other, a, b) = (other, one, b, a);
            var pair = PairOf(names[one], names[other], receiptsOfBoth, a, b, counted);
            best.Enqueue(pair, pair);
            if (best.Count > limit)
                best.Dequeue();
        }
    }

    private static readonly Comparer<TogetherPair> Weaker = Comparer<TogetherPair>.Create(
        (a, b) =>
            (a.LiftAtLeast, a.Receipts).CompareTo((b.LiftAtLeast, b.Receipts)) is var lift and not 0 ? lift
            : string.CompareOrdinal(b.Sku, a.Sku) is var sku and not 0 ? sku
            : string.CompareOrdinal(b.With, a.With)
    );

    /// <summary>
    /// Shrunk by half a receipt on either side, as though luck had been seen before: the lower end by the approximation
    /// of Norén, Hopstadius and Bate (2013), "Shrinkage observed-to-expected ratios for robust and transparent
    /// large-scale pattern discovery", Statistical Methods in Medical Research 22(1). Fewer than three receipts never
    /// reach 1.
    /// </summary>
    public static double LiftAtLeast(int both, double expected)
    {
        var seen = both + .5;
        return Math.Pow(2, Math.Log2(seen / (expected + .5)) - 3.3 / Math.Sqrt(seen) - 2 / (seen * Math.Sqrt(seen)));
    }

    private static TogetherPair PairOf(string sku, string with, int both, int ofSku, int ofWith, int receipts)
    {
        var expected = (double)ofSku * ofWith / receipts;
        return new TogetherPair(
            sku,
            with,
            both,
            ofSku,
            ofWith,
            expected,
            (double)both / receipts,
            (double)both / ofSku,
            both / expected,
            LiftAtLeast(both, expected)
        );
    }

    /// <summary>The low halves in the order of the high ones, each once, and where those of each high begin.</summary>
    private static (int[] Low, int[] Begins) Group(List<long> pairs, int high)
    {
        pairs.Sort();
        var low = new int[pairs.Count];
        var begins = new int[high + 1];
        var count = 0;
        for (var i = 0; i < pairs.Count; i++)
        {
            if (i > 0 && pairs[i] == pairs[i - 1])
                continue;
            low[count++] = (int)pairs[i];
            begins[(int)(pairs[i] >> 32) + 1] = count;
        }

        for (var i = 1; i <= high; i++)
            begins[i] = Math.Max(begins[i], begins[i - 1]);
        return (low, begins);
    }

    private static Span<int> On(int[] low, int[] begins, int high) => low.AsSpan(begins[high]..begins[high + 1]);
}
