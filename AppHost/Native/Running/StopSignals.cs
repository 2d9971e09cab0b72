using System.Runtime.InteropServices;

namespace SmartInventory.AppHost.Running;

/// <summary>Ctrl+C and its relatives: the first asks for an orderly end, the second for a quick one.</summary>
internal sealed class StopSignals : IDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private readonly CancellationTokenSource _hurry = new();
    private readonly List<PosixSignalRegistration> _registrations;

    public StopSignals() =>
        _registrations = [.. new[] { PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGHUP, PosixSignal.SIGQUIT }
            .Select(signal => PosixSignalRegistration.Create(signal, OnSignal))];

    public CancellationToken Stopping => _stopping.Token;
    public CancellationToken Hurry => _hurry.Token;

    public void Dispose()
    {
        _registrations.ForEach(r => r.Dispose());
        _stopping.Dispose();
        _hurry.Dispose();
    }

    private void OnSignal(PosixSignalContext context)
    {
        // We end ourselves, when all children have.
        context.Cancel = true;
        if (_stopping.IsCancellationRequested)
            _hurry.Cancel();
        else
            _stopping.Cancel();
    }
}
