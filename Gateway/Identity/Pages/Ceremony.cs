namespace SmartInventory.Gateway.Identity.Pages;

/// <summary>The second half of what a browser does with an authenticator.</summary>
internal static class Ceremony
{
    /// <param name="perform">What checks the authenticator's answer.</param>
    /// <param name="credential">The answer, as JSON.</param>
    /// <returns>Null when there is no answer, or nothing was asked in this browser, or too long ago.</returns>
    public static async Task<T?> TryAsync<T>(Func<string, Task<T>> perform, string? credential)
        where T : class
    {
        if (string.IsNullOrEmpty(credential))
            return null;
        try
        {
            return await perform(credential);
        }
        catch (InvalidOperationException)
        {
            // What is wrong with the answer itself comes back in the result; this is that nothing was asked.
            return null;
        }
    }
}
