using System.Net;
using Microsoft.EntityFrameworkCore;
using Polly;
using Refit;
using SmartInventory.Contracts;
using SmartInventory.Contracts.Catalog;
using SmartInventory.Sales.Api.Recording;
using SmartInventory.ServiceDefaults.Web;
using ProblemDetails = Microsoft.AspNetCore.Mvc.ProblemDetails;

namespace SmartInventory.Sales.Api.Catalogue;

/// <summary>
/// Products and locations by name: from the replica, and what it does not know from the catalogue itself, so that a
/// product can be sold in the moment after it was created.
/// </summary>
internal sealed class CatalogueLookup(SalesDb db, Replica replica, ICatalogApi api)
{
    /// <summary>More locations than this are asked for all at once: each row may name one that there is not.</summary>
    private const int MaxQuestions = 20;

    /// <summary>Loads what a set of lines names.</summary>
    /// <param name="skus">The SKUs of all lines.</param>
    /// <param name="locations">The codes of the lines that name a location.</param>
    /// <param name="unplaced">The SKUs of the lines that name none.</param>
    /// <param name="ask">Whether the catalogue is asked for what is not known here.</param>
    /// <param name="ct">Gives up.</param>
    /// <exception cref="ProblemException">503: the catalogue has to be asked and does not answer.</exception>
    public async Task<CatalogueView> LoadAsync(
        IReadOnlySet<string> skus,
        IReadOnlySet<string> locations,
        IReadOnlySet<string> unplaced,
        bool ask,
        CancellationToken ct
    )
    {
        var products = await db
            .Products.AsNoTracking()
            .Where(p => skus.Contains(p.Sku))
            .ToDictionaryAsync(p => p.Sku, ct);
        // A handful: all of them, because a line without a location needs to know whether there is a choice.
        var places = await db.Locations.AsNoTracking().ToDictionaryAsync(l => l.Code, ct);

        foreach (var asked in skus.Where(sku => ask && !products.ContainsKey(sku)).Chunk(Limits.MaxBatch))
            await AskForProducts(asked, products, ct);
        var unknown = locations.Where(code => ask && !places.ContainsKey(code)).ToList();
        if (unknown.Count > MaxQuestions)
            await AskForAllLocations(places, ct);
        else
            foreach (var code in unknown)
                await AskForLocation(code, places, ct);

        if (unplaced.Count == 0)
            return new CatalogueView(products, places, [], []);
        if (Open(places).Length < 2 && !replica.HasAllLocations)
        {
            if (!ask)
                return new CatalogueView(products, places, [], []);
            await AskForLocations(places, ct);
            replica.LocationsWereAsked();
        }
        var open = Open(places);
        return new CatalogueView(products, places, open, open.Length < 2 ? [] : await SoldAt(unplaced, open, ct));
    }

    private static string[] Open(Dictionary<string, KnownLocation> places) =>
        [.. places.Values.Where(l => !l.Archived).Select(l => l.Code).Order(StringComparer.Ordinal)];

    // The only location that sold it before; a SKU that several sold has none.
    private async Task<Dictionary<string, string>> SoldAt(
        IReadOnlySet<string> skus,
        string[] open,
        CancellationToken ct
    ) =>
        await db
            .Sales.Where(s => skus.Contains(s.Sku) && open.Contains(s.Location))
            .GroupBy(s => s.Sku)
            .Select(g => new
            {
                Sku = g.Key,
                First = g.Min(s => s.Location)!,
                Last = g.Max(s => s.Location)!,
            })
            .Where(g => g.First == g.Last)
            .ToDictionaryAsync(g => g.Sku, g => g.First, ct);

    private async Task AskForProducts(string[] skus, Dictionary<string, KnownProduct> products, CancellationToken ct)
    {
        var states = await Ask(() => api.LookupProducts(new LookupProducts(skus), ct));
        if (states.Count == 0)
            return;
        var found = states.Select(KnownProduct.Of).ToList();
        await replica.SaveAsync(found, ct);
        foreach (var product in found)
            products[product.Sku] = product;
    }

    private async Task AskForLocation(string code, Dictionary<string, KnownLocation> places, CancellationToken ct)
    {
        try
        {
            await Learn([await Ask(() => api.GetLocation(code, ct))], places, ct);
        }
        catch (ApiException e) when (e.StatusCode == HttpStatusCode.NotFound)
        {
            // Unknown there too: the lines that name it are refused.
        }
    }

    private async Task AskForLocations(Dictionary<string, KnownLocation> places, CancellationToken ct) =>
        await Learn((await Ask(() => api.ListLocations(archived: false, ct: ct))).Items, places, ct);

    private async Task AskForAllLocations(Dictionary<string, KnownLocation> places, CancellationToken ct)
    {
        string? after = null;
        do
        {
            var page = await Ask(() => api.ListLocations(Limits.MaxPage, after, ct: ct));
            await Learn(page.Items, places, ct);
            after = page.Next;
        } while (after is not null);
    }

    private async Task Learn(
        IReadOnlyList<LocationResponse> told,
        Dictionary<string, KnownLocation> places,
        CancellationToken ct
    )
    {
        var unknown = told.Where(l => !places.ContainsKey(l.Code))
            .Select(l => new KnownLocation
            {
                Code = l.Code,
                Version = 0,
                TimeZone = l.TimeZone,
                Archived = l.Archived,
            })
            .ToList();
        if (unknown.Count == 0)
            return;
        await replica.SaveAsync(unknown, ct);
        foreach (var l in unknown)
            places[l.Code] = l;
    }

    private static async Task<TAnswer> Ask<TAnswer>(Func<Task<TAnswer>> question)
    {
        try
        {
            return await question();
        }
        catch (Exception e) when (IsSilence(e))
        {
            throw new ProblemException(
                new ProblemDetails
                {
                    Status = StatusCodes.Status503ServiceUnavailable,
                    Title = T("The catalogue does not answer."),
                    Detail = T(
                        "A SKU or location has to be looked up there first. Nothing was stored; try again in a moment."
                    ),
                },
                e
            );
        }
    }

    private static bool IsSilence(Exception e) =>
        e switch
        {
            ApiException
            {
                StatusCode: >= HttpStatusCode.InternalServerError
                    or HttpStatusCode.TooManyRequests
                    or HttpStatusCode.RequestTimeout
            } => true,
            HttpRequestException or ExecutionRejectedException => true,
            OperationCanceledException { InnerException: TimeoutException } => true,
            _ => e.InnerException is not null && e is not ApiException && IsSilence(e.InnerException),
        };
}

/// <summary>The catalogue as it is for one set of lines.</summary>
/// <param name="open">Codes of the locations that are not archived; empty when every line named its location.</param>
/// <param name="soldAt">SKU to the only open location that sold it before.</param>
internal sealed class CatalogueView(
    Dictionary<string, KnownProduct> products,
    Dictionary<string, KnownLocation> places,
    string[] open,
    Dictionary<string, string> soldAt
)
{
    public KnownProduct? Product(string sku) => products.GetValueOrDefault(sku);

    public KnownLocation? Location(string code) => places.GetValueOrDefault(code);

    /// <summary>Where a line that names no location belongs; null when that cannot be known.</summary>
    public KnownLocation? DefaultLocation(string sku) =>
        soldAt.TryGetValue(sku, out var code) ? places[code]
        : open is [var only] ? places[only]
        : null;

    public IReadOnlyList<string> OpenLocations => open;

    /// <summary>Whether the line can be placed, or refused, without a question to the catalogue.</summary>
    public bool Knows(SaleDraft draft) =>
        (draft.Sku.Length == 0 || products.ContainsKey(draft.Sku))
        && (draft.Location is { } code ? code.Length == 0 || places.ContainsKey(code) : open.Length > 0);
}
