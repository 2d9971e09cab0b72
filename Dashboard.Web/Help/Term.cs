namespace SmartInventory.Dashboard.Web.Help;

/// <summary>A word of the trade, and in one to three sentences what it means here.</summary>
/// <param name="Key">Its name in pages and addresses.</param>
public sealed record Term(string Key, string Name, string Meaning)
{
    /// <summary>In the reader's language, in the order in which one meets them.</summary>
    public static IReadOnlyList<Term> All =>
        [
            new(
                "on-hand",
                T("On hand"),
                T(
                    "What lies at the location now, as the ledger has it: the last count with all receipts, sales "
                        + "and moves since."
                )
            ),
            new(
                "on-order",
                T("On order"),
                T(
                    "What is ordered from suppliers and not received yet. Drafts are not in it: nobody has "
                        + "ordered them."
                )
            ),
            new(
                "available",
                T("Available"),
                T(
                    "On hand and on order together: what a decision to order starts from, so that nothing is "
                        + "ordered twice."
                )
            ),
            new(
                "lead-time",
                T("Lead time"),
                T(
                    "Days from the sending of an order until its goods are here. It is what the supplier promises "
                        + "until receipts teach how long it really takes, and how much that varies."
                )
            ),
            new(
                "review-period",
                T("Review period"),
                T(
                    "Days between two occasions to order. What is ordered has to last until the order of the next "
                        + "occasion has arrived."
                )
            ),
            new(
                "safety-stock",
                T("Safety stock"),
                T(
                    "What is kept beyond the demand that is expected until goods arrive, for weeks that sell more "
                        + "and orders that come late. It grows with the service level and with how uncertain demand "
                        + "and lead time are."
                )
            ),
            new(
                "reorder-point",
                T("Reorder point"),
                T(
                    "When on hand and on order fall to it, it is time to order: the expected demand of the lead "
                        + "time plus the safety stock."
                )
            ),
            new(
                "order-by-date",
                T("Order-by date"),
                T(
                    "The last day on which an order still keeps the service level. After it the risk of running "
                        + "out is higher than was wanted."
                )
            ),
            new(
                "service-level",
                T("Service level"),
                T(
                    "How sure one wants to be of having goods when they are asked for. A higher one costs more "
                        + "stock, and the last percent costs most."
                )
            ),
            new(
                "cycle-service",
                T("Cycle service"),
                T(
                    "The share of times between two receipts in which nothing ran out. It does not say how much "
                        + "was missing in the others."
                )
            ),
            new("fill-rate", T("Fill rate"), T("The share of demanded units that could be served at once from stock.")),
            new(
                "moq",
                T("Minimum order quantity (MOQ)"),
                T(
                    "The least that a supplier sells of a product at once. A suggestion that needs less is raised "
                        + "to it."
                )
            ),
            new(
                "pack",
                T("Pack"),
                T("The supplier sells whole packs of so many units. A suggestion is rounded up to the next one.")
            ),
            new(
                "days-of-cover",
                T("Days of cover"),
                T(
                    "For how many days what is on hand lasts, if it sells as expected. Goods on their way are not "
                        + "in it, so that a stock-out may be expected later than this."
                )
            ),
            new(
                "abc",
                T("ABC"),
                T(
                    "Products by their share of a year's revenue or units: the few A that make up most of it, "
                        + "then B, and the many C."
                )
            ),
            new(
                "xyz",
                T("XYZ"),
                T(
                    "Products by how well they can be forecast: X as well as chance lets anybody, Y better than a "
                        + "naive guess, Z no better than that."
                )
            ),
            new(
                "turnover",
                T("Turnover"),
                T(
                    "How many times a year the stock is sold and replaced: what is sold in a year by what lies "
                        + "there."
                )
            ),
            new(
                "sell-through",
                T("Sell-through"),
                T("The share of what there was to sell in a period that was sold in it.")
            ),
            new(
                "gmroi",
                T("GMROI"),
                T(
                    "What a year's gross margin is for each unit of money that lies in stock. Below 1 the stock "
                        + "earns less than it cost."
                )
            ),
            new(
                "excess",
                T("Excess"),
                T(
                    "Stock that lasts longer than anybody needs it to: beyond the days of cover that are looked "
                        + "at, or than an order takes to come."
                )
            ),
            new(
                "dead-stock",
                T("Dead stock"),
                T(
                    "Stock of which nothing was sold for long. Its money comes back only if somebody does "
                        + "something about it."
                )
            ),
            new(
                "forecast-bias",
                T("Forecast bias"),
                T(
                    "Whether forecasts miss in one direction: above zero they promise more than is sold, below "
                        + "zero less. Zero on average does not mean that they are exact."
                )
            ),
            new(
                "rmsse",
                T("Scaled error (RMSSE)"),
                T(
                    "How far forecasts are off, measured by how far off it is to say that tomorrow sells what "
                        + "today did. Below 1 is better than that; large misses count more."
                )
            ),
            new(
                "pinball",
                T("Pinball loss"),
                T(
                    "How good the whole band of a forecast is and not only its middle: a quantile is punished by "
                        + "how far, and on which side, it missed. Lower is better."
                )
            ),
            new(
                "coverage",
                T("Coverage"),
                T(
                    "How often what came was inside the band. An 80% band should hold 80 of 100 days: fewer means "
                        + "too narrow, more means too wide."
                )
            ),
            new(
                "quantiles",
                T("P10, P50, P90"),
                T(
                    "With a chance of 10, 50 or 90 of 100 no more than this. P50 is the median, and between P10 "
                        + "and P90 are 8 of 10 courses."
                )
            ),
            new(
                "stock-out-risk",
                T("Stock-out risk"),
                T(
                    "The probability that demand exceeds what is there and on its way until an order of the next "
                        + "review could arrive, if nothing is ordered now."
                )
            ),
            new(
                "waiting-cost",
                T("Waiting cost"),
                T(
                    "What it costs to order at the next review instead of now: the margin of the units that an "
                        + "order placed today would still save."
                )
            ),
            new(
                "stock-value",
                T("Stock value"),
                T(
                    "What counted stock cost: units on hand times their average cost, of what is above zero. What has "
                        + "no known cost is not in it."
                )
            ),
            new(
                "out-of-stock",
                T("Out of stock"),
                T(
                    "Products at a location of which nothing is there, although some is expected to be sold. Only "
                        + "what was counted is known to be out."
                )
            ),
            new(
                "at-risk",
                T("At risk"),
                T(
                    "Products at a location of which something is there, and that are expected to run out within 14 "
                        + "days, with all that is on order and arrives until then."
                )
            ),
            new(
                "revenue",
                T("Revenue"),
                T("What was sold less what came back, in money after discounts, of whole days up to yesterday.")
            ),
            new(
                "margin",
                T("Margin"),
                T(
                    "Revenue less what the sold units cost, at today's cost. What has no known cost is not in it, and "
                        + "its revenue is named."
                )
            ),
            new(
                "open-orders",
                T("Open orders"),
                T(
                    "Orders that are approved or sent and of which something is still to come, with the money of all "
                        + "their lines. Drafts are not in it."
                )
            ),
        ];

    public static Term Of(string key) =>
        All.FirstOrDefault(term => term.Key == key) ?? throw new ArgumentException($"There is no term '{key}'.");
}
