using SmartInventory.Contracts.Collaboration;
using SmartInventory.Contracts.Identity;

namespace SmartInventory.Contracts.Catalog;

/// <summary>
/// Up to how much a role, or a person, may approve: either <see cref="Role"/> or <see cref="User"/>. A person's own
/// goes before that of the role; whoever has none may approve orders of any value, as far as the
/// role may approve at all.
/// </summary>
public sealed record ApprovalLimit
{
    /// <summary>Planner or admin; others approve nothing.</summary>
    public Role? Role { get; init; }

    /// <summary>A user name.</summary>
    public string? User { get; init; }

    /// <summary>Money of one order; null for any value.</summary>
    public decimal? UpTo { get; init; }
}

/// <summary>Who may approve orders of how much.</summary>
/// <param name="FourEyes">Whether who made an order is kept from approving it.</param>
/// <param name="Limits">Those of roles, then those of people by name.</param>
public sealed record ApprovalLimitsResponse(bool FourEyes, IReadOnlyList<ApprovalLimit> Limits, string ETag);

/// <summary>All limits anew: what is not in the list is no limit any more. Needs <c>If-Match</c>.</summary>
public sealed record SetApprovalLimits
{
    public const int MaxLimits = 500;

    /// <summary>Default false.</summary>
    public bool? FourEyes { get; init; }

    public IReadOnlyList<ApprovalLimit>? Limits { get; init; }

    /// <summary>The change that leaves everything as it is, to be changed in what is meant.</summary>
    public static SetApprovalLimits Of(ApprovalLimitsResponse now) =>
        new() { FourEyes = now.FourEyes, Limits = now.Limits };
}

/// <summary>Whether an order may be approved, and by whom.</summary>
/// <param name="Mine">Whether whoever asks may approve it.</param>
/// <param name="Refusal">Why not; null where they may.</param>
/// <param name="People">Who may, by name; empty for what is no draft.</param>
public sealed record OrderApproval(bool Mine, string? Refusal, IReadOnlyList<PersonResponse> People);
