using System.ComponentModel;
using System.Linq.Expressions;
using System.Net.Mail;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using SmartInventory.Catalog.Api.Collaboration;
using SmartInventory.Contracts;
using SmartInventory.Contracts.Catalog;
using SmartInventory.Contracts.Collaboration;
using SmartInventory.Contracts.Messages;
using SmartInventory.ServiceDefaults.Data;
using SmartInventory.ServiceDefaults.Identity;
using SmartInventory.ServiceDefaults.Messaging;
using SmartInventory.ServiceDefaults.Web;

namespace SmartInventory.Catalog.Api.Suppliers;

internal static class SupplierEndpoints
{
    private const string ListOrder = "suppliers";

    public static readonly Expression<Func<Supplier, SupplierResponse>> ToResponse = s => new SupplierResponse
    {
        Id = s.Id,
        Code = s.Code,
        Name = s.Name,
        Email = s.Email,
        Phone = s.Phone,
        Notes = s.Notes,
        Contacts = s.Contacts,
        OrderDays = s.OrderDays,
        MinimumOrderValue = s.MinimumOrderValue,
        PaymentTerms = s.PaymentTerms,
        Assignee = s.Assignee,
        AssigneeName = s.AssigneeName,
        Products = s.Terms.Count(t => !t.Product!.Archived),
        Archived = s.Archived,
        CreatedAt = s.CreatedAt,
        UpdatedAt = s.UpdatedAt,
        ETag = ETags.Of(s.Xmin),
    };

    public static async Task<Results<Ok<Page<SupplierResponse>>, ValidationProblem>> List(
        [AsParameters] PageRequest page,
        string? search,
        bool? archived,
        [Description("The user name of who looks after them, me, or none for nobody.")] string? assignee,
        CatalogDb db,
        HttpContext http,
        CancellationToken ct
    )
    {
        var errors = new FieldErrors();
        var list = page.Check(errors, ListOrder, 1);
        var query = Choose(db, search, archived, assignee, errors);
        if (errors.Any)
            return errors.ToProblem();
        if (list.After is [var code])
            query = query.Where(s => string.Compare(s.Code, code) > 0);
        var rows = await query.OrderBy(s => s.Code).Take(list.Take).Select(ToResponse).ToListAsync(ct);
        return TypedResults.Ok(list.Of(rows, s => [s.Code], http));
    }

    /// <summary>Which suppliers, as a query says it.</summary>
    public static IQueryable<Supplier> Choose(
        CatalogDb db,
        string? search,
        bool? archived,
        string? assignee,
        FieldErrors errors
    )
    {
        var term = errors.Text("search", search, 200)?.ToLowerInvariant();
        var mine = errors.Assignee("assignee", assignee);
        var query = db.Suppliers.AsNoTracking();
        if (archived is not true)
            query = query.Where(s => !s.Archived);
        if (term is not null)
            query = query.Where(s => s.SearchText.Contains(term));
        if (mine is { Name: var person })
            query = query.Where(s => s.Assignee == person);
        return query;
    }

    public static async Task<Results<Ok<SupplierResponse>, ProblemHttpResult>> Get(
        string code,
        SupplierEditing editing,
        HttpContext http,
        CancellationToken ct
    )
    {
        if (await editing.ReadAsync(code, ct) is not { } found)
            return editing.Unknown(code);
        ETags.Set(http, found.ETag);
        return TypedResults.Ok(found);
    }

    public static async Task<Results<Created<SupplierResponse>, ValidationProblem, ProblemHttpResult>> Create(
        CreateSupplier body,
        CatalogDb db,
        SupplierEditing editing,
        TimeProvider time,
        HttpContext http,
        CancellationToken ct
    )
    {
        var errors = new FieldErrors();
        var now = time.GetUtcNow();
        var supplier = new Supplier
        {
            Id = Guid.CreateVersion7(now),
            Code = errors.Code("code", body.Code),
            CreatedAt = now,
        };
        Apply(supplier, body, errors, now);
        await db.NameAssigneesAsync([(supplier, errors, "")], ct);
        if (errors.Any)
            return errors.ToProblem();

        db.Add(supplier);
        var entry = editing.Created(supplier);
        db.AddToOutbox(new SupplierChanged([supplier.ToState()]), time);
        try
        {
            await db.SaveChangesAsync(ct);
        }
        catch (DbUpdateException e) when (e.IsTaken(SuppliersFeature.CodeIsTaken))
        {
            return Refusals.Conflict(
                T($"The code '{supplier.Code}' is taken."),
                T("A code is never given to another supplier, not even after its supplier was deleted.")
            );
        }

        await db.FollowAsync(new Subject(SubjectKind.Supplier, supplier.Code), now, ct);
        await db.FollowAssignedAsync([entry], ct);
        var created = (await editing.FindAsync(supplier.Code, ct))!;
        ETags.Set(http, created.ETag);
        return TypedResults.Created($"/api/v1/suppliers/{created.Code}", created);
    }

    public static async Task<Results<Ok<SupplierResponse>, ValidationProblem, ProblemHttpResult>> Update(
        string code,
        UpdateSupplier body,
        CatalogDb db,
        SupplierEditing editing,
        TimeProvider time,
        HttpContext http,
        CancellationToken ct
    )
    {
        var errors = new FieldErrors();
        var now = time.GetUtcNow();
        var (supplier, problem) = await editing.OpenAsync(code, http, s => Apply(s, body, errors, now), errors, ct);
        if (supplier is null)
            return problem!;

        await db.NameAssigneesAsync([(supplier, errors, "")], ct);
        if (errors.Any)
            return errors.ToProblem();
        db.AddToOutbox(new SupplierChanged([supplier.ToState()]), time);
        return TypedResults.Ok(await editing.SaveAsync(supplier, http, ct));
    }

    public static async Task<Results<NoContent, ProblemHttpResult>> Delete(
        string code,
        CatalogDb db,
        SupplierEditing editing,
        TimeProvider time,
        HttpContext http,
        CancellationToken ct
    )
    {
        var (supplier, problem) = await editing.OpenAsync(code, http, ct);
        if (supplier is null)
            return problem!;

        var users = await db
            .SupplierTerms.Where(t => t.Supplier == supplier.Code && !t.Product!.Archived)
            .OrderBy(t => t.Sku)
            .Select(t => t.Sku)
            .Take(6)
            .ToListAsync(ct);
        if (users.Count > 0)
        {
            var named = string.Join(", ", users.Take(5));
            if (users.Count > 5)
                named = T($"{named} and others");
            return Refusals.Conflict(
                T($"Supplier '{supplier.Code}' is in use."),
                T($"It delivers {named}. Give these products other terms first.")
            );
        }

        supplier.Archived = true;
        supplier.Changed(time.GetUtcNow());
        db.AddToOutbox(new SupplierChanged([supplier.ToState()]), time);
        await editing.CloseAsync(supplier, ct);
        return TypedResults.NoContent();
    }

    private static void Apply(Supplier supplier, SupplierFields body, FieldErrors errors, DateTimeOffset now)
    {
        supplier.Name = errors.Text("name", body.Name, 200, required: true) ?? "";
        supplier.Email = Email("email", body.Email, errors);
        supplier.Phone = errors.Text("phone", body.Phone, 50);
        supplier.Notes = errors.Text("notes", body.Notes, 4_000);
        supplier.Contacts = Contacts(body.Contacts ?? [], errors);
        supplier.OrderDays = OrderDays(body.OrderDays ?? [], errors);
        supplier.MinimumOrderValue = body.MinimumOrderValue is { } least
            ? errors.Number("minimumOrderValue", least, 0, FieldErrors.MaxAmount, exclusive: true)
            : null;
        supplier.PaymentTerms = errors.Text("paymentTerms", body.PaymentTerms, 200);
        supplier.Assign(errors.Person(Assignments.Field, body.Assignee));
        supplier.Changed(now);
    }

    private static List<SupplierContact> Contacts(IReadOnlyList<SupplierContact> contacts, FieldErrors errors)
    {
        if (contacts.Count <= SupplierContact.MaxPerSupplier)
            return [.. contacts.Select((contact, i) => Contact($"contacts[{i}]", contact, errors))];
        errors.Add("contacts", T($"must be at most {SupplierContact.MaxPerSupplier}"));
        return [];
    }

    // A list in JSON may hold null.
    private static SupplierContact Contact(string at, SupplierContact? contact, FieldErrors errors) =>
        new()
        {
            Name = errors.Text($"{at}.name", contact?.Name, 200, required: true),
            Role = errors.Text($"{at}.role", contact?.Role, 100),
            Email = Email($"{at}.email", contact?.Email, errors),
            Phone = errors.Text($"{at}.phone", contact?.Phone, 50),
        };

    private static string? Email(string field, string? text, FieldErrors errors)
    {
        var email = errors.Text(field, text, 200);
        if (email is not null && (!MailAddress.TryCreate(email, out var address) || address.Address != email))
            errors.Add(field, T("is no e-mail address"));
        return email;
    }

    private static List<DayOfWeek> OrderDays(IReadOnlyList<DayOfWeek> days, FieldErrors errors)
    {
        for (var i = 0; i < days.Count; i++)
        {
            if (days.Take(i).Contains(days[i]))
                errors.Add($"orderDays[{i}]", T("is named twice"));
        }

        // Monday first, as weeks go.
        return [.. days.OrderBy(day => ((int)day + 6) % 7)];
    }
}
