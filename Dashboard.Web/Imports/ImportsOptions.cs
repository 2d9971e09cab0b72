namespace SmartInventory.Dashboard.Web.Imports;

/// <summary>What becomes of files that people upload. Section <c>Dashboard:Imports</c>.</summary>
public sealed class ImportsOptions
{
    public const string Section = "Dashboard:Imports";

    /// <summary>Where uploaded files lie, for this program alone; null for the system's temporary folder.</summary>
    public string? Folder { get; set; }

    /// <summary>The largest file, in bytes.</summary>
    public long MaxBytes { get; set; } = 500L * 1024 * 1024;

    /// <summary>What an upload leaves free on the disk, in bytes.</summary>
    public long MinFreeBytes { get; set; } = 256L * 1024 * 1024;

    /// <summary>The most files at a time.</summary>
    public int MaxUploads { get; set; } = 50;

    /// <summary>For how long a file that nobody looks at is kept.</summary>
    public TimeSpan Keep { get; set; } = TimeSpan.FromHours(1);

    /// <summary>For how long an import waits for a sales service that is away.</summary>
    public TimeSpan Patience { get; set; } = TimeSpan.FromMinutes(1);
}
