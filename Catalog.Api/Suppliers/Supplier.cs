using SmartInventory.Catalog.Api.Collaboration;
using SmartInventory.Contracts.Catalog;
using SmartInventory.Contracts.Messages;

namespace SmartInventory.Catalog.Api.Suppliers;

/// <summary>Who delivers. Never deleted, only archived: its code stays taken.</summary>
internal sealed class Supplier : IEditable, IAssignable
{
    public required Guid Id { get; init; }
    public required string Code { get; init; }
    public string Name { get; set; } = "";
    public string? Email { get; set; }
    public string? Phone { get; set; }
    public string? Notes { get; set; }

    /// <summary>The first is the one that orders are addressed to.</summary>
    public IReadOnlyList<SupplierContact> Contacts { get; set; } = [];

    /// <summary>Monday first; empty for any.</summary>
    public IReadOnlyList<DayOfWeek> OrderDays { get; set; } = [];

    public decimal? MinimumOrderValue { get; set; }
    public string? PaymentTerms { get; set; }
    public string? Assignee { get; set; }
    public string? AssigneeName { get; set; }

    /// <summary>Code and name in lower case.</summary>
    public string SearchText { get; set; } = "";

    public bool Archived { get; set; }

    /// <summary>Grows with every change; the version of <see cref="SupplierState"/>.</summary>
    public long Version { get; set; }

    public required DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset UpdatedAt { get; set; }
    public uint Xmin { get; set; }

    public List<SupplierTerm> Terms { get; } = [];

    string IEditable.Key => Code;

    public void Changed(DateTimeOffset now)
    {
        Version++;
        UpdatedAt = now;
        SearchText = $"{Code} {Name}".ToLowerInvariant();
    }

    public SupplierState ToState() =>
        new(Code, Version, Name, Archived)
        {
            MinimumOrderValue = MinimumOrderValue,
            OrderDays = OrderDays.Count == 0 ? null : OrderDays,
            Assignee = Assignee,
            AssigneeName = AssigneeName,
        };
}
