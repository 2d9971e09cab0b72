using Microsoft.EntityFrameworkCore;
using SmartInventory.Forecasting.Engine.Global;

namespace SmartInventory.Forecasting.GlobalModels;

/// <summary>A trained model as it was loaded.</summary>
internal sealed record LoadedModel(long Version, DayAndWeekModels Models);

/// <summary>The newest global model, loaded once per version.</summary>
internal sealed partial class GlobalModelStore(TimeProvider time, ILogger<GlobalModelStore> log) : IDisposable
{
    /// <summary>What <see cref="StoredModel.Kind"/> says of them.</summary>
    public const string Kind = "days-and-weeks";

    /// <summary>A model that another worker trained may be used so much later.</summary>
    private static readonly TimeSpan Memory = TimeSpan.FromSeconds(1);

    private readonly SemaphoreSlim _one = new(1, 1);
    private LoadedModel? _newest;
    private long _asked;
    private long? _seen;

    /// <summary>Null before the first training.</summary>
    public async Task<LoadedModel?> NewestAsync(ForecastingDb db, CancellationToken ct)
    {
        await _one.WaitAsync(ct);
        try
        {
            if (_asked != 0 && time.GetElapsedTime(_asked) < Memory)
                return _newest;
            var version = await db.Models.Where(m => m.Kind == Kind).MaxAsync(m => (long?)m.Version, ct);
            if (version is not null && version != _seen)
            {
                var bytes = await db.Models.Where(m => m.Version == version).Select(m => m.Bytes).SingleAsync(ct);
                _newest = Load(version.Value, bytes) ?? _newest;
                _seen = version;
            }
            _asked = time.GetTimestamp();
            return _newest;
        }
        finally
        {
            _one.Release();
        }
    }

    /// <summary>
    /// A model of another release of this program may be unreadable here: the one before, or none, serves until the
    /// next training.
    /// </summary>
    private LoadedModel? Load(long version, byte[] bytes)
    {
        try
        {
            using var stream = new MemoryStream(bytes);
            return new(version, DayAndWeekModels.Load(stream));
        }
        catch (InvalidDataException e)
        {
            LogUnreadable(log, version, e.Message);
            return null;
        }
    }

    public void Dispose() => _one.Dispose();

    [LoggerMessage(LogLevel.Error, "Global model {Version} cannot be read and is not used: {Reason}")]
    private static partial void LogUnreadable(ILogger logger, long version, string reason);
}
