namespace SmartInventory.Contracts.Collaboration;

/// <summary>
/// A field that somebody else changed, or that the request would change, since the version that the caller held. In a
/// 412 of products, suppliers and locations as <c>conflicts</c>; beside them <c>originalKnown</c> says whether the log
/// still knew that version. Values as in the log of activities.
/// </summary>
/// <param name="Field">Its name.</param>
/// <param name="Original">What it was in the version that the caller held; null for nothing, and where that is not
/// known.</param>
/// <param name="Theirs">What it is now.</param>
/// <param name="Mine">What the request says.</param>
public sealed record EditConflict(string Field, string? Original, string? Theirs, string? Mine);
