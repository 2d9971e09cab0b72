using OpenIddict.Abstractions;

namespace SmartInventory.Gateway.Identity;

/// <summary>
/// The end of what somebody is signed in to. All of it within the transaction of the reason, with people locked; once
/// that is committed, <see cref="Withdrawals.ReadAsync"/> makes it known here.
/// </summary>
internal sealed class Sessions(
    IdentityDb db,
    IOpenIddictTokenManager tokens,
    IOpenIddictAuthorizationManager grants,
    TimeProvider time
)
{
    /// <summary>A person's access tokens count no more; the next ones say what is true then.</summary>
    /// <param name="person">Saved by the caller.</param>
    /// <param name="ct">Gives up.</param>
    public Task RenewAsync(User person, CancellationToken ct) =>
        WithdrawAsync(person.Id.ToString(), ++person.TokenVersion, ct);

    /// <summary>A person signs in anew everywhere: refresh tokens and codes count no more, either.</summary>
    /// <inheritdoc cref="RenewAsync"/>
    public async Task EndAsync(User person, CancellationToken ct)
    {
        await RenewAsync(person, ct);
        await grants.RevokeBySubjectAsync(person.Id.ToString(), ct);
        await tokens.RevokeBySubjectAsync(person.Id.ToString(), ct);
    }

    /// <summary>A program's access tokens count no more, for good.</summary>
    public Task EndAsync(string program, CancellationToken ct) => WithdrawAsync(program, int.MaxValue, ct);

    private async Task WithdrawAsync(string subject, int firstGood, CancellationToken ct)
    {
        var withdrawn = await db.Withdrawals.FindAsync([subject], ct);
        if (withdrawn is null)
            withdrawn = db.Withdrawals.Add(new Withdrawal { Subject = subject }).Entity;
        withdrawn.FirstGood = firstGood;
        withdrawn.At = time.GetUtcNow();
        await db.SaveChangesAsync(ct);
    }
}
