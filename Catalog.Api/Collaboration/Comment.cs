using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using SmartInventory.Contracts.Collaboration;
using SmartInventory.ServiceDefaults.Web;

namespace SmartInventory.Catalog.Api.Collaboration;

/// <summary>What somebody said of something. Its row stays when its author takes it back; its words do not.</summary>
internal sealed partial class Comment
{
    public required Guid Id { get; init; }

    /// <summary>As <see cref="Contracts.Collaboration.Subject"/> writes it.</summary>
    public required string Subject { get; init; }

    public required string Text { get; set; }
    public string[] Mentions { get; set; } = [];
    public required string By { get; init; }
    public required string ByName { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset? EditedAt { get; set; }
    public bool Deleted { get; set; }
    public uint Xmin { get; set; }

    public CommentResponse ToResponse() =>
        new()
        {
            Id = Id,
            Subject = Subject,
            Text = Text,
            Mentions = Mentions,
            By = By,
            ByName = ByName,
            CreatedAt = CreatedAt,
            EditedAt = EditedAt,
            Deleted = Deleted,
            ETag = ETags.Of(Xmin),
        };

    /// <summary>Whom the text speaks to, if they are known and may sign in; other names are text.</summary>
    public static async Task<string[]> MentionedAsync(string text, CatalogDb db, CancellationToken ct)
    {
        // A name may end in a dot, and so may a sentence.
        var names = Mention()
            .Matches(text)
            .Select(m => m.Groups[1].Value.ToLowerInvariant())
            .SelectMany(name => new[] { name, name.TrimEnd('.', '-', '_') })
            .Distinct(StringComparer.Ordinal)
            .ToArray();
        if (names.Length == 0)
            return [];
        return await db
            .People.Where(p => names.Contains(p.Name) && !p.Disabled)
            .OrderBy(p => p.Name)
            .Select(p => p.Name)
            .ToArrayAsync(ct);
    }

    [GeneratedRegex(@"(?<![\w.@\-])@([a-zA-Z0-9._\-]{3,40})", RegexOptions.CultureInvariant)]
    private static partial Regex Mention();
}
