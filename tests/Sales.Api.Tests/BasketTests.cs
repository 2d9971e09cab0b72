using SmartInventory.Sales.Api.History;

namespace SmartInventory.Sales.Api.Tests;

public sealed class BasketTests
{
    private static readonly DateOnly Day = new(2026, 1, 9);

    private static Baskets Of(params (string Receipt, string Skus)[] receipts)
    {
        var baskets = new Baskets();
        foreach (var (receipt, skus) in receipts)
        {
            foreach (var sku in skus)
                baskets.Add(sku.ToString(), "till", "LONDON", Day, receipt);
        }

        return baskets;
    }

    [Fact]
    public void Pairs_have_support_confidence_and_lift()
    {
        // Ten receipts: A on 4, B on 5, both on 3; C and D on the rest. A twice on one receipt is there once.
        var baskets = Of(
            ("1", "AAB"),
            ("2", "ABC"),
            ("3", "AB"),
            ("4", "AC"),
            ("5", "BC"),
            ("6", "B"),
            ("7", "C"),
            ("8", "D"),
            ("9", "D"),
            ("10", "CD")
        );

        var (receipts, ofSku, pairs) = baskets.Count("A", least: 2, limit: 10);

        Assert.Equal((10, 4), (receipts, ofSku));
        // (3 + .5) / (2 + .5), less 3.3 / √3.5 + 2 / 3.5^1.5 = 2.0694 binary orders.
        Assert.Equal(
            [("B", 3, 4, 5, 2.0, .3, .75, 1.5, .3336), ("C", 2, 4, 5, 2.0, .2, .5, 1.0, .1657)],
            pairs.Select(p =>
                (
                    p.With,
                    p.Receipts,
                    p.ReceiptsOfSku,
                    p.ReceiptsOfWith,
                    p.Expected,
                    p.Support,
                    p.Confidence,
                    p.Lift,
                    Math.Round(p.LiftAtLeast, 4)
                )
            )
        );
        Assert.All(pairs, p => Assert.Equal("A", p.Sku));
    }

    [Fact]
    public void Of_all_pairs_the_rarer_product_comes_first()
    {
        var (_, ofSku, pairs) = Of(("1", "AB"), ("2", "AB"), ("3", "B"), ("4", "CD"), ("5", "CD"), ("6", "E"))
            .Count(null, least: 2, limit: 10);

        Assert.Null(ofSku);
        Assert.Equal([("C", "D"), ("A", "B")], pairs.Select(p => (p.Sku, p.With)));
        Assert.Equal([3, 2], pairs.Select(p => p.Lift));
    }

    [Fact]
    public void One_lucky_receipt_does_not_head_the_list()
    {
        // X and Y were sold once each, on one receipt: 1,000 times more often together than by chance. A and B are on
        // twenty receipts, where chance gives one.
        var baskets = new Baskets();
        baskets.Add("X", "till", "LONDON", Day, "lucky");
        baskets.Add("Y", "till", "LONDON", Day, "lucky");
        for (var i = 0; i < 999; i++)
        {
            if (i is < 20 or (>= 20 and < 32))
                baskets.Add("A", "till", "LONDON", Day, $"{i}");
            if (i is < 20 or (>= 32 and < 43))
                baskets.Add("B", "till", "LONDON", Day, $"{i}");
            baskets.Add("Z", "till", "LONDON", Day, $"{i}");
        }

        var pairs = baskets.Count(null, least: 1, limit: 10).Pairs;

        Assert.Equal(("A", "B"), (pairs[0].With, pairs[0].Sku));
        Assert.InRange(pairs[0].LiftAtLeast, 7.5, 8.5);
        var lucky = pairs.Single(p => p.Sku == "X");
        Assert.Equal(1_000, lucky.Lift, 9);
        Assert.InRange(lucky.LiftAtLeast, .2, .25);
    }

    [Theory]
    // The 2.5% quantile of the gamma distribution with shape n + 1/2 and rate E + 1/2, from tables of chi squared.
    [InlineData(1, 0, .2158)]
    [InlineData(3, 0, 1.6899)]
    [InlineData(10, 0, 10.2829)]
    [InlineData(10, 4.5, 1.02829)]
    [InlineData(20, 2, 5.0430)]
    public void The_lower_end_is_that_of_the_gamma_distribution(int both, double expected, double exact) =>
        Assert.InRange(Baskets.LiftAtLeast(both, expected) / exact, .95, 1.05);

    [Fact]
    public void A_number_is_a_receipt_of_its_channel_location_and_day()
    {
        var baskets = new Baskets();
        baskets.Add("A", "till", "LONDON", Day, "1");
        baskets.Add("B", "shop", "LONDON", Day, "1");
        baskets.Add("C", "till", "YORK", Day, "1");
        baskets.Add("D", "till", "LONDON", Day.AddDays(1), "1");

        Assert.Equal((4, 1), (baskets.Count("A", 1, 10).Receipts, baskets.Count("A", 1, 10).OfSku));
        Assert.Empty(baskets.Count(null, 1, 10).Pairs);
    }

    [Fact]
    public void What_holds_more_products_than_anybody_carries_is_no_receipt()
    {
        var baskets = Of(("1", "AB"), ("2", "AB"), ("3", "A"));
        for (var i = 0; i <= Baskets.MostProducts; i++)
            baskets.Add(i == 0 ? "A" : $"P{i}", "till", "LONDON", Day, "load");
        baskets.Add("C", "till", "LONDON", Day, "4");

        var (receipts, ofSku, pairs) = baskets.Count("A", 1, 10);

        Assert.Equal((4, 3), (receipts, ofSku));
        Assert.Equal(("B", 2), (Assert.Single(pairs).With, pairs[0].Receipts));
    }

    [Fact]
    public void Counts_are_those_of_looking_at_every_receipt_for_every_pair()
    {
        var random = new Random(7);
        for (var run = 0; run < 50; run++)
        {
            var receipts = Enumerable
                .Range(0, random.Next(1, 60))
                .Select(i =>
                    (
                        $"{i}",
                        Skus: new string([
                            .. Enumerable.Range(0, random.Next(1, 9)).Select(_ => (char)('A' + random.Next(12))),
                        ])
                    )
                )
                .ToArray();
            var least = random.Next(1, 4);

            var counted = Of(receipts).Count(null, least, 1_000);

            var pairs =
                from a in Enumerable.Range('A', 12).Select(c => (char)c)
                from b in Enumerable.Range('A', 12).Select(c => (char)c)
                where a < b
                let both = receipts.Count(r => r.Skus.Contains(a) && r.Skus.Contains(b))
                where both >= least
                select ($"{a}{b}", both);
            Assert.Equal(receipts.Length, counted.Receipts);
            Assert.Equal(
                pairs.Order(),
                counted.Pairs.Select(p => (string.Concat($"{p.Sku}{p.With}".Order()), p.Receipts)).Order()
            );
            Assert.Equal(counted.Pairs.OrderByDescending(p => p.LiftAtLeast), counted.Pairs);
            Assert.Equal(counted.Pairs.Take(3), Of(receipts).Count(null, least, 3).Pairs);
        }
    }
}
