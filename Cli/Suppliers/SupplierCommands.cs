using System.CommandLine;
using SmartInventory.Cli.Hosting;
using SmartInventory.Cli.Output;
using SmartInventory.Contracts;
using SmartInventory.Contracts.Catalog;

namespace SmartInventory.Cli.Suppliers;

internal static class SupplierCommands
{
    private static View<SupplierResponse> Suppliers =>
        new View<SupplierResponse>()
            .With("code", T("Code"), s => s.Code)
            .With("name", T("Name"), s => s.Name)
            .With("email", T("E-mail"), s => s.Email)
            .With("phone", T("Phone"), s => s.Phone)
            .With("products", T("Products"), s => s.Products)
            .Also("notes", T("Notes"), s => s.Notes)
            .Also("contacts", T("Contacts"), s => s.Contacts.Count == 0 ? null : TermsText.Of(s.Contacts))
            .Also(
                "orderDays",
                T("Order days"),
                s => s.OrderDays.Count == 0 ? null : string.Join('|', s.OrderDays.Select(Inputs.WordOf))
            )
            .Also("minimumOrderValue", T("Minimum order value"), s => s.MinimumOrderValue, money: true)
            .Also("paymentTerms", T("Payment terms"), s => s.PaymentTerms)
            .With("assignee", T("Whose"), s => s.Assignee)
            .Also("archived", T("Archived"), s => s.Archived)
            .Also("updatedAt", T("Updated at"), s => s.UpdatedAt);

    public static Command Create(Inv inv) =>
        inv.Noun(
            "supplier",
            T("Who delivers."),
            List(inv),
            Compare(inv),
            Show(inv),
            New(inv),
            Update(inv),
            Assign(inv),
            Delete(inv),
            TermCommands.List(inv),
            TermCommands.Set(inv),
            LeadTimeCommands.Show(inv)
        );

    private static Command List(Inv inv)
    {
        var search = Inputs.Text("--search", T("Only suppliers whose code or name contains this."));
        var archived = new Option<bool>("--archived") { Description = T("The deleted ones instead.") };
        var assignee = new AssigneeInputs();
        var limit = Inputs.Limit();
        return inv.Verb(
            "list",
            T("Lists suppliers."),
            ["inv supplier list", "inv supplier list -o csv > suppliers.csv"],
            [search, archived, .. assignee.All, limit],
            async (run, ct) =>
                run.Show(
                    Suppliers,
                    await Listing<SupplierResponse>.ReadAsync(
                        run.Get(limit),
                        (size, after) =>
                            run.Catalog.ListSuppliers(
                                size,
                                after,
                                run.Get(search),
                                run.Get(archived) ? true : null,
                                assignee.Of(run),
                                ct
                            )
                    )
                )
        );
    }

    private static View<SupplierFigures> Figures =>
        new View<SupplierFigures>()
            .With("code", T("Code"), f => f.Supplier.Code)
            .Also("name", T("Name"), f => f.Supplier.Name)
            .With("products", T("Products"), f => f.Supplier.Products)
            .With("promisedDays", T("Promised"), f => f.PromisedDays)
            .With("medianDays", T("Median"), f => f.Learned?.MedianDays)
            .With("p90Days", T("P90"), f => f.Learned?.P90Days)
            .With("deliveries", T("Deliveries"), f => f.Deliveries)
            .With("onTimeShare", T("On time"), f => f.OnTimeShare)
            .With("openOrders", T("Open orders"), f => f.OpenOrders)
            .Money("openValue", T("Open value"), f => f.OpenValue)
            .With("lateOrders", T("Late"), f => f.LateOrders);

    private static Command Compare(Inv inv)
    {
        var search = Inputs.Text("--search", T("Only suppliers whose code or name contains this."));
        var archived = new Option<bool>("--archived") { Description = T("The deleted ones instead.") };
        var assignee = new AssigneeInputs();
        var sort = Inputs.Word<SupplierSort>("--sort", T("What comes first; default by code."));
        var limit = Inputs.Limit();
        return inv.Verb(
            "compare",
            T("Shows suppliers beside each other: promised and expected days, what came on time, what is on order."),
            ["inv supplier compare", "inv supplier compare --sort on-time"],
            [search, archived, .. assignee.All, sort, limit],
            async (run, ct) =>
                run.Show(
                    Figures,
                    await Listing<SupplierFigures>.ReadAsync(
                        run.Get(limit),
                        (size, after) =>
                            run.Catalog.ListSupplierFigures(
                                size,
                                after,
                                run.Get(search),
                                run.Get(archived) ? true : null,
                                assignee.Of(run),
                                run.Get(sort),
                                ct
                            )
                    )
                )
        );
    }

    private static Command Show(Inv inv)
    {
        var code = Code();
        return inv.Verb(
            "show",
            T("Shows one supplier, and what it promises beside what its receipts show."),
            ["inv supplier show ACME"],
            [code],
            async (run, ct) =>
            {
                var supplier = await run.Catalog.GetSupplier(run.Get(code), ct);
                run.Show(Suppliers, supplier);
                // Programs get the one object that they asked for; lead-times has the other.
                return run.Format == OutputFormat.Table
                    ? LeadTimeCommands.Print(run, await run.Catalog.GetSupplierLeadTimes(supplier.Code, 1, ct: ct))
                    : ExitCode.Ok;
            }
        );
    }

    private static Command New(Inv inv)
    {
        var code = Inputs.Required("--code", T("Short name; it never changes."));
        var fields = new Fields(isNew: true);
        return inv.Verb(
            "create",
            T("Creates a supplier."),
            [
                "inv supplier create --code ACME --name \"Acme Trading\" --email orders@acme.example "
                    + "--order-days monday,thursday --minimum-order 250",
            ],
            [code, .. fields.All],
            async (run, ct) =>
                run.Show(
                    Suppliers,
                    await run.Catalog.CreateSupplier(
                        new CreateSupplier
                        {
                            Code = run.Get(code),
                            Name = run.Get(fields.Name),
                            Email = run.Get(fields.Email),
                            Phone = run.Get(fields.Phone),
                            Notes = run.Get(fields.Notes),
                            Contacts = fields.ContactList(run),
                            OrderDays = run.Get(fields.OrderDays),
                            MinimumOrderValue = fields.Minimum(run, null),
                            PaymentTerms = run.Get(fields.PaymentTerms),
                            Assignee = AssigneeInputs.Written(run.Get(fields.Assignee)),
                        },
                        run.Key,
                        ct
                    )
                )
        );
    }

    private static Command Update(Inv inv)
    {
        var code = Code();
        var fields = new Fields(isNew: false);
        return inv.Verb(
            "update",
            T("Changes the named fields of a supplier; the others stay."),
            [
                "inv supplier update ACME --phone \"020 7946 0000\"",
                "inv supplier update ACME --contact \"Ann Lee;orders;ann@acme.example\" --payment-terms \"net\"",
            ],
            [code, .. fields.All],
            async (run, ct) =>
            {
                var now = await run.Catalog.GetSupplier(run.Get(code), ct);
                return run.Show(
                    Suppliers,
                    await run.Catalog.UpdateSupplier(
                        now.Code,
                        UpdateSupplier.Of(now) with
                        {
                            Name = run.Get(fields.Name) ?? now.Name,
                            Email = run.Get(fields.Email) ?? now.Email,
                            Phone = run.Get(fields.Phone) ?? now.Phone,
                            Notes = run.Get(fields.Notes) ?? now.Notes,
                            Contacts = fields.ContactList(run) ?? now.Contacts,
                            OrderDays = run.Get(fields.OrderDays) ?? now.OrderDays,
                            MinimumOrderValue = fields.Minimum(run, now.MinimumOrderValue),
                            PaymentTerms = run.Get(fields.PaymentTerms) ?? now.PaymentTerms,
                            Assignee = AssigneeInputs.Written(run.Get(fields.Assignee)) ?? now.Assignee,
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
        var (code, person) = (Code(), AssigneeInputs.Person());
        return inv.Verb(
            "assign",
            T("Gives a supplier to a person to look after, with its products that are nobody's own."),
            ["inv supplier assign ACME ada", "inv supplier assign ACME me", "inv supplier assign ACME none"],
            [code, person],
            async (run, ct) =>
            {
                var now = await run.Catalog.GetSupplier(run.Get(code), ct);
                return run.Show(
                    Suppliers,
                    await run.Catalog.UpdateSupplier(
                        now.Code,
                        UpdateSupplier.Of(now) with
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
        var code = Code();
        return inv.Verb(
            "delete",
            T("Archives a supplier."),
            ["inv supplier delete ACME"],
            [code],
            async (run, ct) =>
            {
                var now = await run.Catalog.GetSupplier(run.Get(code), ct);
                await run.Catalog.DeleteSupplier(now.Code, now.ETag, ct);
                run.Say(T($"Archived {now.Code} ({now.Name})."));
                return ExitCode.Ok;
            }
        );
    }

    internal static Argument<string> Code() => new("supplier") { Description = T("The supplier's code.") };

    /// <summary>The options that create and update share.</summary>
    private sealed class Fields(bool isNew)
    {
        private readonly Option<string[]> _contacts = new("--contact")
        {
            Description = T(
                $"{TermsText.ContactForm}. Once per contact; orders are addressed to the first. They replace those "
                    + $"before."
            ),
            HelpName = "contact",
        };

        private readonly Option<decimal?> _minimum = Inputs.Number(
            "--minimum-order",
            T("Money that an order must be worth to be sent; 0 for no minimum.")
        );

        public Option<string?> Name { get; } =
            new("--name")
            {
                Description = T("The name that people read."),
                HelpName = "text",
                Required = isNew,
            };
        public Option<string?> Email { get; } = Inputs.Text("--email", T("Where orders go."));
        public Option<string?> Phone { get; } = Inputs.Text("--phone", T("Phone number."));
        public Option<string?> Notes { get; } = Inputs.Text("--notes", T("Anything else."));
        public Option<DayOfWeek[]?> OrderDays { get; } =
            Inputs.WordList<DayOfWeek>("--order-days", T("Days on which it takes orders; \"\" for any."));
        public Option<string?> PaymentTerms { get; } =
            Inputs.Text("--payment-terms", T("As they are printed on orders, such as \"30 days net\"."));

        public Option<string?> Assignee { get; } = AssigneeInputs.Given();

        public Symbol[] All => [Name, Email, Phone, Notes, _contacts, OrderDays, _minimum, PaymentTerms, Assignee];

        /// <summary>Null where nothing was said.</summary>
        public SupplierContact[]? ContactList(Invocation run) =>
            run.Get(_contacts) is not { Length: > 0 } texts
                ? null
                :
                [
                    .. texts.Select(text =>
                        TermsText.Contact(text)
                        ?? throw new Failure(
                            T($"--contact '{text}' is not of the form {TermsText.ContactForm}."),
                            ExitCode.Usage
                        )
                    ),
                ];

        public decimal? Minimum(Invocation run, decimal? now) =>
            run.Get(_minimum) switch
            {
                null => now,
                0 => null,
                { } least => least,
            };
    }
}
