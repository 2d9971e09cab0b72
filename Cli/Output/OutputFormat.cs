namespace SmartInventory.Cli.Output;

/// <summary>How data is printed on stdout.</summary>
internal enum OutputFormat
{
    /// <summary>For eyes.</summary>
    Table,

    /// <summary>The objects of the API, in its dialect.</summary>
    Json,

    /// <summary>RFC 4180 with a header.</summary>
    Csv,
}
