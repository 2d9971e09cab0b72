using System.Net;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.RazorPages.Infrastructure;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace SmartInventory.Testing;

/// <summary>
/// Sends to every endpoint of a host that changes something what another site could send: a form with the cookies of
/// who is signed in, and without the token of a form of ours. A new endpoint is found by it.
/// </summary>
public static partial class FormWalk
{
    private static readonly HashSet<string> Safe = new(
        [HttpMethods.Get, HttpMethods.Head, HttpMethods.Options, HttpMethods.Trace],
        StringComparer.OrdinalIgnoreCase
    );

    /// <summary>Walks.</summary>
    /// <param name="services">The host's.</param>
    /// <param name="browser">In which somebody is signed in who may do everything.</param>
    /// <param name="others">What may answer otherwise, as "POST route" or "* route", which is each method of an
    /// endpoint that names none, with how and why. A star at the end takes in what is below.</param>
    /// <returns>What does not refuse, and which of the others are not there; nothing when all is well.</returns>
    public static async Task<IReadOnlyList<string>> RunAsync(
        IServiceProvider services,
        HttpClient browser,
        params IReadOnlyCollection<(string Form, Func<HttpStatusCode, bool> Answers, string Why)> others
    )
    {
        var ct = TestContext.Current.CancellationToken;
        var wrong = new List<string>();
        var met = new HashSet<string>(StringComparer.Ordinal);
        var forms = await FormsAsync(services);
        Assert.NotEmpty(forms);
        foreach (var (name, method, address) in forms)
        {
            using var form = new MultipartFormDataContent
            {
                { new StringContent("forged"), "Name" },
                { new StringContent("a,b\n1,2\n"), "file", "forged.csv" },
            };
            using var request = new HttpRequestMessage(new HttpMethod(method), address) { Content = form };
            using var answer = await browser.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, ct);
            var other = others.FirstOrDefault(o =>
                o.Form == name || (o.Form[^1] == '*' && name.StartsWith(o.Form[..^1], StringComparison.Ordinal))
            );
            if (other.Form is not null)
                met.Add(other.Form);
            if (!(other.Answers?.Invoke(answer.StatusCode) ?? answer.StatusCode == HttpStatusCode.BadRequest))
                wrong.Add($"{name}: {(int)answer.StatusCode}");
        }

        wrong.AddRange(others.Where(o => !met.Contains(o.Form)).Select(o => $"{o.Form}: there is no such endpoint"));
        return wrong;
    }

    private static async Task<List<(string Name, string Method, string Address)>> FormsAsync(IServiceProvider services)
    {
        var pages = services.GetRequiredService<PageLoader>();
        var forms = new List<(string Name, string Method, string Address)>();
        foreach (
            var endpoint in services
                .GetServices<EndpointDataSource>()
                .SelectMany(source => source.Endpoints)
                .OfType<RouteEndpoint>()
        )
        {
            var route = "/" + endpoint.RoutePattern.RawText!.TrimStart('/');
            if (endpoint.Metadata.GetMetadata<PageActionDescriptor>() is { } page)
            {
                var compiled = await pages.LoadAsync(page, EndpointMetadataCollection.Empty);
                foreach (var handler in compiled.HandlerMethods.Where(h => !Safe.Contains(h.HttpMethod)))
                {
                    var query = handler.Name is { } named ? $"?handler={named}" : "";
                    var method = handler.HttpMethod.ToUpperInvariant();
                    forms.Add(($"{method} {route}{query}", method, AddressOf(route) + query));
                }

                continue;
            }

            var methods = endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? [];
            if (methods.Count == 0)
                forms.Add(($"* {route}", HttpMethods.Post, AddressOf(route)));
            forms.AddRange(methods.Where(m => !Safe.Contains(m)).Select(m => ($"{m} {route}", m, AddressOf(route))));
        }

        return [.. forms.DistinctBy(form => form.Name)];
    }

    // Names of things that are not there, as the route takes them.
    private static string AddressOf(string route) =>
        Parameter()
            .Replace(
                route,
                parameter =>
                    parameter.Value.Contains(":guid", StringComparison.Ordinal) ? "01890000-0000-7000-8000-000000000000"
                    : parameter.Value.Contains(":int", StringComparison.Ordinal) ? "404"
                    : "no-such-thing"
            );

    [GeneratedRegex(@"\{[^}]*\}")]
    private static partial Regex Parameter();
}
