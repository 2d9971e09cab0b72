using System.CommandLine;
using SmartInventory.Cli.Hosting;
using SmartInventory.Cli.Output;
using SmartInventory.Cli.Suppliers;
using SmartInventory.Contracts;
using SmartInventory.Contracts.Catalog;

namespace SmartInventory.Cli.Products;

internal static class ProductCommands
{
    private static View<ProductResponse> Products =>
        new View<ProductResponse>()
            .With("sku", T("SKU"), p => p.Sku)
            .With("name", T("Name"), p => p.Name)
            .With("category", T("Category"), p => p.Category, rank: 1)
            .Money("price", T("Price"), p => p.Price)
            .Also("cost", T("Cost"), p => p.Cost, money: true)
            .Also("unit", T("Unit"), p => p.Unit)
            .Also("wholeUnits", T("Whole units"), p => p.WholeUnits)
            .Also("serviceLevel", T("Service level"), p => p.ServiceLevel)
            .Also("reviewPeriodDays", T("Review period days"), p => p.ReviewPeriodDays)
            .With("onHand", T("On hand"), p => new Units(p.OnHand, p.WholeUnits))
            .With("onOrder", T("On order"), p => new Units(p.OnOrder, p.WholeUnits))
            .With("unitsSold", T("Sold"), p => new Units(p.UnitsSold, p.WholeUnits))
            .Money("revenue", T("Revenue"), p => p.Revenue)
            .With("lastSoldAt", T("Last sold"), p => p.LastSoldAt)
            .Also("description", T("Description"), p => p.Description)
            .Also("suppliers", T("Suppliers"), p => string.Join("; ", p.Suppliers.Select(Term)))
            .Also("status", T("Status"), p => p.Status)
            .Also("barcodes", T("Barcodes"), p => string.Join("; ", p.Barcodes))
            .Also("tags", T("Tags"), p => string.Join("; ", p.Tags))
            .Also("attributes", T("Attributes"), p => AttributeInputs.Text(p.Attributes))
            .Also("image", T("Image"), p => p.Image)
            .With("assignee", T("Whose"), p => p.Assignee, rank: 2)
            .Also("archived", T("Archived"), p => p.Archived)
            .Also("updatedAt", T("Updated at"), p => p.UpdatedAt);

    public static Command Create(Inv inv) =>
        inv.Noun(
            "product",
            T("The catalogue."),
            List(inv),
            FacetsCommand.Create(inv),
            Show(inv),
            New(inv),
            Update(inv),
            Assign(inv),
            ProductEditCommand.Create(inv),
            Delete(inv),
            ImageCommands.Create(inv)
        );

    private static Command List(Inv inv)
    {
        var choice = new ProductChoice();
        var sort = Inputs.Word<ProductSort>(
            "--sort",
            T("Order of the list. Default: by SKU; of a search, the best first.")
        );
        var limit = Inputs.Limit();
        return inv.Verb(
            "list",
            T("Lists products."),
            [
                "inv product list --sort revenue --limit 10",
                "inv product list --search lantern -o json",
                "inv product list --mine",
            ],
            [.. choice.All, sort, limit],
            async (run, ct) =>
            {
                var nearest = false;
                var found = await Listing<ProductResponse>.ReadAsync(
                    run.Get(limit),
                    async (size, after) =>
                    {
                        var page = await run.Catalog.ListProducts(
                            size,
                            after,
                            run.Get(choice.Search),
                            run.Get(choice.Category),
                            run.Get(choice.Supplier),
                            run.Get(choice.Archived) ? true : null,
                            run.Get(sort),
                            run.Get(choice.Tag),
                            run.Get(choice.Status),
                            choice.AttributesOf(run),
                            choice.Assignee.Of(run),
                            run.Get(choice.Location),
                            run.Get(choice.Stock),
                            ct
                        );
                        nearest = page.Nearest;
                        return page;
                    }
                );
                if (nearest)
                    run.Say(T($"Nothing has '{run.Get(choice.Search)}'. Did you mean one of these?"));
                return run.Show(Products, found);
            }
        );
    }

    private static Command Show(Inv inv)
    {
        var sku = Inputs.Sku();
        return inv.Verb(
            "show",
            T("Shows one product."),
            ["inv product show 85123A"],
            [sku],
            async (run, ct) => run.Show(Products, await run.Catalog.GetProduct(run.Get(sku), ct))
        );
    }

    private static Command New(Inv inv)
    {
        var sku = Inputs.Required("--sku", T("The SKU; it never changes."));
        // Not one that is there already.
        sku.HelpName = "new";
        var fields = new Fields(isNew: true);
        return inv.Verb(
            "create",
            T("Creates a product."),
            [
                "inv product create --sku LAMP-1 --name \"Desk lamp\" --price 24.90 "
                    + "--supplier ACME --lead-time 14 --unit-cost 11",
            ],
            [sku, .. fields.All],
            async (run, ct) =>
                run.Show(
                    Products,
                    await run.Catalog.CreateProduct(
                        new CreateProduct
                        {
                            Sku = run.Get(sku),
                            Name = run.Get(fields.Name),
                            Description = run.Get(fields.Description),
                            Category = run.Get(fields.Category),
                            Barcodes = Inputs.Split(run.Get(fields.Barcodes)),
                            Tags = Inputs.Split(run.Get(fields.Tags)),
                            Attributes = AttributeInputs.Merge(null, run.Get(fields.Attributes)),
                            Status = run.Get(fields.Status),
                            Unit = run.Get(fields.Unit),
                            WholeUnits = run.Get(fields.WholeUnits),
                            Price = run.Get(fields.Price),
                            Cost = run.Get(fields.Cost),
                            ServiceLevel = run.Get(fields.ServiceLevel)?.Value,
                            ReviewPeriodDays = run.Get(fields.ReviewPeriod)?.Value,
                            Assignee = AssigneeInputs.Written(run.Get(fields.Assignee)),
                            Suppliers = fields.Term(run) is { } term ? [term] : null,
                        },
                        run.Key,
                        ct
                    )
                )
        );
    }

    private static Command Update(Inv inv)
    {
        var sku = Inputs.Sku();
        var fields = new Fields(isNew: false);
        return inv.Verb(
            "update",
            T("Changes the named fields of a product; the others stay."),
            [
                "inv product update LAMP-1 --price 22.50",
                "inv product update LAMP-1 --attribute colour=red --attribute size=",
                "inv product update LAMP-1 --supplier ACME --lead-time 21 --unit-cost 10.40 --moq 50",
            ],
            [sku, .. fields.All],
            async (run, ct) =>
            {
                var now = await run.Catalog.GetProduct(run.Get(sku), ct);
                return run.Show(
                    Products,
                    await run.Catalog.UpdateProduct(
                        now.Sku,
                        UpdateProduct.Of(now) with
                        {
                            Name = run.Get(fields.Name) ?? now.Name,
                            Description = run.Get(fields.Description) ?? now.Description,
                            Category = run.Get(fields.Category) ?? now.Category,
                            Barcodes = Inputs.Split(run.Get(fields.Barcodes)) ?? now.Barcodes,
                            Tags = Inputs.Split(run.Get(fields.Tags)) ?? now.Tags,
                            Attributes = AttributeInputs.Merge(now.Attributes, run.Get(fields.Attributes)),
                            Status = run.Get(fields.Status) ?? now.Status,
                            Unit = run.Get(fields.Unit) ?? now.Unit,
                            WholeUnits = run.Get(fields.WholeUnits) ?? now.WholeUnits,
                            Price = run.Get(fields.Price) ?? now.Price,
                            Cost = run.Get(fields.Cost) ?? now.Cost,
                            ServiceLevel = (run.Get(fields.ServiceLevel) ?? new(now.ServiceLevel)).Value,
                            ReviewPeriodDays = (run.Get(fields.ReviewPeriod) ?? new(now.ReviewPeriodDays)).Value,
                            Assignee = AssigneeInputs.Written(run.Get(fields.Assignee)) ?? now.Assignee,
                            Suppliers = Merge(now.Suppliers, fields.Term(run)),
                        },
                        now.ETag,
                        ct
                    )
                );
            }
        );
    }

    private static Command Assign(Inv inv)
    {
        var (sku, person) = (Inputs.Sku(), AssigneeInputs.Person());
        return inv.Verb(
            "assign",
            T("Gives a product to a person to look after."),
            ["inv product assign LAMP-1 ada", "inv product assign LAMP-1 me", "inv product assign LAMP-1 none"],
            [sku, person],
            async (run, ct) =>
            {
                var now = await run.Catalog.GetProduct(run.Get(sku), ct);
                return run.Show(
                    Products,
                    await run.Catalog.UpdateProduct(
                        now.Sku,
                        UpdateProduct.Of(now) with
                        {
                            Assignee = AssigneeInputs.Written(run.Get(person)),
                        },
                        now.ETag,
                        ct
                    )
                );
            }
        );
    }

    private static Command Delete(Inv inv)
    {
        var sku = Inputs.Sku();
        return inv.Verb(
            "delete",
            T("Archives a product: its history stays, nothing new is sold or ordered."),
            ["inv product delete LAMP-1"],
            [sku],
            async (run, ct) =>
            {
                var now = await run.Catalog.GetProduct(run.Get(sku), ct);
                await run.Catalog.DeleteProduct(now.Sku, now.ETag, ct);
                run.Say(T($"Archived {now.Sku} ({now.Name})."));
                return ExitCode.Ok;
            }
        );
    }

    /// <summary>The terms with one added, or put in the place of the same supplier's.</summary>
    internal static IReadOnlyList<SupplierTermRequest> Merge(
        IReadOnlyList<SupplierTermResponse> now,
        SupplierTermRequest? term
    )
    {
        var kept = now.Where(t => !string.Equals(t.Supplier, term?.Supplier, StringComparison.OrdinalIgnoreCase))
            .Select(t => t.ToRequest());
        if (term is null)
            return [.. kept];
        var before = now.FirstOrDefault(t =>
            string.Equals(t.Supplier, term.Supplier, StringComparison.OrdinalIgnoreCase)
        );
        return
        [
            .. kept,
            term with
            {
                LeadTimeDays = term.LeadTimeDays ?? before?.LeadTimeDays,
                Moq = term.Moq ?? before?.Moq,
                PackMultiple = term.PackMultiple ?? before?.PackMultiple,
                UnitCost = term.UnitCost ?? before?.UnitCost,
                Preferred = before?.Preferred,
                SupplierSku = before?.SupplierSku,
                PriceBreaks = TermsText.Requests(before?.PriceBreaks),
            },
        ];
    }

    private static string Term(SupplierTermResponse term) =>
        Preferred(
            T(
                $"{term.Supplier}: {term.LeadTimeDays} days, {Cells.Text(term.UnitCost)} each, "
                    + $"from {Cells.Text(term.Moq)}, in packs of {Cells.Text(term.PackMultiple)}"
            ),
            term.Preferred
        );

    private static string Preferred(string terms, bool preferred) => preferred ? T($"{terms}, preferred") : terms;

    /// <summary>The options that create and update share.</summary>
    private sealed class Fields(bool isNew)
    {
        public Option<string?> Name { get; } =
            new("--name")
            {
                Description = T("The name that people read."),
                HelpName = "text",
                Required = isNew,
            };
        public Option<string?> Description { get; } = Inputs.Text("--description", T("More words."));
        public Option<string?> Category { get; } = Inputs.Text("--category", T("Category, such as Drinks/Hot."));
        public Option<string?> Barcodes { get; } =
            Inputs.Text("--barcodes", T("All barcodes, joined by commas; \"\" for none."));
        public Option<string?> Tags { get; } = Inputs.Text("--tags", T("All tags, joined by commas; \"\" for none."));
        public Option<string[]?> Attributes { get; } = AttributeInputs.Option();
        public Option<ProductStatus?> Status { get; } =
            Inputs.Word<ProductStatus>("--status", T("Nothing is suggested to be ordered of what is not active."));
        public Option<string?> Unit { get; } = Inputs.Text("--unit", T("Unit of measure, such as each or kg."));
        public Option<bool?> WholeUnits { get; } =
            new("--whole-units") { Description = T("false when the unit can be split.") };
        public Option<decimal?> Price { get; } = Inputs.Number("--price", T("Sales price."), required: isNew);
        public Option<decimal?> Cost { get; } = Inputs.Number("--cost", T("Cost per unit, where no supplier says it."));
        public Option<Filled<decimal>?> ServiceLevel { get; } =
            Inputs.NumberOrNone(
                "--service-level",
                T("Wanted probability of no stock-out, 0.5 to 0.999; none for as policies say.")
            );
        public Option<Filled<int>?> ReviewPeriod { get; } =
            Inputs.WholeOrNone("--review-period", T("Days between two looks at the stock; none for as policies say."));
        public Option<string?> Assignee { get; } = AssigneeInputs.Given();
        private readonly Option<string?> _supplier = Inputs.Text(
            "--supplier",
            T("Code of a supplier; the next four are its terms.")
        );
        private readonly Option<int?> _leadTime = Inputs.Whole("--lead-time", T("Days from order to goods."));
        private readonly Option<decimal?> _unitCost = Inputs.Number("--unit-cost", T("What the supplier charges."));
        private readonly Option<decimal?> _moq = Inputs.Number("--moq", T("Minimum order quantity."));
        private readonly Option<decimal?> _pack = Inputs.Number("--pack", T("Orders are a multiple of this."));

        public Symbol[] All =>
            [
                Name,
                Description,
                Category,
                Barcodes,
                Tags,
                Attributes,
                Status,
                Unit,
                WholeUnits,
                Price,
                Cost,
                ServiceLevel,
                ReviewPeriod,
                Assignee,
                _supplier,
                _leadTime,
                _unitCost,
                _moq,
                _pack,
            ];

        public SupplierTermRequest? Term(Invocation run)
        {
            var term = new SupplierTermRequest
            {
                Supplier = run.Get(_supplier),
                LeadTimeDays = run.Get(_leadTime),
                UnitCost = run.Get(_unitCost),
                Moq = run.Get(_moq),
                PackMultiple = run.Get(_pack),
            };
            if (term.Supplier is null && term != new SupplierTermRequest())
                throw new Failure(
                    T("--lead-time, --unit-cost, --moq and --pack are terms of a supplier: name it with --supplier."),
                    ExitCode.Usage
                );
            return term.Supplier is null ? null : term;
        }
    }
}
