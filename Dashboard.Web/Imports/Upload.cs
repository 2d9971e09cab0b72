using SmartInventory.Files;

namespace SmartInventory.Dashboard.Web.Imports;

/// <summary>How far a file is.</summary>
public enum UploadPhase
{
    /// <summary>Others are being read.</summary>
    Waiting,
    Reading,

    /// <summary>The server says what it would do with each row.</summary>
    Checking,

    /// <summary>It can be imported.</summary>
    Ready,

    /// <summary>It cannot be read as it is said, or the server could not be asked.</summary>
    Refused,
    Importing,
    Imported,

    /// <summary>The import ended early.</summary>
    Stopped,
}

/// <summary>What is known of a file at one moment.</summary>
/// <param name="Phase">How far it is.</param>
/// <param name="Since">When this work began.</param>
/// <param name="Help">What kind of file it is, in half a line.</param>
/// <param name="Import">The reading at work, for how far it is; once it is checked, for what it understood.</param>
/// <param name="Report">What became of the rows, or would become of them.</param>
/// <param name="Problem">Why it is refused or stopped.</param>
public sealed record UploadState(
    UploadPhase Phase,
    DateTimeOffset Since,
    string? Help = null,
    SalesImport? Import = null,
    ImportSummary? Report = null,
    string? Problem = null
)
{
    public bool IsBusy =>
        Phase is UploadPhase.Waiting or UploadPhase.Reading or UploadPhase.Checking or UploadPhase.Importing;

    /// <summary>The first rows and totals are there.</summary>
    public bool IsUnderstood { get; init; }

    /// <summary>It is about storing and not about looking.</summary>
    public bool IsForGood { get; init; }
}

/// <summary>A file that somebody uploaded.</summary>
/// <param name="id">Its name in addresses: whoever knows it may see the file.</param>
/// <param name="name">What its owner calls it.</param>
/// <param name="folder">A folder of its own.</param>
public sealed class Upload(Guid id, string name, string folder, DateTimeOffset at) : IAsyncDisposable
{
    private readonly Lock _lock = new();
    private readonly List<string> _said = [];
    private CancellationTokenSource? _stop;
    private Task _work = Task.CompletedTask;

    public Guid Id => id;

    public string Name => name;

    public DateTimeOffset UploadedAt { get; } = at;

    /// <summary>Somebody looked at it or changed it.</summary>
    public DateTimeOffset UsedAt { get; private set; } = at;

    /// <summary>The header; null while the file cannot be read.</summary>
    public FileHeader? Header { get; set; }

    /// <summary>What was wrong with the form that was sent last, until it was said.</summary>
    public string? FormProblem { get; set; }

    public ImportSettings Settings { get; set; } = ImportSettings.For(null);

    public UploadState State { get; set; } = new(UploadPhase.Waiting, at);

    /// <summary>The same for every attempt to import this file.</summary>
    public string Key { get; } = Guid.CreateVersion7().ToString();

    public string FilePath => Path.Combine(folder, "file");

    /// <summary>Every row that was rejected, as the last work left it.</summary>
    public string RejectsPath => Path.Combine(folder, "rejected.csv");

    /// <summary>It is being imported, or was: it is not to be read otherwise any more.</summary>
    public bool IsSettled => State.IsForGood && (State.IsBusy || State.Phase == UploadPhase.Imported);

    /// <summary>What the work had to say, in order.</summary>
    public IReadOnlyList<string> Said
    {
        get
        {
            lock (_lock)
                return [.. _said];
        }
    }

    public void Say(string sentence)
    {
        lock (_lock)
            _said.Add(sentence);
    }

    public void Touch(DateTimeOffset now) => UsedAt = now;

    /// <summary>
    /// Ends the work before and begins this one; false when the work before stores something and is not to be ended.
    /// </summary>
    public bool TryBegin(UploadState first, Func<CancellationToken, Task> work)
    {
        lock (_lock)
        {
            if (IsSettled)
                return false;
            _said.Clear();
            State = first;
            var (before, ended) = (_stop, _work);
            var stop = _stop = new CancellationTokenSource();
            before?.Cancel();
            _work = Task.Run(async () =>
            {
                await ended;
                before?.Dispose();
                await work(stop.Token);
            });
            return true;
        }
    }

    /// <summary>Ends the work and removes the file.</summary>
    public async ValueTask DisposeAsync()
    {
        Task work;
        lock (_lock)
        {
            _stop?.Cancel();
            work = _work;
        }

        await work;
        _stop?.Dispose();
        if (Directory.Exists(folder))
            Directory.Delete(folder, recursive: true);
    }
}
