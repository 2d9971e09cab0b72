using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace SmartInventory.AppHost;

/// <summary>
/// Who may do what: the gateway signs tokens, every service checks them by its published keys. In a development run
/// (<c>DOTNET_ENVIRONMENT</c> says nothing else) there is an account for each role, and <c>inv</c> of the same person
/// on the same machine is signed in.
/// </summary>
internal sealed class SignIn
{
    private const string HostId = "service-host";
    private static readonly HttpClient Provider = new() { Timeout = TimeSpan.FromSeconds(10) };

    private readonly IDistributedApplicationBuilder _builder;
    private readonly Servers _servers;
    private readonly IResourceBuilder<ProjectResource> _gateway;
    private readonly ParameterResource _host;

    public SignIn(IDistributedApplicationBuilder builder, Servers servers, IResourceBuilder<ProjectResource> gateway)
    {
        (_builder, _servers, _gateway) = (builder, servers, gateway);
        _host = servers.Secret("host");
        gateway.WithEnvironment("Identity__Secret", servers.Secret("identity"));
        if (builder.ExecutionContext.IsRunMode)
            gateway.WithEnvironment("Identity__HostSecret", _host).WithResendCommand(TokenAsync);
        if (builder.ExecutionContext.IsPublishMode || !builder.Environment.IsDevelopment())
            return;
        var accounts = new DevelopmentAccounts(
            gateway,
            servers.Secret("development-password"),
            servers.Secret("development-token")
        );
        gateway
            .WithEnvironment("Identity__DevelopmentPassword", accounts.Password)
            .WithEnvironment("Identity__DevelopmentToken", accounts.Token);
        builder.Services.AddSingleton(accounts);
        builder.Services.AddSingleton<LeftSignIn>();
        builder.Services.AddHostedService(provider => provider.GetRequiredService<LeftSignIn>());
    }

    /// <summary>Tells services where the keys are.</summary>
    public SignIn TrustedBy(params ReadOnlySpan<IResourceBuilder<ProjectResource>> services)
    {
        foreach (var service in services)
            service.WithAddressOf(_gateway);
        return this;
    }

    /// <summary>Lets the service ask others in its own name.</summary>
    public SignIn Account(IResourceBuilder<ProjectResource> service)
    {
        var secret = _servers.Secret(service.Resource.Name);
        service.WithEnvironment("Identity__ClientSecret", secret);
        _gateway.WithEnvironment($"Identity__Services__{service.Resource.Name}", secret);
        return this;
    }

    /// <summary>Lets people sign in to the dashboard: each has to know how browsers reach the other.</summary>
    public SignIn Pages(IResourceBuilder<ProjectResource> dashboard)
    {
        var secret = _servers.Secret(dashboard.Resource.Name);
        dashboard
            .WithEnvironment("Identity__ClientSecret", secret)
            .WithEnvironment("Identity__PublicGateway", Public(_gateway, "http://localhost:8080"));
        _gateway
            .WithEnvironment("Identity__DashboardSecret", secret)
            .WithEnvironment("Identity__Dashboard", Public(dashboard, "http://localhost:8081"));
        return this;
    }

    /// <summary>Lets the loader of the sample in, which comes before anybody has signed in.</summary>
    public SignIn Loader(IResourceBuilder<ProjectResource> sample)
    {
        sample.WithEnvironment("SMARTINVENTORY_TOKEN", ReferenceExpression.Create($"{HostId}.{_host}"));
        return this;
    }

    /// <summary>An access token of the host's own, for a command of its dashboard.</summary>
    public async Task<string> TokenAsync(CancellationToken ct)
    {
        using var form = new FormUrlEncodedContent([
            KeyValuePair.Create("grant_type", "client_credentials"),
            KeyValuePair.Create("client_id", HostId),
            KeyValuePair.Create("client_secret", await _host.GetValueAsync(ct)),
            KeyValuePair.Create("scope", "api"),
        ]);
        using var answer = await Provider.PostAsync(
            new Uri($"{_gateway.GetEndpoint("http").Url}/connect/token"),
            form,
            ct
        );
        answer.EnsureSuccessStatusCode();
        return (await answer.Content.ReadFromJsonAsync<JsonElement>(ct)).GetProperty("access_token").GetString()!;
    }

    // Where it is published, only who runs it knows.
    private ReferenceExpression Public(IResourceBuilder<ProjectResource> part, string usual) =>
        _builder.ExecutionContext.IsPublishMode
            ? ReferenceExpression.Create(
                $"{_builder.AddParameter($"{part.Resource.Name}-address", usual, publishValueAsDefault: true)}"
            )
            : ReferenceExpression.Create($"{part.GetEndpoint("http")}");
}

/// <summary>What a development run signs in with.</summary>
/// <param name="Gateway">Where.</param>
/// <param name="Password">Of one account per role.</param>
/// <param name="Token">The secret of <c>inv</c>'s.</param>
internal sealed record DevelopmentAccounts(
    IResourceBuilder<ProjectResource> Gateway,
    ParameterResource Password,
    ParameterResource Token
)
{
    /// <summary>The id of the program that the gateway makes for <see cref="Token"/>.</summary>
    public const string TokenId = "token-development";
}
