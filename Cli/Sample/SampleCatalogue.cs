using SmartInventory.Contracts.Catalog;

namespace SmartInventory.Cli.Sample;

/// <summary>How the demand of a product behaves.</summary>
internal enum Habit
{
    Fast,
    Slow,
    Intermittent,
    Rising,
    Dying,
    New,
}

/// <param name="Rate">Units per day at the largest location, before season and trend.</param>
/// <param name="Growth">Growth per year; 0.5 is half as much again.</param>
/// <param name="Peak">Day of the year with the most demand.</param>
/// <param name="Swing">How far the year swings around its mean, 0 to 1.</param>
/// <param name="Weekend">Factor of Saturday; the other days follow.</param>
/// <param name="Turn">For new products the days before the end on which they began; for dying ones, by which they are
/// gone.</param>
internal sealed record SampleProduct(
    int Index,
    CreateProduct Request,
    string Category,
    Habit Habit,
    double Rate,
    double Growth,
    int Peak,
    double Swing,
    double Weekend,
    int Turn,
    IReadOnlyList<SampleLocation> Locations
)
{
    public SupplierTermRequest Term => Request.Suppliers![0];
}

/// <param name="Weight">Share of the largest location's demand.</param>
internal sealed record SampleLocation(string Code, string Name, string TimeZone, double Weight);

/// <summary>
/// The invented shop: what it sells, where, and who delivers. The first N products are the same however many are asked
/// for.
/// </summary>
internal sealed class SampleCatalogue
{
    public const int DefaultSeed = 42;

    public static readonly IReadOnlyList<SampleLocation> Locations =
    [
        new("LONDON", "London flagship", "Europe/London", 1.0),
        new("BERLIN", "Berlin store", "Europe/Berlin", 0.7),
        new("NEW-YORK", "New York store", "America/New_York", 0.55),
    ];

    private static readonly Kind[] Kinds =
    [
        new(
            "Kitchen",
            "KIT",
            6,
            60,
            330,
            0.25,
            1.4,
            [
                "Teapot",
                "Mug",
                "Chopping Board",
                "Whisk",
                "Storage Jar",
                "Cake Tin",
                "Salad Bowl",
                "Pepper Mill",
                "Apron",
                "Colander",
            ]
        ),
        new(
            "Garden",
            "GAR",
            5,
            90,
            150,
            0.65,
            1.6,
            [
                "Plant Pot",
                "Watering Can",
                "Trowel",
                "Bird Feeder",
                "Hose Reel",
                "Pruning Shears",
                "Seed Tray",
                "Lantern",
                "Planter",
                "Wind Chime",
            ]
        ),
        new(
            "Lighting",
            "LIG",
            12,
            160,
            345,
            0.35,
            1.3,
            [
                "Desk Lamp",
                "Floor Lamp",
                "Pendant",
                "Fairy Lights",
                "Night Light",
                "Bulb",
                "Candle Holder",
                "Wall Light",
                "Lampshade",
                "Spot",
            ]
        ),
        new(
            "Office",
            "OFF",
            2,
            45,
            250,
            0.2,
            0.4,
            [
                "Notebook",
                "Fountain Pen",
                "Letter Tray",
                "Stapler",
                "Desk Mat",
                "Pencil Case",
                "Planner",
                "Bookend",
                "Paper Clips",
                "Clipboard",
            ]
        ),
        new(
            "Toys",
            "TOY",
            5,
            70,
            345,
            0.7,
            1.7,
            [
                "Puzzle",
                "Train Set",
                "Teddy",
                "Kite",
                "Building Blocks",
                "Doll",
                "Board Game",
                "Spinning Top",
                "Marbles",
                "Xylophone",
            ]
        ),
        new(
            "Textiles",
            "TEX",
            8,
            110,
            340,
            0.3,
            1.4,
            ["Cushion", "Blanket", "Tea Towel", "Tablecloth", "Throw", "Rug", "Curtain", "Doormat", "Napkins", "Quilt"]
        ),
        new(
            "Bath",
            "BAT",
            4,
            50,
            20,
            0.12,
            1.2,
            [
                "Soap Dish",
                "Towel",
                "Bath Mat",
                "Toothbrush Holder",
                "Bath Salts",
                "Shower Curtain",
                "Laundry Basket",
                "Mirror",
                "Sponge",
                "Robe",
            ]
        ),
        new(
            "Decoration",
            "DEC",
            3,
            80,
            350,
            0.6,
            1.6,
            [
                "Picture Frame",
                "Vase",
                "Wreath",
                "Wall Clock",
                "Candle",
                "Bunting",
                "Figurine",
                "Garland",
                "Snow Globe",
                "Print",
            ]
        ),
        new(
            "Outdoor",
            "OUT",
            9,
            140,
            190,
            0.6,
            1.5,
            [
                "Picnic Basket",
                "Camping Mug",
                "Flask",
                "Hammock",
                "Umbrella",
                "Cool Bag",
                "Folding Chair",
                "Torch",
                "Rucksack",
                "Tent Peg Set",
            ]
        ),
    ];

    private static readonly string[] Looks =
    [
        "Classic",
        "Vintage",
        "Oak",
        "Slate",
        "Copper",
        "Enamel",
        "Linen",
        "Scandi",
        "Rustic",
        "Bright",
        "Ivory",
        "Navy",
        "Sage",
        "Terracotta",
        "Striped",
        "Spotty",
        "Mini",
        "Large",
        "Folding",
        "Handmade",
    ];

    private static readonly string[] SupplierNames =
    [
        "Albion Ceramics",
        "Baltic Timber Works",
        "Cobalt Lighting",
        "Danube Textiles",
        "Everly Paper",
        "Fjord Outdoor",
        "Gran Via Decor",
        "Harbour Toys",
        "Iberia Metalware",
        "Jura Glass",
        "Kyoto Goods",
        "Lotus Import",
    ];

    // From round the corner to by sea: lead time in days, minimum order, pack.
    private static readonly (int Lead, int Moq, int Pack)[] SupplierTerms =
    [
        (2, 1, 1),
        (4, 6, 6),
        (5, 1, 1),
        (7, 12, 6),
        (9, 10, 5),
        (12, 6, 6),
        (14, 12, 12),
        (18, 24, 12),
        (21, 20, 10),
        (28, 24, 24),
        (35, 36, 12),
        (45, 48, 24),
    ];

    private SampleCatalogue(IReadOnlyList<CreateSupplier> suppliers, IReadOnlyList<SampleProduct> products)
    {
        Suppliers = suppliers;
        Products = products;
    }

    private sealed record Kind(
        string Name,
        string Prefix,
        double Cheap,
        double Dear,
        int Peak,
        double Swing,
        double Weekend,
        string[] Nouns
    );

    public IReadOnlyList<CreateSupplier> Suppliers { get; }

    public IReadOnlyList<SampleProduct> Products { get; }

    public static SampleCatalogue Create(int products, int seed)
    {
        // Another seed is another shop: its names must not run into those of the first.
        var tag = seed == DefaultSeed ? "" : $"-S{seed}";
        var suppliers = SupplierNames
            .Select(name => new CreateSupplier
            {
                Code = name.Split(' ')[0].ToUpperInvariant() + tag,
                Name = name,
                Email = $"orders@{name.Split(' ')[0].ToLowerInvariant()}.example",
            })
            .ToList();

        var names = new HashSet<string>(StringComparer.Ordinal);
        return new SampleCatalogue(
            suppliers,
            [.. Enumerable.Range(0, products).Select(index => Product(index, seed, tag, suppliers, names))]
        );
    }

    private static SampleProduct Product(
        int index,
        int seed,
        string tag,
        List<CreateSupplier> suppliers,
        HashSet<string> names
    )
    {
        var random = new SeededRandom((ulong)seed, (ulong)index);
        var kind = Kinds[index % Kinds.Length];
        var name = $"{random.Pick(Looks)} {random.Pick(kind.Nouns)}";
        for (var number = 2; !names.Add(name); number++)
            name = $"{name.Split(" No.")[0]} No. {number}";

        var price =
            Math.Round((decimal)(kind.Cheap * Math.Pow(kind.Dear / kind.Cheap, random.Share())) * 2) / 2 - 0.01m;
        var unitCost = Math.Round(price * (decimal)random.Between(0.35, 0.6), 2);
        var main = random.Whole(0, suppliers.Count - 1);
        var terms = new List<SupplierTermRequest> { Term(suppliers, main, unitCost, preferred: true) };
        if (random.Chance(0.3))
            terms.Add(
                Term(
                    suppliers,
                    (main + random.Whole(1, suppliers.Count - 1)) % suppliers.Count,
                    Math.Round(unitCost * 1.08m, 2),
                    preferred: false
                )
            );

        var habit = random.Share() switch
        {
            < 0.34 => Habit.Fast,
            < 0.6 => Habit.Slow,
            < 0.8 => Habit.Intermittent,
            < 0.88 => Habit.Rising,
            < 0.94 => Habit.Dying,
            _ => Habit.New,
        };
        var (low, high) = habit switch
        {
            Habit.Fast => (3.0, 11.0),
            Habit.Slow => (0.4, 1.5),
            Habit.Intermittent => (0.05, 0.3),
            _ => (1.0, 6.0),
        };
        return new SampleProduct(
            index,
            new CreateProduct
            {
                Sku = $"{kind.Prefix}-{1000 + index}{tag}",
                Name = name,
                Category = kind.Name,
                Unit = "each",
                WholeUnits = true,
                Price = price,
                Cost = unitCost,
                ServiceLevel = habit is Habit.Fast or Habit.Rising ? 0.97m : 0.93m,
                Suppliers = terms,
            },
            kind.Name,
            habit,
            // What costs more sells less.
            random.Between(low, high) * Math.Clamp(25 / (double)price, 0.4, 1.6),
            habit switch
            {
                Habit.Rising => random.Between(0.5, 1.2),
                Habit.Dying => -0.2,
                _ => random.Between(-0.1, 0.18),
            },
            kind.Peak,
            kind.Swing * random.Between(0.6, 1.1),
            kind.Weekend,
            habit == Habit.New ? random.Whole(20, 150) : random.Whole(30, 200),
            [
                .. Locations.Take(
                    random.Share() switch
                    {
                        < 0.35 => 1,
                        < 0.7 => 2,
                        _ => 3,
                    }
                ),
            ]
        );
    }

    private static SupplierTermRequest Term(List<CreateSupplier> suppliers, int index, decimal unitCost, bool preferred)
    {
        var (lead, moq, pack) = SupplierTerms[index];
        return new SupplierTermRequest
        {
            Supplier = suppliers[index].Code,
            LeadTimeDays = lead,
            Moq = moq,
            PackMultiple = pack,
            UnitCost = unitCost,
            Preferred = preferred,
        };
    }
}
