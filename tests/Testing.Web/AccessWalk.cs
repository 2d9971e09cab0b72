using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using SmartInventory.Contracts.Identity;
using Xunit;

namespace SmartInventory.Testing;

/// <summary>
/// Asks every operation of a service's document as everybody: as a stranger, and with each role. A new operation
/// without a policy is found by it, since nobody may use that.
/// </summary>
public static class AccessWalk
{
    /// <summary>What changes nothing though it is no GET, or belongs to everybody.</summary>
    private static readonly HashSet<string> ForViewers = new(StringComparer.Ordinal)
    {
        "LookupProducts",
        "SimulateReplenishment",
        "AskWhatIf",
        // Everybody has a language, may speak, and has an inbox.
        "ChooseLanguage",
        "SaveView",
        "AddComment",
        "EditComment",
        "DeleteComment",
        "MarkInbox",
        "Follow",
        "Unfollow",
    };

    private static readonly HashSet<string> ForAdmins = new(StringComparer.Ordinal)
    {
        "ListUsers",
        "CreateUser",
        "UpdateUser",
        "ResetPassword",
        "ListTokens",
        "CreateToken",
        "RevokeToken",
        "ResendFailedMessages",
        "SetApprovalLimits",
        "SetInstallation",
    };

    /// <summary>Walks.</summary>
    /// <param name="document">The service's.</param>
    /// <param name="client">The service as somebody with a role, or with none, reaches it.</param>
    /// <returns>What is not as it should be; nothing when all is well.</returns>
    public static async Task<IReadOnlyList<string>> RunAsync(ApiDocument document, Func<Role?, HttpClient> client)
    {
        var ct = TestContext.Current.CancellationToken;
        var clients = new List<(Role? Role, HttpClient Http)> { (null, client(null)) };
        clients.AddRange(Enum.GetValues<Role>().Select(role => ((Role?)role, client(role))));
        var wrong = new List<string>();
        foreach (var operation in document.Operations)
        {
            if (LowestRole(operation) is not { } lowest)
            {
                wrong.Add($"{operation.Id} does not say which role it needs");
                continue;
            }

            if (ForAdmins.Contains(operation.Id) != (lowest == Role.Admin))
                wrong.Add($"{operation.Id} is for {lowest}");
            else if (lowest == Role.Viewer && operation.Method != "get" && !ForViewers.Contains(operation.Id))
                wrong.Add($"{operation.Id} changes something, and is for viewers");
            foreach (var (role, http) in clients)
            {
                using var request = new HttpRequestMessage(new HttpMethod(operation.Method), PathOf(operation));
                // Nothing that is asked here is to happen: a body that is no JSON.
                if (operation.Method is not ("get" or "delete"))
                    request.Content = new StringContent("?", null, "application/json");
                using var answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, ct);
                var expected =
                    role is null ? answer.StatusCode == HttpStatusCode.Unauthorized
                    : role < lowest ? answer.StatusCode == HttpStatusCode.Forbidden
                    : answer.StatusCode is not (HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden);
                if (!expected)
                    wrong.Add($"{operation.Id} for {role?.ToString() ?? "a stranger"}: {(int)answer.StatusCode}");
            }
        }

        foreach (var (_, http) in clients)
            http.Dispose();
        return wrong;
    }

    /// <summary>The routes that ask nobody who they are, and with a mark those that were forgotten.</summary>
    public static IReadOnlyList<string> Open(IServiceProvider services) =>
        [
            .. services
                .GetServices<EndpointDataSource>()
                .SelectMany(source => source.Endpoints)
                .OfType<RouteEndpoint>()
                .Select(e => (e.RoutePattern.RawText, e.Metadata))
                .Where(e =>
                    e.Metadata.GetMetadata<IAllowAnonymous>() is not null
                    || e.Metadata.GetMetadata<IAuthorizeData>() is null
                )
                .Select(e => e.RawText + (e.Metadata.GetMetadata<IAllowAnonymous>() is null ? " (no policy)" : ""))
                .Distinct()
                .Order(StringComparer.Ordinal),
        ];

    // The gateway adds ways to get a token; the role stands at the token.
    private static Role? LowestRole(ApiDocument.Operation operation) =>
        operation.Description.TryGetProperty("security", out var security)
        && security.ValueKind == JsonValueKind.Array
        && security.EnumerateArray().Where(way => way.TryGetProperty("bearer", out _)).ToList() is [var token]
        && token.GetProperty("bearer") is { } roles
        && roles.GetArrayLength() == 1
        && Enum.TryParse<Role>(roles[0].GetString(), ignoreCase: true, out var role)
            ? role
            : null;

    // Names of things that are not there.
    private static string PathOf(ApiDocument.Operation operation) =>
        System.Text.RegularExpressions.Regex.Replace(
            operation.Path,
            @"\{\w+\}",
            match => match.Value == "{id}" ? "01890000-0000-7000-8000-000000000000" : "NO-SUCH-THING"
        );
}
