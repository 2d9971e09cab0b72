using System.CommandLine;
using SmartInventory.Cli.Hosting;
using SmartInventory.Cli.Output;
using SmartInventory.Contracts.Catalog;

namespace SmartInventory.Cli.Products;

/// <summary>Changes many products alike.</summary>
internal static class ProductEditCommand
{
    private static View<EditResult> Result =>
        new View<EditResult>()
            .With("selected", T("Selected"), r => r.Selected)
            .With("changed", T("Changed"), r => r.Changed)
            .With("preview", null, r => r.Preview);

    private static View<(string Sku, FieldChange Change)> Changes =>
        new View<(string Sku, FieldChange Change)>()
            .With("sku", T("SKU"), c => c.Sku)
            .With("field", T("Field"), c => c.Change.Field)
            .With("from", T("From"), c => c.Change.From)
            .With("to", T("To"), c => c.Change.To);

    public static Command Create(Inv inv)
    {
        var skus = new Argument<string[]>("sku")
        {
            Description = T("The products; else the options below select them, and --expect says how many."),
            Arity = ArgumentArity.ZeroOrMore,
        };
        var choice = new ProductChoice();
        var all = new Option<bool>("--all") { Description = T("All products.") };
        var expect = Inputs.Whole(
            "--expect",
            T("How many products the options select; another number changes nothing.")
        );
        var category = Inputs.Text("--set-category", T("The category, such as Drinks/Hot; \"\" for none."));
        var addTags = Inputs.Text("--add-tags", T("Tags to add, joined by commas."));
        var removeTags = Inputs.Text("--remove-tags", T("Tags to remove, joined by commas."));
        var status = Inputs.Word<ProductStatus>("--set-status", T("The status."));
        var assignee = AssigneeInputs.Given("--set-assignee");
        var supplier = Inputs.Text(
            "--set-supplier",
            T("The supplier to prefer; each product has to have terms of it.")
        );
        var archive = new Option<bool>("--archive") { Description = T("Archive them.") };
        var restore = new Option<bool>("--restore") { Description = T("Take them back out of the archive.") };
        var price = Inputs.Number("--set-price", T("The price."));
        var priceBy = new Option<string?>("--price-by")
        {
            Description = T("What is added to the price: an amount as 0.50 or -1, or percent as 5% or -10%."),
            HelpName = "amount|percent",
        };
        var digits = Inputs.Whole("--digits", T("Digits after the point of a price by percent. Default: 2."));
        var attributes = AttributeInputs.Option("--set-attribute");
        var preview = new Option<bool>("--preview") { Description = T("Only show what would be different.") };
        return inv.Verb(
            "edit-many",
            T("Changes many products alike, all or none."),
            [
                "inv product edit-many --category Drinks --price-by 5% --preview",
                "inv product edit-many --category Drinks --price-by 5% --expect 120",
                "inv product edit-many LAMP-1 LAMP-2 --add-tags sale --set-attribute season=winter",
                "inv product edit-many --assignee ada --set-assignee bob --expect 40",
                "inv product edit-many LAMP-1 LAMP-2 --restore",
            ],
            [
                skus,
                .. choice.All,
                all,
                expect,
                category,
                addTags,
                removeTags,
                status,
                assignee,
                supplier,
                archive,
                restore,
                price,
                priceBy,
                digits,
                attributes,
                preview,
            ],
            async (run, ct) =>
            {
                var (amount, percent) = PriceBy(run.Get(priceBy));
                var filter = choice.SelectionOf(run);
                var named = run.Get(skus);
                var filters = run.Get(all) || filter != new ProductSelection();
                if (run.Get(archive) && run.Get(restore))
                    throw new Failure(T("Either --archive or --restore."), ExitCode.Usage);
                if (named.Length > 0 == filters)
                    throw new Failure(T("Name the products, or select them by options (or --all)."), ExitCode.Usage);
                if (filters && run.Get(expect) is null && !run.Get(preview))
                    throw new Failure(
                        T("--expect says how many products are selected; --preview shows which."),
                        ExitCode.Usage
                    );
                var edit = new EditProducts
                {
                    Skus = named.Length > 0 ? named : null,
                    Filter = filters ? filter : null,
                    Expected = run.Get(expect),
                    Change = new ProductEdit
                    {
                        Category = run.Get(category),
                        AddTags = Inputs.Split(run.Get(addTags)),
                        RemoveTags = Inputs.Split(run.Get(removeTags)),
                        Status = run.Get(status),
                        Assignee = AssigneeInputs.Written(run.Get(assignee)),
                        Supplier = run.Get(supplier),
                        Archived =
                            run.Get(archive) ? true
                            : run.Get(restore) ? false
                            : null,
                        Price = run.Get(price),
                        PriceBy = amount,
                        PriceByPercent = percent,
                        PriceDigits = run.Get(digits),
                        Attributes = run.Get(attributes) is { Length: > 0 } texts
                            ? texts
                                .Select(AttributeInputs.Split)
                                .DistinctBy(a => a.Name)
                                .ToDictionary(a => a.Name, a => a.Value.Length == 0 ? null : a.Value)
                            : null,
                    },
                };
                var result = await run.Catalog.EditProducts(
                    edit,
                    run.Get(preview) ? true : null,
                    run.Get(preview) ? null : run.Key,
                    ct
                );
                return Show(run, result);
            }
        );
    }

    private static int Show(Invocation run, EditResult result)
    {
        if (run.Format == OutputFormat.Json)
            return run.Show(Result, result);
        run.Show(Changes, [.. result.Products.SelectMany(p => p.Changes.Select(change => (p.Sku, change)))]);
        run.Say(
            result.Preview
                ? T($"{result.Changed:N0} of {result.Selected:N0} products would be changed.")
                : T($"{result.Changed:N0} of {result.Selected:N0} products changed.")
        );
        if (result.Changed > result.Products.Count)
            run.Say(T($"The first {result.Products.Count:N0} are shown."));
        if (result.Preview)
            run.Say(T("Preview: nothing was stored."));
        return ExitCode.Ok;
    }

    private static (decimal? Amount, decimal? Percent) PriceBy(string? text)
    {
        if (text is null)
            return (null, null);
        var percent = text.EndsWith('%');
        if (!Inputs.TryNumber(percent ? text[..^1] : text, out var number))
            throw new Failure(
                T($"--price-by: '{text}' is no amount and no percent; write it as 0.50, -1, 5% or -10%."),
                ExitCode.Usage
            );
        return percent ? (null, number) : (number, null);
    }
}
