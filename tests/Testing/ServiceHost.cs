using System.Globalization;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using SmartInventory.Contracts.Identity;
using Xunit;

namespace SmartInventory.Testing;

/// <summary>A service in this process, on real servers, with a corner of its own in each.</summary>
/// <param name="schema">The service's schema, and its role in the database.</param>
public abstract class ServiceHost(string schema) : IAsyncLifetime
{
    private static int _names;
    private readonly ConsumedMessages _consumed = new();
    private Running? _running;

    /// <summary>The database to use; one of its own when nothing is said. So it is with the next two.</summary>
    public string? Inventory { get; init; }

    public string? Messaging { get; init; }

    public string? Cache { get; init; }

    /// <summary>Where the service finds its servers, from the start on.</summary>
    public IReadOnlyDictionary<string, string> Settings { get; private set; } = new Dictionary<string, string>();

    public HttpClient Http { get; private set; } = null!;

    public Uri Address => Http.BaseAddress!;

    /// <summary>The service's own connections, for a look behind it.</summary>
    public NpgsqlDataSource Database => Services.GetRequiredService<NpgsqlDataSource>();

    public IServiceProvider Services => _running!.Services;

    protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>The service as somebody with this role reaches it, or with none as a stranger.</summary>
    public HttpClient As(Role? role = Role.Admin, string name = "tests")
    {
        var http = new HttpClient { BaseAddress = _running!.Address };
        if (role is not null)
            http.DefaultRequestHeaders.Authorization = new("Bearer", TestProvider.Token(role.Value, name));
        return http;
    }

    /// <summary>A name that no other test has.</summary>
    public static string NewName(string prefix) =>
        string.Create(CultureInfo.InvariantCulture, $"{prefix}{Interlocked.Increment(ref _names)}");

    public virtual async ValueTask InitializeAsync()
    {
        var infrastructure = await Infrastructure.StartAsync(Cancellation);
        Settings = new Dictionary<string, string>
        {
            ["ConnectionStrings:inventory"] =
                Inventory ?? await infrastructure.CreateDatabaseAsync(schema, Cancellation),
            ["ConnectionStrings:messaging"] = Messaging ?? await infrastructure.CreateVirtualHostAsync(Cancellation),
            ["ConnectionStrings:cache"] = Cache ?? infrastructure.CreateCache(),
            ["services:gateway:http:0"] = await TestProvider.AddressAsync(),
            ["Identity:ClientSecret"] = "tests",
        };
        _running = await StartAsync();
        Services.GetRequiredService<IBus>().ConnectConsumeObserver(_consumed);
        Http = As();
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await StopAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>Waits until the service has consumed a message, and its copies, to the end.</summary>
    public Task Consumed(Guid message, int times = 1) =>
        Eventually.Holds(
            () => Task.FromResult(_consumed.Times(message) >= times),
            () => $"message {message} is consumed {times} times; it was {_consumed.Times(message)} times"
        );

    /// <summary>The first value of the first row.</summary>
    public async Task<T> Scalar<T>(string sql, params object[] values)
    {
        await using var command = Database.CreateCommand(sql);
        foreach (var value in values)
            command.Parameters.Add(new NpgsqlParameter { Value = value });
        return (T)(await command.ExecuteScalarAsync(Cancellation))!;
    }

    /// <summary>Starts the service with its <see cref="Settings"/>.</summary>
    protected abstract Task<Running> StartAsync();

    protected virtual ValueTask StopAsync() => _running!.Lifetime.DisposeAsync();

    /// <summary>Starts a program of ours as it is, but for what a test replaces.</summary>
    /// <typeparam name="TEntry">A type of the program.</typeparam>
    protected Running Start<TEntry>(Action<IServiceCollection>? replace = null)
        where TEntry : class
    {
        var program = new ServiceProgram<TEntry>(Settings, replace);
        return new Running(program.Listen(), program.Services, program);
    }

    /// <summary>The service, where it listens, and what ends it.</summary>
    protected sealed record Running(Uri Address, IServiceProvider Services, IAsyncDisposable Lifetime);
}
