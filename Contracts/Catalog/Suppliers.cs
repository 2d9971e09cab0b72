using System.ComponentModel.DataAnnotations;

namespace SmartInventory.Contracts.Catalog;

/// <summary>A supplier as the API shows it.</summary>
public sealed record SupplierResponse
{
    public required Guid Id { get; init; }
    public required string Code { get; init; }
    public required string Name { get; init; }
    public string? Email { get; init; }
    public string? Phone { get; init; }
    public string? Notes { get; init; }

    /// <summary>Whom to speak to; the first is the one that orders are addressed to.</summary>
    public IReadOnlyList<SupplierContact> Contacts { get; init; } = [];

    /// <summary>Weekdays on which it takes orders, Monday first; empty for any.</summary>
    public IReadOnlyList<DayOfWeek> OrderDays { get; init; } = [];

    /// <summary>Money: an order below it is sent only when that is meant. Null when there is none.</summary>
    public decimal? MinimumOrderValue { get; init; }

    /// <summary>As they are printed on orders, such as "30 days net".</summary>
    public string? PaymentTerms { get; init; }

    /// <summary>The user name of who looks after it; null for nobody.</summary>
    public string? Assignee { get; init; }

    /// <summary>What others read of them, as it was when it was given to them.</summary>
    public string? AssigneeName { get; init; }

    /// <summary>Products that it delivers, archived ones not counted.</summary>
    public required int Products { get; init; }
    public required bool Archived { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
    public required DateTimeOffset UpdatedAt { get; init; }
    public required string ETag { get; init; }
}

/// <summary>
/// A person or desk of a supplier. <see cref="Name"/> is required; at most <see cref="MaxPerSupplier"/> of a supplier.
/// </summary>
public sealed record SupplierContact
{
    public const int MaxPerSupplier = 20;

    [Required]
    public string? Name { get; init; }

    /// <summary>What it is there for, such as "orders" or "complaints".</summary>
    public string? Role { get; init; }

    public string? Email { get; init; }
    public string? Phone { get; init; }
}

/// <summary>What a request says of a supplier. Required: <see cref="Name"/>.</summary>
public abstract record SupplierFields
{
    [Required]
    public string? Name { get; init; }
    public string? Email { get; init; }
    public string? Phone { get; init; }
    public string? Notes { get; init; }

    /// <summary>Whom to speak to; orders are addressed to the first.</summary>
    public IReadOnlyList<SupplierContact>? Contacts { get; init; }

    /// <summary>Weekdays on which it takes orders; none for any.</summary>
    public IReadOnlyList<DayOfWeek>? OrderDays { get; init; }

    /// <summary>Money, above zero.</summary>
    public decimal? MinimumOrderValue { get; init; }

    public string? PaymentTerms { get; init; }

    /// <summary>The user name of who looks after it, or "me"; none for nobody.</summary>
    public string? Assignee { get; init; }
}

/// <summary>A new supplier. Required as well: <see cref="Code"/>.</summary>
public sealed record CreateSupplier : SupplierFields
{
    [Required]
    public string? Code { get; init; }

    /// <summary>A supplier of this code of which the rest is said.</summary>
    public static CreateSupplier Of(string? code, SupplierFields said) =>
        new()
        {
            Code = code,
            Name = said.Name,
            Email = said.Email,
            Phone = said.Phone,
            Notes = said.Notes,
            Contacts = said.Contacts,
            OrderDays = said.OrderDays,
            MinimumOrderValue = said.MinimumOrderValue,
            PaymentTerms = said.PaymentTerms,
            Assignee = said.Assignee,
        };
}

/// <summary>The new state of a supplier (the code never changes). Needs <c>If-Match</c>.</summary>
public sealed record UpdateSupplier : SupplierFields
{
    /// <summary>The change that leaves a supplier as it is, to be changed in what is meant.</summary>
    public static UpdateSupplier Of(SupplierResponse supplier) =>
        new()
        {
            Name = supplier.Name,
            Email = supplier.Email,
            Phone = supplier.Phone,
            Notes = supplier.Notes,
            Contacts = supplier.Contacts,
            OrderDays = supplier.OrderDays,
            MinimumOrderValue = supplier.MinimumOrderValue,
            PaymentTerms = supplier.PaymentTerms,
            Assignee = supplier.Assignee,
        };
}

/// <summary>A location as the API shows it.</summary>
/// <param name="TimeZone">IANA name.</param>
/// <param name="NegativeStock">Whether its levels may be moved below zero by hand.</param>
/// <param name="Address">Where goods are delivered to, in lines; printed on purchase orders.</param>
public sealed record LocationResponse(
    Guid Id,
    string Code,
    string Name,
    string TimeZone,
    bool Archived,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt,
    string ETag,
    NegativeStock NegativeStock = NegativeStock.Refuse,
    string? Address = null
);

/// <summary>
/// Whether adjustments and transfers may take the levels of a location below zero. Sales are recorded in any case: they
/// happened.
/// </summary>
public enum NegativeStock
{
    Refuse,
    Allow,
}

/// <summary>What a request says of a location. Required: <see cref="Name"/>.</summary>
public abstract record LocationFields
{
    [Required]
    public string? Name { get; init; }

    /// <summary>IANA name, default "UTC".</summary>
    public string? TimeZone { get; init; }

    /// <summary>Default refuse.</summary>
    public NegativeStock? NegativeStock { get; init; }

    /// <summary>Where goods are delivered to, in lines; at most 500 characters.</summary>
    public string? Address { get; init; }
}

/// <summary>A new location. Required as well: <see cref="Code"/>.</summary>
public sealed record CreateLocation : LocationFields
{
    [Required]
    public string? Code { get; init; }

    /// <summary>A location of this code of which the rest is said.</summary>
    public static CreateLocation Of(string? code, LocationFields said) =>
        new()
        {
            Code = code,
            Name = said.Name,
            TimeZone = said.TimeZone,
            NegativeStock = said.NegativeStock,
            Address = said.Address,
        };
}

/// <summary>The new state of a location. A new time zone counts from the next sale on. Needs <c>If-Match</c>.</summary>
public sealed record UpdateLocation : LocationFields
{
    /// <summary>The change that leaves a location as it is, to be changed in what is meant.</summary>
    public static UpdateLocation Of(LocationResponse location) =>
        new()
        {
            Name = location.Name,
            TimeZone = location.TimeZone,
            NegativeStock = location.NegativeStock,
            Address = location.Address,
        };
}
