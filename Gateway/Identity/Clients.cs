using OpenIddict.Abstractions;
using SmartInventory.Contracts.Identity;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace SmartInventory.Gateway.Identity;

/// <summary>The programs of ours that people sign in with, and the services that ask each other.</summary>
internal sealed class Clients(IOpenIddictApplicationManager programs, Tokens tokens)
{
    public const string Dashboard = "dashboard";
    public const string CommandLine = "inv";
    private const string Host = "service-host";

    public async Task EnsureAsync(IdentityOptions options, CancellationToken ct)
    {
        await EnsureAsync(
            new OpenIddictApplicationDescriptor
            {
                ClientId = CommandLine,
                ClientType = ClientTypes.Public,
                DisplayName = "The command line, inv",
                Permissions =
                {
                    Permissions.Endpoints.DeviceAuthorization,
                    Permissions.Endpoints.Token,
                    Permissions.Endpoints.Revocation,
                    Permissions.GrantTypes.DeviceCode,
                    Permissions.GrantTypes.RefreshToken,
                    Permissions.Scopes.Profile,
                    Permissions.Prefixes.Scope + IdentityFeature.Scope,
                },
            },
            ct
        );
        if (
            options.DashboardSecret is { Length: > 0 } secret
            && options.DashboardAddresses().ToList() is { Count: > 0 } dashboard
        )
        {
            var described = new OpenIddictApplicationDescriptor
            {
                ClientId = Dashboard,
                ClientSecret = secret,
                ClientType = ClientTypes.Confidential,
                ConsentType = ConsentTypes.Implicit,
                DisplayName = "The dashboard",
                Permissions =
                {
                    Permissions.Endpoints.Authorization,
                    Permissions.Endpoints.Token,
                    Permissions.Endpoints.EndSession,
                    Permissions.Endpoints.Revocation,
                    Permissions.GrantTypes.AuthorizationCode,
                    Permissions.GrantTypes.RefreshToken,
                    Permissions.ResponseTypes.Code,
                    Permissions.Scopes.Profile,
                    Permissions.Prefixes.Scope + IdentityFeature.Scope,
                },
                Requirements = { Requirements.Features.ProofKeyForCodeExchange },
            };
            described.RedirectUris.UnionWith(dashboard.Select(address => new Uri(address, "/signin-oidc")));
            described.PostLogoutRedirectUris.UnionWith(
                dashboard.Select(address => new Uri(address, "/signout-callback-oidc"))
            );
            await EnsureAsync(described, ct);
        }

        foreach (var (name, known) in options.Services)
            await EnsureAsync(Tokens.Describe($"service-{name}", name, Role.Viewer, known), ct);
        if (options.HostSecret is { Length: > 0 } host)
            await EnsureAsync(Tokens.Describe(Host, "the host", Role.Admin, host), ct);
        if (options.DevelopmentToken is { Length: > 0 } development)
            await EnsureAsync(tokens.DescribeDevelopment(development), ct);
        else if (await programs.FindByClientIdAsync(Tokens.Development, ct) is { } left)
            await programs.DeleteAsync(left, ct);
    }

    private async Task EnsureAsync(OpenIddictApplicationDescriptor described, CancellationToken ct)
    {
        if (await programs.FindByClientIdAsync(described.ClientId!, ct) is { } known)
            await programs.UpdateAsync(known, described, ct);
        else
            await programs.CreateAsync(described, ct);
    }
}
