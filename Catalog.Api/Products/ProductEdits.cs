using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using SmartInventory.Catalog.Api.Collaboration;
using SmartInventory.Contracts;
using SmartInventory.Contracts.Catalog;
using SmartInventory.ServiceDefaults.Identity;
using SmartInventory.ServiceDefaults.Web;

namespace SmartInventory.Catalog.Api.Products;

/// <summary>Changes many products alike, all or none.</summary>
internal static class ProductEdits
{
    private const int MaxSelected = 20_000;
    private const int MaxShown = 1_000;

    public static async Task<Results<Ok<EditResult>, ValidationProblem, ProblemHttpResult>> Edit(
        EditProducts body,
        bool? preview,
        CatalogDb db,
        ProductReader reader,
        ProductWriter writer,
        CategoryStore categories,
        CancellationToken ct
    )
    {
        var errors = new FieldErrors();
        string? supplier = null;
        if (body.Change is not { } change)
            errors.Add("change", T("is required"));
        else
            supplier = Check(change, errors);
        var (skus, choice) = Select(body, preview is true, errors);
        if (errors.Any)
            return errors.ToProblem();

        if (choice is not null)
        {
            // A renaming would move products into the filter or out of it.
            await categories.ShareAsync(ct);
            skus = await reader.LockAsync(choice, MaxSelected + 1, ct);
            if (skus.Length > MaxSelected)
                errors.Add("filter", T($"selects more than {MaxSelected} products"));
            else if (body.Expected is { } expected && expected != skus.Length)
                return Refusals.Conflict(
                    T($"The filter selects {skus.Length} products and not {expected}."),
                    T("Look again what it selects, and say how many you expect.")
                );
        }
        var found = await writer.LockAsync(skus, ct);
        for (var i = 0; choice is null && i < skus.Length; i++)
        {
            if (!found.TryGetValue(skus[i], out var product))
                errors.Add($"skus[{i}]", T($"no product has the SKU '{skus[i]}'"));
            else if (product.Archived && body.Change!.Archived is not false)
                errors.Add($"skus[{i}]", T($"'{skus[i]}' is archived"));
        }
        if (supplier is not null && !await db.Suppliers.AnyAsync(s => s.Code == supplier && !s.Archived, ct))
            errors.Add("change.supplier", T($"no supplier has the code '{supplier}'"));
        if (errors.Any)
            return errors.ToProblem();

        var edited = new List<(Product Before, Product After)>(found.Count);
        foreach (var before in found.Values.OrderBy(p => p.Sku, StringComparer.Ordinal))
        {
            var after = ProductWriter.Copy(before);
            // Terms are read with a product; here they are what they were.
            writer.Apply(after, Changed(before, body.Change!), errors, $"{before.Sku}.");
            after.Terms = [.. before.Terms.Select(ProductWriter.Copy)];
            after.Archived = body.Change!.Archived ?? before.Archived;
            if (supplier is not null && !Prefer(after, supplier))
                errors.Add($"{before.Sku}.suppliers", T($"'{supplier}' does not deliver it"));
            edited.Add((before, after));
        }
        await db.NameAssigneesAsync(edited.Select(e => ((IAssignable)e.After, errors, "change.")), ct);
        if (errors.Any)
            return errors.ToProblem();

        await categories.SpellAsync(edited.ConvertAll(e => e.After), ct, keep: preview is not true);
        var different = edited
            .Select(e => (e.Before, e.After, Changes: ProductDifference.Fields.Between(e.Before, e.After)))
            .Where(e => e.Changes.Count > 0)
            .ToList();
        if (preview is not true)
        {
            await writer.UpdateManyAsync(different.ConvertAll(e => e.After), ct);
            if (supplier is not null)
                await writer.ReplaceTermsAsync(different.ConvertAll(e => e.After), ct);
            await writer.RecordAsync(different.Select(e => ((Product?)e.Before, e.After)), null, ct);
            await writer.AnnounceAsync(different.ConvertAll(e => e.After.Sku), ct);
        }
        return TypedResults.Ok(
            new EditResult(
                preview is true,
                edited.Count,
                different.Count,
                [.. different.Take(MaxShown).Select(e => new EditedProduct(e.After.Sku, e.Changes))]
            )
        );
    }

    private static (string[] Skus, ProductChoice? Choice) Select(EditProducts body, bool preview, FieldErrors errors)
    {
        if (body.Skus is { } texts)
        {
            if (body.Filter is not null)
                errors.Add("filter", T("cannot be said together with skus"));
            if (texts.Count is 0 or > Limits.MaxBatch)
            {
                errors.Add("skus", T($"must be 1 to {Limits.MaxBatch}"));
                return ([], null);
            }
            return ([.. texts.Select((text, i) => errors.Sku($"skus[{i}]", text)).Distinct()], null);
        }
        if (body.Filter is not { } filter)
        {
            errors.Add("skus", T("is required, or filter"));
            return ([], null);
        }
        if (body.Expected is null && !preview)
            errors.Add("expected", T("is required with filter: how many products it selects"));
        var choice = new ProductFilter
        {
            Search = filter.Search,
            Category = filter.Category,
            Supplier = filter.Supplier,
            Tag = filter.Tag,
            Assignee = filter.Assignee,
            Status = filter.Status is { } status ? Words.Of(status) : null,
            Attribute = filter.Attribute is null ? null : [.. filter.Attribute],
            Location = filter.Location,
            Stock = filter.Stock is { } stock ? Words.Of(stock) : null,
            Archived = filter.Archived,
        };
        if (filter.Archived is true && body.Change is { Archived: not false })
            errors.Add("filter.archived", T("selects what can only be restored"));
        return ([], choice.Check(errors, "filter."));
    }

    /// <summary>What can be said of a change without any product.</summary>
    /// <returns>The code of the supplier that shall be preferred.</returns>
    private static string? Check(ProductEdit change, FieldErrors errors)
    {
        const string At = "change.";
        if (change with { PriceDigits = null } == new ProductEdit())
            errors.Add("change", T("says nothing"));
        CategoryPath.Read(errors, $"{At}category", change.Category);
        errors.Person($"{At}{Assignments.Field}", change.Assignee);
        ProductWriter.ReadTags($"{At}addTags", change.AddTags, errors);
        ProductWriter.ReadTags($"{At}removeTags", change.RemoveTags, errors);
        ProductWriter.ReadAttributes(
            change.Attributes?.Where(a => a.Value is not null).ToDictionary(a => a.Key, a => a.Value),
            errors,
            $"{At}attributes"
        );
        if (new[] { change.Price, change.PriceBy, change.PriceByPercent }.Count(p => p is not null) > 1)
            errors.Add($"{At}price", T("is changed in more than one way"));
        if (change.Price is not null)
            errors.Money($"{At}price", change.Price);
        if (change.PriceBy is not null)
            errors.Number($"{At}priceBy", change.PriceBy, -FieldErrors.MaxAmount, FieldErrors.MaxAmount);
        if (change.PriceByPercent is not null)
            errors.Number($"{At}priceByPercent", change.PriceByPercent, -100, 1_000);
        errors.Whole($"{At}priceDigits", change.PriceDigits, 0, FieldErrors.MaxScale, otherwise: 2);
        return errors.OptionalCode($"{At}supplier", change.Supplier);
    }

    /// <summary>Makes a supplier the preferred one; false where it does not deliver.</summary>
    private static bool Prefer(Product product, string supplier)
    {
        if (!product.Terms.Exists(t => t.Supplier == supplier))
            return false;
        foreach (var term in product.Terms)
            term.Preferred = term.Supplier == supplier;
        return true;
    }

    private static UpdateProduct Changed(Product p, ProductEdit change) =>
        new()
        {
            Name = p.Name,
            Description = p.Description,
            Category = change.Category ?? p.Category,
            Barcodes = p.Barcodes,
            Tags = [.. p.Tags.Except(Lower(change.RemoveTags)).Union(Lower(change.AddTags), StringComparer.Ordinal)],
            Attributes = ProductWriter.MergeAttributes(p.Attributes, change.Attributes),
            Status = change.Status ?? p.Status,
            Unit = p.Unit,
            WholeUnits = p.WholeUnits,
            Price =
                change.Price
                ?? p.Price
                    + (change.PriceBy ?? 0)
                    + (change.PriceByPercent is { } percent ? Rounded(p.Price, percent, change.PriceDigits ?? 2) : 0),
            Cost = p.Cost,
            ServiceLevel = p.ServiceLevel,
            ReviewPeriodDays = p.ReviewPeriodDays,
            Assignee = change.Assignee ?? p.Assignee,
        };

    /// <summary>What is to be added to the price so that it is the rounded one.</summary>
    private static decimal Rounded(decimal price, decimal percent, int digits) =>
        Math.Round(price * (1 + percent / 100), digits, MidpointRounding.AwayFromZero) - price;

    private static IEnumerable<string> Lower(IReadOnlyList<string>? tags) =>
        (tags ?? []).Select(tag => tag.Trim().ToLowerInvariant());
}
