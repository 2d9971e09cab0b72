using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;
using SmartInventory.Contracts;
using SmartInventory.Contracts.Catalog;
using SmartInventory.Contracts.Identity;
using SmartInventory.Contracts.Status;
using SmartInventory.Dashboard.Web.Gateway;
using SmartInventory.Dashboard.Web.Identity;
using SmartInventory.Dashboard.Web.Shared;

namespace SmartInventory.Dashboard.Web.SystemState;

/// <summary>How the parts are, what waits between them, and whether the books agree.</summary>
[Needs(Role.Admin)]
public sealed class SystemPageModel(
    IStatusApi status,
    IFailedMessagesApi failedMessages,
    IIdentityApi identity,
    ICatalogApi catalog,
    LastHeard<InstallationResponse> heard,
    SharedAnswers answers,
    TimeProvider time,
    IOptions<OperationsOptions> operations
) : TilePage
{
    /// <summary>How many messages were just sent again.</summary>
    [BindProperty(SupportsGet = true)]
    public long? Sent { get; set; }

    /// <summary>Whether the currency was just changed.</summary>
    [BindProperty(SupportsGet = true)]
    public bool Changed { get; set; }

    public string? Refusal { get; private set; }

    protected override IReadOnlyList<Tile> Table =>
        [
            Tile.Of("parts", "_Parts", ReadStatus, new(T("Parts"), "span-all")),
            Tile.Of("lags", "_Lags", ReadStatus, new(T("On the way"), "span-all")),
            Tile.Of("reconciliation", "_Reconciliation", ReadStatus, new(T("Books"), "span-all")),
            Tile.Of(
                "failed",
                "_Failed",
                async ct => new FailedTile(
                    await Load.TryAsync(failedMessages.ListFailedMessages(ct), ct),
                    time.GetUtcNow()
                ),
                new(T("Failed messages"), "span-half")
            ),
            Tile.Of("access", "_Access", ReadAccess, new(T("Who has access"), "span-half")),
            Tile.Of(
                "installation",
                "_Installation",
                async ct => new InstallationTile(await Load.TryAsync(catalog.GetInstallation(ct), ct)),
                new(T("Currency"), "span-half")
            ),
            Tile.Of("operations", "_Operations", _ => Task.FromResult(operations.Value)),
        ];

    /// <param name="tile">Only this tile, to replace it in a page that is open.</param>
    /// <param name="ct">Ends with the request.</param>
    public Task<IActionResult> OnGetAsync(string? tile, CancellationToken ct) => ShowAsync(tile, ct);

    public async Task<IActionResult> OnPostResendAsync(CancellationToken ct)
    {
        var resent = await Load.TryAsync(failedMessages.ResendFailedMessages(ct), ct);
        if (resent.Value is { Unanswered.Count: 0 } all)
            return LocalRedirect($"/system?sent={all.Queues.Sum(q => q.Messages)}");
        // Part of them may have gone: who could not be asked is said, and the tile shows what is left.
        Refusal = resent.Value is { } some
            ? string.Join(" ", some.Unanswered.Select(part => T($"{part.Service} cannot be asked: {part.Reason}")))
            : resent.Error;
        return await ShowAsync(null, ct);
    }

    /// <summary>Says what all amounts are in, as somebody saw it who changes it.</summary>
    public async Task<IActionResult> OnPostCurrencyAsync(string? code, string? etag, CancellationToken ct)
    {
        var set = await Load.TryAsync(
            catalog.SetInstallation(new SetInstallation { Currency = Query.Text(code) }, etag ?? "", ct),
            ct
        );
        if (set.Value is { } installation)
        {
            heard.Hear(installation);
            return LocalRedirect("/system?changed=true");
        }

        Refusal = set.Error;
        return await ShowAsync(null, ct);
    }

    private Task<Loaded<StatusResponse>> ReadStatus(CancellationToken ct) =>
        answers.TryAsync("books", status.GetStatus, ct);

    private async Task<AccessTile> ReadAccess(CancellationToken ct)
    {
        // Not shared: only admins may read them.
        var people = Load.TryAsync(identity.ListUsers(ct), ct);
        var tokens = Load.TryAsync(identity.ListTokens(ct), ct);
        return new(await people, await tokens, time.GetUtcNow());
    }
}

public sealed record FailedTile(Loaded<FailedMessages> Messages, DateTimeOffset AsOf);

public sealed record InstallationTile(Loaded<InstallationResponse> Installation);

public sealed record AccessTile(
    Loaded<IReadOnlyList<UserResponse>> People,
    Loaded<IReadOnlyList<TokenResponse>> Tokens,
    DateTimeOffset AsOf
);

/// <summary>Section <c>Dashboard:Operations</c>.</summary>
public sealed class OperationsOptions
{
    public const string Section = "Dashboard:Operations";

    /// <summary>Where logs, traces and metrics are looked at; null where nobody said.</summary>
    public Uri? Traces { get; set; }
}
