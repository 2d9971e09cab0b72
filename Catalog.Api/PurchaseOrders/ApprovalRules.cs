using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using SmartInventory.Catalog.Api.Suppliers;
using SmartInventory.Contracts;
using SmartInventory.Contracts.Catalog;
using SmartInventory.Contracts.Identity;
using SmartInventory.ServiceDefaults.Activities;
using SmartInventory.ServiceDefaults.Data;
using SmartInventory.ServiceDefaults.Identity;
using SmartInventory.ServiceDefaults.Web;

namespace SmartInventory.Catalog.Api.PurchaseOrders;

/// <summary>Who wants to approve something.</summary>
/// <param name="Name">The user name, or the id of a program's token.</param>
/// <param name="Role">What they may do at all; null for nothing.</param>
internal sealed record Approver(string Name, Role? Role)
{
    public bool Approves => Role >= Contracts.Identity.Role.Planner;

    /// <summary>The caller.</summary>
    public static Approver Of(HttpContext http) =>
        new(
            Actor.Current!.Name,
            Enum.TryParse<Role>(http.User.FindFirst("role")?.Value, ignoreCase: true, out var role) ? role : null
        );
}

/// <summary>Who may approve orders of how much. There is one row, so that its ETag is that of the whole.</summary>
internal sealed class ApprovalRules
{
    public const int TheOne = 1;

    public int Id { get; init; } = TheOne;

    /// <summary>Who made an order may not approve it.</summary>
    public bool FourEyes { get; set; }

    /// <summary>Those of roles, then those of people by name.</summary>
    public IReadOnlyList<ApprovalLimit> Limits { get; set; } = [];

    public uint Xmin { get; set; }

    /// <summary>Money; null for any value.</summary>
    public decimal? LimitOf(Approver who) =>
        (
            Limits.FirstOrDefault(l => l.User == who.Name)
            ?? Limits.FirstOrDefault(l => l.Role is { } role && role == who.Role)
        )?.UpTo;

    /// <summary>Why somebody may not approve an order; null where nothing stands against it.</summary>
    /// <param name="order">The order.</param>
    /// <param name="named">What it is called in the sentence.</param>
    /// <param name="who">Who wants to.</param>
    public string? Against(PurchaseOrder order, string named, Approver who)
    {
        if (!who.Approves)
            return T("Only planners and admins approve orders.");
        if (FourEyes && order.CreatedBy == who.Name)
            return T($"{named} was made by you; somebody else has to approve it.");
        if (LimitOf(who) is not { } most)
            return null;
        // What costs nothing is what nobody knows the cost of.
        if (order.Lines.Find(l => l.UnitCost == 0) is { } line)
            return T(
                $"{named} has no unit cost for {line.Sku}, so that it may be worth anything; you may approve up to "
                    + $"{most:#,##0.00##}."
            );
        return order.Value > most
            ? T($"{named} is worth {order.Value:#,##0.00##}; you may approve up to {most:#,##0.00##}.")
            : null;
    }

    /// <summary>As the log of activities shows them.</summary>
    public Dictionary<string, string?> ToTexts()
    {
        var texts = new Dictionary<string, string?>(StringComparer.Ordinal) { ["fourEyes"] = FieldText.Of(FourEyes) };
        foreach (var limit in Limits)
            texts[limit.User ?? Words.Of(limit.Role!.Value)] = FieldText.Of(limit.UpTo) ?? "any value";
        return texts;
    }

    public ApprovalLimitsResponse ToResponse() => new(FourEyes, Limits, ETags.Of(Xmin));

    public static void Map(EntityTypeBuilder<ApprovalRules> rules)
    {
        rules.ToTable("approval_rules");
        rules.Property(r => r.Id).ValueGeneratedNever();
        rules
            .Property(r => r.Limits)
            .HasColumnType("jsonb")
            .HasConversion(
                limits => JsonSerializer.Serialize(limits, ContractsJson.Options),
                json => JsonSerializer.Deserialize<List<ApprovalLimit>>(json, ContractsJson.Options)!,
                SuppliersFeature.SameItems<ApprovalLimit>()
            );
        rules.Property(r => r.Xmin).IsXmin();
    }
}
