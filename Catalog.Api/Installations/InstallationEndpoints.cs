using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using SmartInventory.Contracts;
using SmartInventory.Contracts.Catalog;
using SmartInventory.Contracts.Collaboration;
using SmartInventory.ServiceDefaults.Activities;
using SmartInventory.ServiceDefaults.Web;

namespace SmartInventory.Catalog.Api.Installations;

internal static class InstallationEndpoints
{
    /// <summary>What the log of activities calls it.</summary>
    private const string Key = "installation";

    public static async Task<Ok<InstallationResponse>> Get(CatalogDb db, HttpContext http, CancellationToken ct)
    {
        var installation = (await db.Set<Installation>().AsNoTracking().SingleAsync(ct)).ToResponse();
        ETags.Set(http, installation.ETag);
        return TypedResults.Ok(installation);
    }

    public static async Task<Results<Ok<InstallationResponse>, ValidationProblem, ProblemHttpResult>> Set(
        SetInstallation body,
        CatalogDb db,
        TimeProvider time,
        HttpContext http,
        CancellationToken ct
    )
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var installation = await db.Set<Installation>()
            .FromSql($"SELECT *, xmin FROM catalog.installation FOR NO KEY UPDATE")
            .SingleAsync(ct);
        var current = installation.ToResponse();
        if (ETags.Refuse(http, current.ETag, current) is { } refused)
            return refused;
        var errors = new FieldErrors();
        var currency = Currency.Find(body.Currency);
        if (currency is null && !string.IsNullOrWhiteSpace(body.Currency))
            errors.Add("currency", T("must be the code of a currency by ISO 4217, such as EUR"));
        if (errors.Any)
            return errors.ToProblem();
        var before = Texts(installation);
        installation.Currency = currency?.Code;
        if (FieldText.Between(before, Texts(installation)) is { Count: > 0 } changes)
            db.Add(ActivityEntry.Of("changed", new Subject(SubjectKind.System, Key), changes, time.GetUtcNow()));
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        var saved = installation.ToResponse();
        ETags.Set(http, saved.ETag);
        return TypedResults.Ok(saved);
    }

    private static Dictionary<string, string?> Texts(Installation installation) =>
        new(StringComparer.Ordinal) { ["currency"] = installation.Currency };
}
