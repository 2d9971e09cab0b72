using Refit;
using SmartInventory.Contracts;

namespace SmartInventory.Dashboard.Web.Imports;

/// <summary>The gateway for work that nobody waits for: a slice of an import may take its time.</summary>
public sealed class ImportGateway(IHttpClientFactory clients)
{
    /// <summary>The name of its HTTP client.</summary>
    public const string Client = "imports";

    private readonly RefitSettings _settings = ContractsJson.Refit();

    public ICatalogApi Catalog => RestService.For<ICatalogApi>(clients.CreateClient(Client), _settings);

    public ISalesApi Sales => RestService.For<ISalesApi>(clients.CreateClient(Client), _settings);
}
