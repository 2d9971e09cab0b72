using System.Net;
using Refit;
using SmartInventory.Cli.Hosting;
using SmartInventory.Contracts;
using SmartInventory.Contracts.Catalog;
using SmartInventory.Contracts.Csv;

namespace SmartInventory.Cli.Import;

/// <summary>
/// Suppliers by their code: those that are missing are created, the others take what the file says. A column that the
/// file does not have changes nothing.
/// </summary>
internal sealed class SupplierImport(TableImportOptions options, Invocation run)
    : TableImport<CreateSupplier>(T("a suppliers file"), Required, Optional, options, run)
{
    public static readonly string[] Required = ["code", "name"];
    public static readonly string[] Optional =
    [
        "email",
        "phone",
        "notes",
        "contacts",
        "orderDays",
        "minimumOrderValue",
        "paymentTerms",
        "assignee",
    ];

    private Dictionary<string, SupplierResponse>? _there;

    protected override CreateSupplier Map(TableFields row) =>
        new()
        {
            Code = row.Needed("code"),
            Name = row.Needed("name"),
            Email = row.Text("email"),
            Phone = row.Text("phone"),
            Notes = row.Text("notes"),
            Contacts = row.Contacts("contacts"),
            OrderDays = row.Words<DayOfWeek>("orderDays"),
            MinimumOrderValue = row.Number("minimumOrderValue", NumberSigns.Currency),
            PaymentTerms = row.Text("paymentTerms"),
            Assignee = row.Text("assignee"),
        };

    protected override async Task SendAsync(IReadOnlyList<Parsed<CreateSupplier>> batch, CancellationToken ct)
    {
        _there ??= (
            await Listing<SupplierResponse>.ReadAsync(
                int.MaxValue,
                (limit, after) => Run.Catalog.ListSuppliers(limit, after, archived: true, ct: ct)
            )
        ).Items.ToDictionary(supplier => supplier.Code, StringComparer.Ordinal);
        foreach (var row in batch)
        {
            if (!Code.TryParse(row.Value.Code, out var code))
                Reject(row, "code", ImportWords.NoCode("code", row.Value.Code));
            else if (!_there.TryGetValue(code, out var known))
                await TryAsync(row, () => CreateAsync(code, row.Value, ct));
            else if (known.Archived)
                Reject(row, "archived-supplier", T($"the supplier {code} is archived"));
            else
                await TryAsync(row, () => UpdateAsync(known, row.Value, ct));
        }
    }

    private async Task CreateAsync(string code, CreateSupplier supplier, CancellationToken ct)
    {
        // A dry run knows no more than that it would be asked for; a second row of the code would find it there.
        if (!DryRun)
            _there![code] = await Run.Catalog.CreateSupplier(supplier, $"{Run.Key}-{code}", ct);
        Created++;
    }

    private async Task UpdateAsync(SupplierResponse known, CreateSupplier supplier, CancellationToken ct)
    {
        var wanted = new UpdateSupplier
        {
            Name = supplier.Name,
            Email = supplier.Email ?? known.Email,
            Phone = supplier.Phone ?? known.Phone,
            Notes = supplier.Notes ?? known.Notes,
            Contacts = supplier.Contacts ?? known.Contacts,
            OrderDays = supplier.OrderDays ?? known.OrderDays,
            MinimumOrderValue = supplier.MinimumOrderValue ?? known.MinimumOrderValue,
            PaymentTerms = supplier.PaymentTerms ?? known.PaymentTerms,
            Assignee = supplier.Assignee ?? known.Assignee,
        };
        if (
            (wanted.Name, wanted.Email, wanted.Phone, wanted.Notes, wanted.MinimumOrderValue, wanted.PaymentTerms)
                == (known.Name, known.Email, known.Phone, known.Notes, known.MinimumOrderValue, known.PaymentTerms)
            && wanted.Assignee == known.Assignee
            && wanted.Contacts.SequenceEqual(known.Contacts)
            && wanted.OrderDays.ToHashSet().SetEquals(known.OrderDays)
        )
        {
            Existing++;
            return;
        }

        if (!DryRun)
            _there![known.Code] = await Run.Catalog.UpdateSupplier(known.Code, wanted, known.ETag, ct);
        Updated++;
    }

    private async Task TryAsync(Parsed<CreateSupplier> row, Func<Task> act)
    {
        try
        {
            await act();
        }
        catch (ApiException refused)
            when (refused.StatusCode
                    is HttpStatusCode.BadRequest
                        or HttpStatusCode.Conflict
                        or HttpStatusCode.PreconditionFailed
            )
        {
            Reject(row, "refused", Faults.Problem(refused.StatusCode, refused.Content).ReplaceLineEndings(" "));
        }
    }
}
