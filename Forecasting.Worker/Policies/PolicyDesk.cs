using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using SmartInventory.Contracts.Catalog;
using SmartInventory.Contracts.Forecasting;
using SmartInventory.Forecasting.Pending;
using SmartInventory.ServiceDefaults.Activities;
using SmartInventory.ServiceDefaults.Data;
using SmartInventory.ServiceDefaults.Identity;
using SmartInventory.ServiceDefaults.Web;

namespace SmartInventory.Forecasting.Policies;

/// <summary>
/// Sets and clears policies: with an entry in the log, and a mark on every series that is ordered otherwise now. Needs
/// the caller's transaction.
/// </summary>
internal sealed class PolicyDesk(ForecastingDb db, WakeSignal signal, TimeProvider time)
{
    private static readonly FieldTexts<PolicyFields> Texts = new([
        .. PolicyTerms.All.Select(term => (term.Field, term.Read)),
    ]);

    public static PolicyResponse ToResponse(StoredPolicy policy) =>
        new()
        {
            Scope = policy.Scope,
            Key = policy.Name,
            Fields = policy.Fields,
            UpdatedAt = policy.UpdatedAt,
            By = policy.By,
            ByName = policy.ByName,
            ETag = ETags.Of(policy.Xmin),
        };

    public static ProblemHttpResult Unset(PolicyScope scope, string? name) =>
        Refusals.NotFound(T($"No policy is set for {PolicyTerms.Where(scope, name)}."));

    /// <summary>The names that a policy says and the catalogue does not know, and how the product is counted.</summary>
    public async Task<(string? Name, bool? WholeUnits)> CheckAsync(
        FieldErrors errors,
        PolicyScope scope,
        string? name,
        CancellationToken ct
    )
    {
        switch (scope)
        {
            case PolicyScope.Location:
                await LocationAsync(errors, name!, ct);
                break;
            case PolicyScope.Supplier:
                if (!await db.Suppliers.AnyAsync(s => s.Code == name, ct))
                    errors.Add("key", T($"no supplier has the code '{name}'"));
                break;
            case PolicyScope.Category:
                var known = await PolicyReach.CategoriesAsync(db, StoredPolicy.KeyOf(scope, name), ct);
                if (known.Count == 0)
                    errors.Add("key", T($"no product is in a category '{name}'"));
                else
                    name = known[0][..name!.Length];
                break;
            case PolicyScope.Product:
                return (name, await ProductAsync(errors, name!, ct));
            case PolicyScope.Series:
                var at = name!.LastIndexOf('@');
                await LocationAsync(errors, name[(at + 1)..], ct);
                return (name, await ProductAsync(errors, name[..at], ct));
        }
        return (name, null);
    }

    /// <summary>Locked until the transaction ends; null where nothing is set.</summary>
    public async Task<StoredPolicy?> LockAsync(PolicyScope scope, string? name, CancellationToken ct)
    {
        if (scope == PolicyScope.Segment)
            await db.Database.ExecuteSqlAsync($"SELECT pg_advisory_xact_lock({PolicyReach.SegmentLock})", ct);
        var (word, key) = (scope.ToString(), StoredPolicy.KeyOf(scope, name));
        return (
            await db
                .Policies.FromSql(
                    $"SELECT *, xmin FROM forecasting.policies WHERE scope = {word} AND key = {key} FOR NO KEY UPDATE"
                )
                .ToListAsync(ct)
        ).SingleOrDefault();
    }

    /// <param name="found">As it was; null where nothing is set.</param>
    /// <param name="scope">What it is set for.</param>
    /// <param name="name">The same.</param>
    /// <param name="fields">All that it says from now on.</param>
    /// <param name="http">The request.</param>
    /// <param name="ct">Ends it early.</param>
    /// <returns>The policy, or null when somebody else set one at the same moment.</returns>
    public async Task<StoredPolicy?> SetAsync(
        StoredPolicy? found,
        PolicyScope scope,
        string? name,
        PolicyFields fields,
        HttpContext http,
        CancellationToken ct
    )
    {
        var now = Moments.Stored(time.GetUtcNow());
        var policy =
            found
            ?? new()
            {
                Scope = scope,
                Key = StoredPolicy.KeyOf(scope, name),
                Fields = fields,
            };
        policy.Name = name;
        Log(found is null ? "set-policy" : "changed-policy", policy, Texts.Between(found?.Fields, fields), now);
        policy.Fields = fields;
        policy.UpdatedAt = now;
        policy.By = Actor.Current?.Name;
        policy.ByName = Actor.Current?.DisplayName;
        if (found is null)
            db.Add(policy);
        try
        {
            await db.SaveChangesAsync(ct);
        }
        catch (DbUpdateException e) when (e.IsTaken("pk_policies"))
        {
            return null;
        }
        await MarkAsync(policy, http, ct);
        return policy;
    }

    public async Task ClearAsync(StoredPolicy policy, HttpContext http, CancellationToken ct)
    {
        Log("cleared-policy", policy, Texts.Between(policy.Fields, new()), Moments.Stored(time.GetUtcNow()));
        db.Remove(policy);
        await db.SaveChangesAsync(ct);
        await MarkAsync(policy, http, ct);
    }

    private async Task MarkAsync(StoredPolicy policy, HttpContext http, CancellationToken ct)
    {
        await PolicyReach.MarkAsync(db, policy.Scope, policy.Key, time, ct);
        // The transaction is committed before the answer is complete.
        http.Response.OnCompleted(() =>
        {
            signal.Wake();
            return Task.CompletedTask;
        });
    }

    private void Log(string action, StoredPolicy policy, List<FieldChange> changes, DateTimeOffset now) =>
        db.Add(
            ActivityEntry.Of(
                action,
                PolicyTerms.SubjectOf(policy.Scope, policy.Name ?? policy.Key),
                changes,
                now,
                replaced: policy.Xmin == 0 ? null : policy.Xmin
            )
        );

    private async Task LocationAsync(FieldErrors errors, string code, CancellationToken ct)
    {
        if (!await db.Locations.AnyAsync(l => l.Code == code, ct))
            errors.Add("key", T($"no location has the code '{code}'"));
    }

    private async Task<bool?> ProductAsync(FieldErrors errors, string sku, CancellationToken ct)
    {
        var whole = await db
            .Products.Where(p => p.Sku == sku)
            .Select(p => (bool?)p.WholeUnits)
            .SingleOrDefaultAsync(ct);
        if (whole is null)
            errors.Add("key", T($"no product has the SKU '{sku}'"));
        return whole;
    }
}
