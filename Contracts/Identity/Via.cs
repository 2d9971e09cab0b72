namespace SmartInventory.Contracts.Identity;

/// <summary>By which way a change came.</summary>
public enum Via
{
    /// <summary>A program with a token of its own.</summary>
    Api,

    /// <summary>The dashboard.</summary>
    Page,

    /// <summary>The command line, <c>inv</c>.</summary>
    Cli,

    /// <summary>A file.</summary>
    Import,

    /// <summary>The system by itself, such as what a message caused that nobody asked for.</summary>
    System,
}
