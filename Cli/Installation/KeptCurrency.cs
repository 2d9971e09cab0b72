using Refit;
using SmartInventory.Cli.Hosting;
using SmartInventory.Contracts;
using SmartInventory.Contracts.Catalog;

namespace SmartInventory.Cli.Installation;

/// <summary>
/// The currency of an installation: it hardly ever changes, so tables of money ask for it once a day and not each time.
/// </summary>
internal sealed class KeptCurrency(Func<ICatalogApi> catalog, Shell shell, Uri gateway, CancellationToken ct)
{
    private const string Question = "currency";

    private readonly AnswerCache _kept = new(shell, "installation", TimeSpan.FromDays(1));
    private bool _known;
    private string? _code;

    /// <summary>Null where nobody set one, and where it cannot be had: the amounts are right without it.</summary>
    public Currency? Value
    {
        get
        {
            if (!_known)
                (_known, _code) = (true, Read());
            return Currency.Find(_code);
        }
    }

    /// <summary>It was read, or set, just now.</summary>
    public InstallationResponse Keep(InstallationResponse installation)
    {
        (_known, _code) = (true, installation.Currency);
        try
        {
            _kept.Keep(gateway, Question, [installation.Currency ?? ""]);
        }
        catch (Exception denied) when (denied is IOException or UnauthorizedAccessException)
        {
            // Where nothing can be kept, it is asked for each time.
        }

        return installation;
    }

    private string? Read()
    {
        try
        {
            if (_kept.Find(gateway, Question) is { } lines)
                return lines.FirstOrDefault();
            // What is shown is there already, and waits for this alone.
            return Keep(Task.Run(() => catalog().GetInstallation(ct), ct).GetAwaiter().GetResult()).Currency;
        }
        catch (Exception fault)
            when (fault is ApiException or ApiRequestException or IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
