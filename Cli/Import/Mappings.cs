using SmartInventory.Cli.Hosting;

namespace SmartInventory.Cli.Import;

/// <summary>Where the user's mappings are kept: in <c>INV_CONFIG</c> or the user's configuration folder.</summary>
internal static class Mappings
{
    public static MappingStore Of(Shell shell) =>
        new(
            Path.Combine(
                shell.Variable("INV_CONFIG")
                    ?? Path.Combine(
                        Environment.GetFolderPath(
                            Environment.SpecialFolder.ApplicationData,
                            Environment.SpecialFolderOption.DoNotVerify
                        ),
                        "inv"
                    ),
                "mappings"
            )
        );
}
