using SmartInventory.Contracts;
using SmartInventory.Contracts.Sales;
using SmartInventory.Sales.Api.Catalogue;
using SmartInventory.ServiceDefaults.Data;
using SmartInventory.ServiceDefaults.Web;

namespace SmartInventory.Sales.Api.Recording;

/// <summary>A return whose own fields are good; whether that much of the sale can come back is not known yet.</summary>
/// <param name="SoldAt">When it came back; null: now.</param>
/// <param name="ExternalId">Null: a new one.</param>
/// <param name="Reason">Why it came back.</param>
internal sealed record ReturnDraft(decimal Quantity, LocationTime? SoldAt, string? ExternalId, string? Reason);

/// <summary>What came back of a sale so far, and the part of its discount that went with it.</summary>
internal sealed record Returned(decimal Quantity, decimal Discount);

/// <summary>What a return of a recorded sale must be. Pure, as <see cref="SaleRules"/> are.</summary>
internal static class ReturnRules
{
    /// <summary>Checks a return by itself and names every bad field.</summary>
    public static ReturnDraft Check(ReturnSale request, DateTimeOffset now, FieldErrors errors) =>
        new(
            errors.Quantity("quantity", request.Quantity),
            SaleRules.SoldAt(request.SoldAt, now, errors),
            SaleRules.ExternalId(request.ExternalId, errors),
            errors.Text("reason", request.Reason, SaleRules.MaxReason)
        );

    /// <summary>Makes the line that will be stored.</summary>
    /// <param name="draft">What came back.</param>
    /// <param name="sale">Of what.</param>
    /// <param name="returned">What came back of it before.</param>
    /// <returns>The line, or null when there is anything in <paramref name="errors"/>.</returns>
    public static Sale? Place(
        ReturnDraft draft,
        Sale sale,
        Returned returned,
        CatalogueView catalogue,
        DateTimeOffset now,
        FieldErrors errors
    )
    {
        if (catalogue.Product(sale.Sku) is { } product)
            SaleRules.CheckUnits(product, draft.Quantity, errors);
        var left = sale.Quantity - returned.Quantity;
        if (draft.Quantity > left)
        {
            errors.Add(
                "quantity",
                T(
                    $"must be at most {left:0.####}: "
                        + $"{sale.Quantity:0.####} were sold and {returned.Quantity:0.####} came back already"
                )
            );
        }

        if (Clock(sale, catalogue) is not { } clock)
        {
            errors.Add("location", T($"the time zone of '{sale.Location}' is not known"));
            return null;
        }

        var at = now < sale.SoldAt ? sale.SoldAt : now;
        if (draft.SoldAt is { IsTime: true } time)
        {
            at = time.Offset is null ? SaleRules.Instant(time, clock, now, errors) : Moments.Stored(time.In(clock));
            if (at < sale.SoldAt)
                errors.Add("soldAt", T("must not be before the sale"));
        }

        if (errors.Any)
            return null;
        // In proportion, and with the last unit all that is left: what comes back of a sale is never more than it was.
        var discount =
            decimal.Round(
                sale.Discount * (returned.Quantity + draft.Quantity) / sale.Quantity,
                LineAmount.Digits,
                MidpointRounding.AwayFromZero
            ) - returned.Discount;
        return new Sale
        {
            Id = Guid.CreateVersion7(now),
            Channel = sale.Channel,
            ExternalId = draft.ExternalId ?? Guid.CreateVersion7(now).ToString(),
            Kind = SaleKind.Return,
            Sku = sale.Sku,
            Location = sale.Location,
            Quantity = draft.Quantity,
            UnitPrice = sale.UnitPrice,
            Discount = discount,
            Amount = LineAmount.Of(draft.Quantity, sale.UnitPrice, discount),
            Promotion = sale.Promotion,
            Receipt = sale.Receipt,
            SoldAt = at,
            Day = CalendarDay.In(clock, at),
            Customer = sale.Customer,
            ReturnOf = sale.Id,
            Reason = draft.Reason,
            RecordedAt = now,
        };
    }

    /// <summary>
    /// What a line that has the return's name already says otherwise; nothing when it is this very return.
    /// </summary>
    public static IReadOnlyList<string> Differs(ReturnDraft draft, Sale sale, Sale before, CatalogueView catalogue)
    {
        var differs = new List<string>();
        if (before.ReturnOf != sale.Id)
            differs.Add(T("it is no return of this sale"));
        if (before.Quantity != draft.Quantity)
            differs.Add(T($"quantity is {before.Quantity:0.####}, sent was {draft.Quantity:0.####}"));
        if (
            draft.SoldAt is { } time
            && Clock(sale, catalogue) is { } clock
            && Moments.Stored(time.In(clock)) is var at
            && before.SoldAt != at
        )
            differs.Add(T($"soldAt is {before.SoldAt:O}, sent was {at:O}"));
        if (draft.Reason is { } reason && reason != before.Reason)
            differs.Add(T($"reason is '{before.Reason}', sent was '{reason}'"));
        return differs;
    }

    private static TimeZoneInfo? Clock(Sale sale, CatalogueView catalogue) =>
        catalogue.Location(sale.Location) is { } location ? CalendarDay.Clock(location.TimeZone) : null;
}
