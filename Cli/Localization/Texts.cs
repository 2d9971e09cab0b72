using SmartInventory.Contracts.Localization;

namespace SmartInventory.Cli.Localization;

/// <summary>What the command line says: English where it is used, Spanish in <c>Texts.es.resx</c>.</summary>
internal static class Texts
{
    private static readonly TextResources All = new(typeof(Texts));

    public static string T(string english) => All.Of(english);

    public static string T(Sentence english) => All.Of(english);

    public static string T(decimal count, Sentence one, Sentence many) => All.Of(count, one, many);
}
