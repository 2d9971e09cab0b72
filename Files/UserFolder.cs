namespace SmartInventory.Files;

/// <summary>Where <c>inv</c> keeps what belongs to the person who runs it.</summary>
public static class UserFolder
{
    /// <param name="said"><c>INV_CONFIG</c>; null for the user's configuration folder.</param>
    public static string Of(string? said) =>
        said
        ?? Path.Combine(
            Environment.GetFolderPath(
                Environment.SpecialFolder.ApplicationData,
                Environment.SpecialFolderOption.DoNotVerify
            ),
            "inv"
        );
}
