using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Xml;
using Microsoft.Extensions.Options;
using Refit;
using SmartInventory.Dashboard.Web.Gateway;
using SmartInventory.Files;

namespace SmartInventory.Dashboard.Web.Imports;

/// <summary>
/// The uploaded files and the work on them, which goes on when nobody looks. A file is removed once it was imported,
/// and when nobody has looked at it for a while.
/// </summary>
public sealed partial class Uploads : BackgroundService
{
    /// <summary>Rejected rows that a page shows; the file of rejected rows has all.</summary>
    public const int Shown = 10_000;

    private const string Prefix = "smartinventory-imports-";

    // Reading takes a processor, and storing is the server's work: more side by side would be no faster.
    private readonly SemaphoreSlim _turns = new(2);
    private readonly ConcurrentDictionary<Guid, Upload> _uploads = new();
    private readonly ImportsOptions _options;
    private readonly ImportGateway _gateway;
    private readonly TimeProvider _time;
    private readonly ILogger<Uploads> _log;
    private readonly Lazy<string> _folder;

    public Uploads(IOptions<ImportsOptions> options, ImportGateway gateway, TimeProvider time, ILogger<Uploads> log)
    {
        _options = options.Value;
        _gateway = gateway;
        _time = time;
        _log = log;
        _folder = new Lazy<string>(MakeFolder);
    }

    /// <summary>The newest first.</summary>
    public IReadOnlyList<Upload> All => [.. _uploads.Values.OrderByDescending(upload => upload.UploadedAt)];

    public bool IsFull => _uploads.Count >= _options.MaxUploads;

    /// <summary>Bytes that a file may have now, for what the disk has left.</summary>
    public long Room =>
        Math.Min(_options.MaxBytes, new DriveInfo(_folder.Value).AvailableFreeSpace - _options.MinFreeBytes);

    public Upload? Find(Guid id)
    {
        if (!_uploads.TryGetValue(id, out var upload))
            return null;
        upload.Touch(_time.GetUtcNow());
        return upload;
    }

    /// <summary>A file of its own for an upload, that nobody else reads.</summary>
    public (Upload Upload, FileStream File) Create(string name)
    {
        var id = Guid.NewGuid();
        var folder = Path.Combine(_folder.Value, id.ToString("N"));
        Directory.CreateDirectory(folder);
        var upload = new Upload(id, name, folder, _time.GetUtcNow());
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            Options = FileOptions.Asynchronous,
        };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        return (upload, new FileStream(upload.FilePath, options));
    }

    /// <summary>A file that has arrived: from here on it is found, and read.</summary>
    public void Add(Upload upload)
    {
        _uploads[upload.Id] = upload;
        Review(upload, null);
    }

    /// <summary>Reads the file as it is said, and asks the server what it would do.</summary>
    /// <param name="upload">The file.</param>
    /// <param name="settings">How to read it; null for what its header shows.</param>
    /// <returns>False when it is being imported, or was.</returns>
    public bool Review(Upload upload, ImportSettings? settings) =>
        !upload.IsSettled
        && upload.TryBegin(
            new UploadState(UploadPhase.Waiting, _time.GetUtcNow()),
            Prepare(upload, settings) is { } refused
                ? _ =>
                {
                    upload.State = refused;
                    return Task.CompletedTask;
                }
                : ct => WorkAsync(upload, forGood: false, ct)
        );

    /// <summary>Imports the file; false when that is under way already, or done.</summary>
    public bool Apply(Upload upload) =>
        upload.State.Phase is UploadPhase.Ready or UploadPhase.Stopped
        && upload.TryBegin(
            new UploadState(UploadPhase.Waiting, _time.GetUtcNow()) { IsForGood = true },
            ct => WorkAsync(upload, forGood: true, ct)
        );

    /// <summary>Forgets a file; what was imported stays.</summary>
    public async Task RemoveAsync(Upload upload)
    {
        if (_uploads.TryRemove(upload.Id, out _))
            await upload.DisposeAsync();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMinutes(1), _time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                foreach (var upload in _uploads.Values.Where(IsForgotten))
                    await ForgetAsync(upload);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The program ends: nobody will look at the files again.
        }

        foreach (var upload in _uploads.Values)
            await ForgetAsync(upload);
        if (_folder.IsValueCreated)
            Directory.Delete(_folder.Value, recursive: true);
    }

    public override void Dispose()
    {
        _turns.Dispose();
        base.Dispose();
    }

    // A file that somebody else holds or took away is no reason to stop the dashboard.
    private async Task ForgetAsync(Upload upload)
    {
        try
        {
            await RemoveAsync(upload);
        }
        catch (Exception denied) when (denied is UnauthorizedAccessException or IOException)
        {
            LogLeft(_log, denied, upload.FilePath);
        }
    }

    private bool IsForgotten(Upload upload) =>
        !upload.State.IsBusy && upload.UsedAt + _options.Keep < _time.GetUtcNow();

    // Its header first, which takes no time: the page needs it for its form.
    private UploadState? Prepare(Upload upload, ImportSettings? settings)
    {
        try
        {
            var encoding = (settings ?? upload.Settings).Encoding;
            using var file = TableFile.Open(upload.FilePath, encoding, FormWords.Of, upload.Name);
            // Where no column was seen, none was chosen.
            var unseen = settings is null || upload.Header is null;
            upload.Header = file.ReadHeader();
            upload.Settings = unseen ? ImportSettings.For(upload.Header, encoding) : settings!;
            return null;
        }
        catch (Exception fault) when (Explain(fault) is { } problem)
        {
            upload.Settings = settings ?? upload.Settings;
            return new UploadState(UploadPhase.Refused, _time.GetUtcNow(), Problem: problem);
        }
    }

    [SuppressMessage("Design", "CA1031", Justification = "Whatever ended the work, the page must say so.")]
    private async Task WorkAsync(Upload upload, bool forGood, CancellationToken ct)
    {
        try
        {
            await _turns.WaitAsync(ct);
        }
        catch (OperationCanceledException)
        {
            return;
        }

        try
        {
            await ReadAsync(upload, forGood, ct);
            if (upload.State.Phase == UploadPhase.Imported)
                File.Delete(upload.FilePath);
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            // Other work on this file follows, or none.
        }
        catch (Exception fault)
        {
            if (Explain(fault) is not { } problem)
            {
                LogFailure(_log, fault, upload.Id);
                problem = T("This failed here; the error is ours and was logged.");
            }

            var state = upload.State;
            upload.State = state with
            {
                Phase = forGood ? UploadPhase.Stopped : UploadPhase.Refused,
                Problem = problem,
                Report = Summarise(state, dryRun: !forGood, complete: false),
            };
        }
        finally
        {
            _turns.Release();
        }
    }

    private async Task ReadAsync(Upload upload, bool forGood, CancellationToken ct)
    {
        var settings = upload.Settings;
        using var file = TableFile.Open(upload.FilePath, settings.Encoding, FormWords.Of, upload.Name);
        var header = file.ReadHeader();
        var kind = settings.Resolve(header);
        using var rejects = new RejectsFile(upload.RejectsPath);
        var import = new SalesImport(
            new SalesImportOptions(
                file,
                kind,
                !settings.Create && file.IsText && KindFinder.IsRaw(kind, header),
                settings.Create,
                settings.Mark,
                rejects,
                _options.Patience,
                DryRun: !forGood
            )
            {
                Shown = Shown,
            },
            new ImportTarget(_gateway.Catalog, _gateway.Sales, _time, upload.Say, upload.Key)
        );
        var state = new UploadState(UploadPhase.Reading, _time.GetUtcNow(), kind.Help, import) { IsForGood = forGood };
        upload.State = state;
        import.Check(ct);
        await import.PrepareAsync(ct);
        upload.State = state = state with
        {
            Phase = forGood ? UploadPhase.Importing : UploadPhase.Checking,
            Since = _time.GetUtcNow(),
            IsUnderstood = true,
        };
        await import.SendAsync(ct);
        upload.State = state with
        {
            Phase = forGood ? UploadPhase.Imported : UploadPhase.Ready,
            Report = Summarise(state, dryRun: !forGood, complete: true),
        };
    }

    private ImportSummary? Summarise(UploadState state, bool dryRun, bool complete) =>
        state.Import is { } import
            ? import.Tally.Summarise(_time.GetUtcNow() - state.Since, dryRun, complete) with
            {
                Import = import.Id,
            }
            : null;

    /// <summary>What people are told; null for a fault of this program.</summary>
    private static string? Explain(Exception fault) =>
        fault switch
        {
            ImportException file => file.Message,
            InvalidDataException or XmlException => T($"The file is damaged: {fault.Message}"),
            IOException or UnauthorizedAccessException => T("The file cannot be read here any more. Upload it again."),
            ApiException or ApiRequestException or HttpRequestException or OperationCanceledException => Load.Explain(
                fault
            ),
            _ => null,
        };

    private string MakeFolder()
    {
        var parent = _options.Folder ?? Path.GetTempPath();
        Directory.CreateDirectory(parent);
        // What a program left behind that was killed.
        foreach (var old in Directory.EnumerateDirectories(parent, Prefix + "*"))
        {
            if (Directory.GetLastWriteTimeUtc(old) > _time.GetUtcNow().UtcDateTime.AddDays(-1))
                continue;
            try
            {
                Directory.Delete(old, recursive: true);
            }
            catch (Exception denied) when (denied is UnauthorizedAccessException or IOException)
            {
                // It is of another account, which removes it by itself.
                LogLeft(_log, denied, old);
            }
        }

        var folder = Path.Combine(parent, Prefix + Guid.NewGuid().ToString("N"));
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(folder);
        else
            Directory.CreateDirectory(
                folder,
                UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
            );
        return folder;
    }

    [LoggerMessage(LogLevel.Information, "{Path} was left behind and cannot be removed")]
    private static partial void LogLeft(ILogger logger, Exception exception, string path);

    [LoggerMessage(LogLevel.Error, "The work on upload {Id} failed")]
    private static partial void LogFailure(ILogger logger, Exception exception, Guid id);
}
