namespace SmartInventory.Testing;

/// <summary>The three servers, however they run.</summary>
internal interface ITestServers : IAsyncDisposable
{
    /// <summary>RabbitMQ's address without a virtual host.</summary>
    string Messaging { get; }

    /// <summary>Redis' connection string without a database number.</summary>
    string Cache { get; }

    /// <summary>Makes a database and, when named, a login role owning the schema of its own name.</summary>
    /// <returns>The connection string of that role, or of the superuser.</returns>
    Task<string> CreateDatabaseAsync(string database, string? role, CancellationToken cancellationToken);

    Task CreateVirtualHostAsync(string virtualHost, CancellationToken cancellationToken);
}
