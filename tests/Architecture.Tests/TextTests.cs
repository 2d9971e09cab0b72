namespace SmartInventory.Architecture.Tests;

/// <summary>Everything that is said in English is there in each other language, and nothing else.</summary>
public sealed class TextTests
{
    /// <summary>Resources of a project, from its folder on, and their project.</summary>
    public static TheoryData<string, string> All
    {
        get
        {
            var all = new TheoryData<string, string>();
            foreach (var project in Repository.Projects().Select(p => Path.GetDirectoryName(p)!))
            {
                foreach (
                    var path in Directory.EnumerateFiles(project, "*.??.resx", SearchOption.AllDirectories).Order()
                )
                    all.Add(
                        Path.GetRelativePath(Repository.Root, project),
                        Path.GetRelativePath(Repository.Root, path)
                    );
            }
            return all;
        }
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Every_text_is_translated_and_every_translation_is_used(string project, string resources)
    {
        var used = Path.GetFileName(resources).StartsWith("Scripts.", StringComparison.Ordinal)
            ? TextKeys.UsedInScripts(project)
            : TextKeys.Used(project);
        var there = TextKeys.Resources(Path.Combine(Repository.Root, resources)).ConvertAll(t => t.Key.TrimStart('~'));
        string[] wrong =
        [
            .. used.Where(k => TextKeys.HasWords(k.Key) && !there.Contains(k.Key))
                .Select(k => $"{k.Value} has no translation: {k.Key}"),
            .. there.Where(k => !used.ContainsKey(k)).Select(k => $"{resources}: nobody says {k}"),
        ];
        Assert.True(wrong.Length == 0, string.Join('\n', wrong));
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Translations_have_the_same_values_and_are_in_order(string project, string resources)
    {
        var texts = TextKeys.Resources(Path.Combine(Repository.Root, resources));
        Assert.Empty(texts.Where(t => t.Text.Trim().Length == 0).Select(t => $"{project}: {t.Key} says nothing"));
        Assert.Empty(
            texts
                .Where(t => !TextKeys.Places(t.Key).SequenceEqual(TextKeys.Places(t.Text)))
                .Select(t => $"{project}: other values in the translation of {t.Key}: {t.Text}")
        );
        Assert.Empty(
            texts
                .GroupBy(t => t.Key, StringComparer.OrdinalIgnoreCase)
                .Where(g => g.Count() > 1)
                .Select(g =>
                    $"{project}: the compiler keeps one of these; a tilde before the one in small letters: {g.Key}"
                )
        );
        // In order, so that two people who add texts seldom meet.
        Assert.Equal(texts.Select(t => t.Key).Order(StringComparer.Ordinal), texts.Select(t => t.Key));
    }

    [Fact]
    public void There_are_translations() => Assert.NotEmpty(All);
}
