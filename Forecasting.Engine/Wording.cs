namespace SmartInventory.Forecasting.Engine;

/// <summary>Sentences that whoever shows them says in another language: formats with their values.</summary>
internal static class Wording
{
    /// <summary>Keeps the compiler from making a text of it where it could be either.</summary>
    public static FormattableString S(FormattableString sentence) => sentence;
}
