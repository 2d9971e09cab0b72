using SmartInventory.Contracts;
using SmartInventory.Contracts.Collaboration;
using SmartInventory.Dashboard.Web.Gateway;

namespace SmartInventory.Dashboard.Web.Collaboration;

/// <summary>What was said of a thing, and the form to say more.</summary>
/// <param name="Subject">Of what.</param>
/// <param name="Comments">Newest first.</param>
/// <param name="Key">One per shown form: sent twice, it is said once.</param>
public sealed record TalkTile(string Subject, Loaded<Page<CommentResponse>> Comments, string Key)
{
    private const int Newest = 20;

    public static async Task<TalkTile> ReadAsync(ICatalogApi catalog, Subject subject, CancellationToken ct) =>
        new(
            subject.ToString(),
            await Load.TryAsync(catalog.ListComments(subject.ToString(), Newest, ct: ct), ct),
            Guid.CreateVersion7().ToString()
        );
}
