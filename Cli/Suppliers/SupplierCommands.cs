using System.CommandLine;
using SmartInventory.Cli.Hosting;
using SmartInventory.Cli.Output;
using SmartInventory.Contracts;
using SmartInventory.Contracts.Catalog;

namespace SmartInventory.Cli.Suppliers;

internal static class SupplierCommands
{
    private static readonly View<SupplierResponse> Suppliers = new View<SupplierResponse>()
        .With("code", "Code", s => s.Code)
        .With("name", "Name", s => s.Name)
        .With("email", "E-mail", s => s.Email)
        .With("phone", "Phone", s => s.Phone)
        .With("products", "Products", s => s.Products)
        .With("notes", null, s => s.Notes)
        .With("archived", null, s => s.Archived)
        .With("updatedAt", null, s => s.UpdatedAt);

    public static Command Create(Inv inv) =>
        inv.Noun("supplier", "Who delivers.", List(inv), Show(inv), New(inv), Update(inv), Delete(inv));

    private static Command List(Inv inv)
    {
        var search = Inputs.Text("--search", "Only suppliers whose code or name contains this.");
        var archived = new Option<bool>("--archived") { Description = "The deleted ones instead." };
        var limit = Inputs.Limit();
        return inv.Verb(
            "list",
            "Lists suppliers.",
            ["inv supplier list", "inv supplier list -o csv > suppliers.csv"],
            [search, archived, limit],
            async (run, ct) =>
                run.Show(
                    Suppliers,
                    await Listing<SupplierResponse>.ReadAsync(
                        run.Get(limit),
                        (size, after) =>
                            run.Catalog.ListSuppliers(size, after, run.Get(search), run.Get(archived) ? true : null, ct)
                    )
                )
        );
    }

    private static Command Show(Inv inv)
    {
        var code = Code();
        return inv.Verb(
            "show",
            "Shows one supplier.",
            ["inv supplier show ACME"],
            [code],
            async (run, ct) => run.Show(Suppliers, await run.Catalog.GetSupplier(run.Get(code), ct))
        );
    }

    private static Command New(Inv inv)
    {
        var code = Inputs.Required("--code", "Short name; it never changes.");
        var name = Inputs.Required("--name", "The name that people read.");
        var email = Inputs.Text("--email", "Where orders go.");
        var phone = Inputs.Text("--phone", "Phone number.");
        var notes = Inputs.Text("--notes", "Anything else.");
        return inv.Verb(
            "create",
            "Creates a supplier.",
            ["inv supplier create --code ACME --name \"Acme Trading\" --email orders@acme.example"],
            [code, name, email, phone, notes],
            async (run, ct) =>
                run.Show(
                    Suppliers,
                    await run.Catalog.CreateSupplier(
                        new CreateSupplier
                        {
                            Code = run.Get(code),
                            Name = run.Get(name),
                            Email = run.Get(email),
                            Phone = run.Get(phone),
                            Notes = run.Get(notes),
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
        var name = Inputs.Text("--name", "The name that people read.");
        var email = Inputs.Text("--email", "Where orders go.");
        var phone = Inputs.Text("--phone", "Phone number.");
        var notes = Inputs.Text("--notes", "Anything else.");
        return inv.Verb(
            "update",
            "Changes the named fields of a supplier; the others stay.",
            ["inv supplier update ACME --phone \"020 7946 0000\""],
            [code, name, email, phone, notes],
            async (run, ct) =>
            {
                var now = await run.Catalog.GetSupplier(run.Get(code), ct);
                return run.Show(
                    Suppliers,
                    await run.Catalog.UpdateSupplier(
                        now.Code,
                        new UpdateSupplier
                        {
                            Name = run.Get(name) ?? now.Name,
                            Email = run.Get(email) ?? now.Email,
                            Phone = run.Get(phone) ?? now.Phone,
                            Notes = run.Get(notes) ?? now.Notes,
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
            "Archives a supplier.",
            ["inv supplier delete ACME"],
            [code],
            async (run, ct) =>
            {
                var now = await run.Catalog.GetSupplier(run.Get(code), ct);
                await run.Catalog.DeleteSupplier(now.Code, now.ETag, ct);
                run.Say($"Archived {now.Code} ({now.Name}).");
                return ExitCode.Ok;
            }
        );
    }

    private static Argument<string> Code() => new("code") { Description = "The supplier's code." };
}
