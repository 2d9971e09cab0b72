using System.Security.Cryptography;
using System.Text.Json;
using OpenIddict.Abstractions;
using SmartInventory.Contracts.Identity;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace SmartInventory.Gateway.Identity;

/// <summary>Tokens of programs: a client of the provider each, that may get access tokens for itself.</summary>
internal sealed class Tokens(
    IOpenIddictApplicationManager programs,
    IdentityDb db,
    Sessions sessions,
    Withdrawals withdrawals,
    PeopleLog log,
    TimeProvider time
)
{
    /// <summary>The token of a development run.</summary>
    public const string Development = Prefix + "development";

    private const string Prefix = "token-";
    private const string CreatedBy = "created-by";
    private const string CreatedAt = "created-at";

    public async Task<NewToken> CreateAsync(string name, Role role, int? rate, string createdBy, CancellationToken ct)
    {
        var token = new TokenResponse(
            Prefix + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8)),
            name,
            role,
            createdBy,
            time.GetUtcNow(),
            rate
        );
        var secret = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));
        log.Token("created", token);
        await programs.CreateAsync(Describe(token, secret), ct);
        return new NewToken(token, $"{token.Id}.{secret}");
    }

    /// <summary>Whoever develops may load the system as they like.</summary>
    public OpenIddictApplicationDescriptor DescribeDevelopment(string secret) =>
        Describe(
            new TokenResponse(
                Development,
                "development",
                Role.Admin,
                "the host",
                time.GetUtcNow(),
                Contracts.Identity.CreateToken.MaxRate
            ),
            secret
        );

    public async Task<IReadOnlyList<TokenResponse>> ListAsync(CancellationToken ct)
    {
        var tokens = new List<TokenResponse>();
        await foreach (var program in programs.ListAsync(cancellationToken: ct))
        {
            var id = await programs.GetClientIdAsync(program, ct);
            if (id?.StartsWith(Prefix, StringComparison.Ordinal) != true)
                continue;
            tokens.Add(await ReadAsync(program, id, ct));
        }

        return [.. tokens.OrderByDescending(t => t.CreatedAt)];
    }

    /// <returns>False when there is none of that id.</returns>
    public async Task<bool> RevokeAsync(string id, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        await db.LockPeopleAsync(ct);
        if (
            !id.StartsWith(Prefix, StringComparison.Ordinal)
            || await programs.FindByClientIdAsync(id, ct) is not { } program
        )
            return false;
        log.Token("revoked", await ReadAsync(program, id, ct));
        await sessions.EndAsync(id, ct);
        await programs.DeleteAsync(program, ct);
        await transaction.CommitAsync(ct);
        await withdrawals.ReadAsync(ct);
        return true;
    }

    private async Task<TokenResponse> ReadAsync(object program, string id, CancellationToken ct)
    {
        var said = await programs.GetPropertiesAsync(program, ct);
        return new TokenResponse(
            id,
            await programs.GetDisplayNameAsync(program, ct) ?? id,
            Enum.Parse<Role>(said[Grants.RoleProperty].GetString()!),
            said[CreatedBy].GetString()!,
            said[CreatedAt].GetDateTimeOffset(),
            said.TryGetValue(Grants.Rate, out var rate) ? rate.GetInt32() : null
        );
    }

    private static OpenIddictApplicationDescriptor Describe(TokenResponse token, string secret)
    {
        var described = Describe(token.Id, token.Name, token.Role, secret);
        described.Properties[CreatedBy] = JsonSerializer.SerializeToElement(token.CreatedBy);
        described.Properties[CreatedAt] = JsonSerializer.SerializeToElement(token.CreatedAt);
        if (token.Rate is { } rate)
            described.Properties[Grants.Rate] = JsonSerializer.SerializeToElement(rate);
        return described;
    }

    /// <summary>A program that signs in by its own secret.</summary>
    public static OpenIddictApplicationDescriptor Describe(string id, string name, Role role, string secret) =>
        new()
        {
            ClientId = id,
            ClientSecret = secret,
            ClientType = ClientTypes.Confidential,
            DisplayName = name,
            Permissions =
            {
                Permissions.Endpoints.Token,
                Permissions.GrantTypes.ClientCredentials,
                Permissions.Prefixes.Scope + IdentityFeature.Scope,
            },
            Properties = { [Grants.RoleProperty] = JsonSerializer.SerializeToElement(role.ToString()) },
        };
}
