namespace SmartInventory.Files;

/// <summary>What is behind an <see cref="ImportException"/>.</summary>
public enum ImportFault
{
    /// <summary>The file, or what became of it.</summary>
    File,

    /// <summary>Something is asked for that is not there.</summary>
    NotFound,

    /// <summary>Something is asked for that cannot be.</summary>
    Usage,
}

/// <summary>Ends an import: its message says which file, row, column or setting is wrong, and why.</summary>
public sealed class ImportException(string message, ImportFault fault = ImportFault.File) : Exception(message)
{
    public ImportFault Fault { get; } = fault;
}
